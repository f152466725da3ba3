import type { Db } from '../database/database.ts';

/** A code as it was sent: for which line and person, and the keyed hash of its digits. */
export interface SentCode {
  readonly lineId: string | null;
  readonly partyId: string | null;
  readonly codeHash: Buffer;
  readonly sentAt: Date;
}

/** @param bucket what is proven by the code: its attempts are counted together */
export async function insertCode(tx: Db, bucket: Buffer, code: SentCode): Promise<void> {
  await tx.query(
    `insert into one_time_code (line_id, party_id, bucket, code_hash, sent_at) values ($1, $2, $3, $4, $5)`,
    [code.lineId, code.partyId, bucket, code.codeHash, code.sentAt],
  );
}

/** The newest code of a bucket that was not used yet. */
export async function newestCode(tx: Db, bucket: Buffer): Promise<SentCode | null> {
  const { rows } = await tx.query<SentCode>(
    `select line_id as "lineId", party_id as "partyId", code_hash as "codeHash", sent_at as "sentAt" from one_time_code
     where bucket = $1 and used_at is null order by sent_at desc limit 1`,
    [bucket],
  );
  return rows[0] ?? null;
}

/** Uses up a code and all earlier ones, so that none of them works again. */
export async function useUpCodes(tx: Db, bucket: Buffer): Promise<void> {
  await tx.query('update one_time_code set used_at = now() where bucket = $1 and used_at is null', [bucket]);
}
