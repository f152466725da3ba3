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
}

export interface DisputeFilter {
  readonly lineId: string | null;
  /** The reference of the last dispute of the page before. */
  readonly after: string | null;
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
  readonly data_key_wrapped: Buffer | null;
  readonly key_epoch: number;
}

/** Disputes, the newest first. */
export async function listedDisputes(
  db: Db,
  vault: Vault,
  { lineId, after }: DisputeFilter,
  limit: number,
): Promise<readonly Dispute[]> {
  const { rows } = await db.query<Row>({
    name: 'listed-disputes',
    text: `select d.*, p.data_key_wrapped, p.key_epoch from dispute d join party p using (party_id)
      where ($1::text is null or line_id = $1)
        and ($2::text is null or dispute_id < (select dispute_id from dispute where reference = $2))
      order by dispute_id desc limit $3`,
    values: [lineId, after, limit],
  });
  return rows.map((row) => ({
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
  }));
}
