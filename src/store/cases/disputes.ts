import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** What a person says against a finding, without what they wrote. */
export interface DisputeMark {
  /** The receipt number, e.g. `DP-7K3F9QXM`. */
  readonly reference: string;
  /** Which finding, as `findingKey` names it. */
  readonly finding: string;
  readonly check: string;
  readonly madeAt: Date;
}

export interface NewDispute extends Omit<DisputeMark, 'madeAt'> {
  readonly lineId: string;
  readonly caseId: string | null;
  readonly partyId: string;
  readonly dataKey: DataKey;
  readonly effect: string;
  readonly rule: { readonly id: string; readonly version: number };
  readonly now: Date;
  readonly text: string;
}

const CONTEXT = 'dispute';

/** Keeps a dispute. Null where this person has disputed the same finding of the line already. */
export async function insertDispute(
  db: Db,
  vault: Vault,
  { rule, dataKey, text, ...made }: NewDispute,
): Promise<DisputeMark | null> {
  const { rowCount } = await db.query({
    name: 'insert-dispute',
    text: `insert into dispute
        (reference, line_id, case_id, party_id, finding, check_name, effect, rule_id, rule_version, made_at, text_enc)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (line_id, party_id, finding) do nothing`,
    values: [
      made.reference,
      made.lineId,
      made.caseId,
      made.partyId,
      made.finding,
      made.check,
      made.effect,
      rule.id,
      rule.version,
      made.now,
      vault.encrypt(dataKey, CONTEXT, text),
    ],
  });
  const { reference, finding, check, now } = made;
  return rowCount === 0 ? null : { reference, finding, check, madeAt: now };
}

/** What the holder of a line has disputed on it. */
export async function disputesOfLine(
  db: Db,
  of: { readonly lineId: string; readonly partyId: string },
): Promise<readonly DisputeMark[]> {
  const { rows } = await db.query<DisputeMark>({
    name: 'disputes-of-line',
    text: `select reference, finding, check_name as "check", made_at as "madeAt" from dispute
      where line_id = $1 and party_id = $2 order by made_at`,
    values: [of.lineId, of.partyId],
  });
  return rows;
}

/** A dispute as the operator's people read it. */
export interface Dispute {
  readonly reference: string;
  readonly lineId: string;
  readonly caseId: string | null;
  readonly madeAt: Date;
  readonly check: string;
  readonly effect: string;
  readonly rule: { readonly id: string; readonly version: number };
  /** Null once the person is erased. */
  readonly text: string | null;
  /** Null as long as nobody dealt with it. */
  readonly dealt: DealtWith | null;
}

/** That somebody of the operator looked into a dispute. */
export interface DealtWith {
  readonly at: Date;
  /** As the audit log names them. */
  readonly by: string;
  readonly note: string;
}

export interface DisputeFilter {
  readonly lineId: string | null;
  /** The reference of the last dispute of the page before. */
  readonly after: string | null;
  /** Whether those on a case that few may know of are among them. */
  readonly confidential: boolean;
}

interface Row {
  readonly reference: string;
  readonly line_id: string;
  readonly case_id: string | null;
  readonly made_at: Date;
  readonly check_name: string;
  readonly effect: string;
  readonly rule_id: string;
  readonly rule_version: number;
  readonly text_enc: Buffer;
  readonly dealt_at: Date | null;
  readonly dealt_by: string | null;
  readonly dealt_note: string | null;
  readonly data_key_wrapped: Buffer | null;
  readonly key_epoch: number;
}

const SELECT = `select d.*, p.data_key_wrapped, p.key_epoch from dispute d join party p using (party_id)`;
/** Whether a dispute is on no case of which few may know; `$1` says whether the reader may. */
const KNOWN = `($1::boolean or not exists (
  select from termination t where t.case_id = d.case_id and t.confidential
  union all select from termination_closed c where c.case_id = d.case_id and c.confidential))`;

/** Disputes, the newest first. */
export async function listedDisputes(
  db: Db,
  vault: Vault,
  { lineId, after, confidential }: DisputeFilter,
  limit: number,
): Promise<readonly Dispute[]> {
  const { rows } = await db.query<Row>({
    name: 'listed-disputes',
    text: `${SELECT} where ${KNOWN} and ($2::text is null or line_id = $2)
        and ($3::text is null or dispute_id < (select dispute_id from dispute where reference = $3))
      order by dispute_id desc limit $4`,
    values: [confidential, lineId, after, limit],
  });
  return rows.map((row) => opened(vault, row));
}

/** By its identity or its reference; null for none that the reader may know of. */
export async function findDispute(
  db: Db,
  vault: Vault,
  of: { readonly named: string; readonly confidential: boolean },
): Promise<Dispute | null> {
  const { rows } = await db.query<Row>(
    `${SELECT} where ${KNOWN} and (d.reference = $2 or d.dispute_id::text = $2)`,
    [of.confidential, of.named],
  );
  return rows[0] === undefined ? null : opened(vault, rows[0]);
}

/** @returns false where somebody dealt with it before */
export async function noteDealtWith(
  tx: Db,
  reference: string,
  { at, by, note }: DealtWith,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update dispute set dealt_at = $2, dealt_by = $3, dealt_note = $4 where reference = $1 and dealt_at is null',
    [reference, at, by, note],
  );
  return rowCount === 1;
}

function opened(vault: Vault, row: Row): Dispute {
  return {
    reference: row.reference,
    lineId: row.line_id,
    caseId: row.case_id,
    madeAt: row.made_at,
    check: row.check_name,
    effect: row.effect,
    rule: { id: row.rule_id, version: row.rule_version },
    text:
      row.data_key_wrapped === null
        ? null
        : vault.decryptText(vault.unwrap(row.data_key_wrapped, row.key_epoch), CONTEXT, row.text_enc),
    dealt: row.dealt_at === null ? null : { at: row.dealt_at, by: row.dealt_by!, note: row.dealt_note! },
  };
}
