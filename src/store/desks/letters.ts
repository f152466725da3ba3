import type { Language } from '../../domain/values/language.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** What a letter says of a receipt. */
export interface LetterBody {
  readonly language: Language;
  /** As it stands on the envelope, in lines. */
  readonly address: string;
  readonly reference: string;
  readonly secret: string;
  /** Masked; null for a line without a number. */
  readonly number: string | null;
}

export interface WaitingLetter {
  readonly letterId: string;
  readonly caseId: string;
  readonly lineId: string;
  readonly askedAt: Date;
  readonly printedAt: Date | null;
}

const CONTEXT = 'letter';

export async function insertLetter(
  tx: Db,
  vault: Vault,
  letter: {
    readonly caseId: string;
    readonly lineId: string;
    readonly partyId: string;
    readonly dataKey: DataKey;
    readonly body: LetterBody;
    readonly at: Date;
    readonly by: string;
  },
): Promise<void> {
  await tx.query({
    name: 'insert-letter',
    text: `insert into letter (case_id, line_id, party_id, body_enc, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6)`,
    values: [
      letter.caseId,
      letter.lineId,
      letter.partyId,
      vault.encrypt(letter.dataKey, CONTEXT, JSON.stringify(letter.body)),
      letter.at,
      letter.by,
    ],
  });
}

/** Those that wait, the oldest first, then those that were printed lately. */
export async function listedLetters(db: Db, limit: number): Promise<readonly WaitingLetter[]> {
  const { rows } = await db.query<WaitingLetter>({
    name: 'listed-letters',
    text: `select letter_id as "letterId", case_id as "caseId", line_id as "lineId", asked_at as "askedAt",
        printed_at as "printedAt"
      from letter where body_enc is not null
      order by (printed_at is not null), case when printed_at is null then asked_at end, printed_at desc limit $1`,
    values: [limit],
  });
  return rows;
}

/** Opens a letter and notes who printed it. Null where it is gone, its person was erased, or the printer asked for it. */
export async function printedLetter(
  tx: Db,
  vault: Vault,
  printed: {
    readonly letterId: string;
    readonly at: Date;
    readonly by: string;
    /** As audit rows name whoever asked for a letter: the secret is for the post room, and not for them. */
    readonly notAskedBy: string;
  },
): Promise<(Pick<WaitingLetter, 'caseId' | 'lineId'> & { readonly body: LetterBody }) | null> {
  const { rows } = await tx.query<{
    caseId: string;
    lineId: string;
    body_enc: Buffer;
    data_key_wrapped: Buffer;
    key_epoch: number;
  }>({
    name: 'printed-letter',
    text: `update letter l set printed_at = coalesce(printed_at, $2), printed_by = coalesce(printed_by, $3) from party p
      where l.letter_id = $1 and l.asked_by <> $4 and l.body_enc is not null and p.party_id = l.party_id and p.data_key_wrapped is not null
      returning l.case_id as "caseId", l.line_id as "lineId", l.body_enc, p.data_key_wrapped, p.key_epoch`,
    values: [printed.letterId, printed.at, printed.by, printed.notAskedBy],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const key = vault.unwrap(row.data_key_wrapped, row.key_epoch);
  const body = JSON.parse(vault.decryptText(key, CONTEXT, row.body_enc)) as LetterBody;
  return { caseId: row.caseId, lineId: row.lineId, body };
}
