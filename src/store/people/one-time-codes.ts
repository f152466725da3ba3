import { createHash } from 'node:crypto';
import type { Db } from '../database/database.ts';

/** A code as it was sent: for which line and person, and the keyed hash of its digits. */
export interface SentCode {
  readonly codeId: string;
  readonly lineId: string | null;
  readonly partyId: string | null;
  readonly codeHash: Buffer;
  readonly sentAt: Date;
  /** Wrong answers to it so far. */
  readonly failures: number;
}

/** To which of several askers a code belongs: the secret that they got with it, or their session. */
export function challengeHash(challenge: string): Buffer {
  return createHash('sha256').update(challenge.slice(0, 200)).digest();
}

/** @param bucket what is proven by the code: when it is proven, all codes for it are used up */
export async function insertCode(
  tx: Db,
  bucket: Buffer,
  code: Omit<SentCode, 'codeId' | 'failures'> & { readonly challenge: Buffer },
): Promise<void> {
  await tx.query(
    `insert into one_time_code (line_id, party_id, bucket, challenge_hash, code_hash, sent_at) values ($1, $2, $3, $4, $5, $6)`,
    [code.lineId, code.partyId, bucket, code.challenge, code.codeHash, code.sentAt],
  );
}

/** Locks the newest unused code that an asker got for what is to be proven: guesses at it come one after the other. */
export async function lockCode(tx: Db, bucket: Buffer, challenge: Buffer): Promise<SentCode | null> {
  const { rows } = await tx.query<SentCode>(
    `select code_id as "codeId", line_id as "lineId", party_id as "partyId", code_hash as "codeHash", sent_at as "sentAt", failures
     from one_time_code where challenge_hash = $2 and bucket = $1 and used_at is null order by sent_at desc limit 1 for update`,
    [bucket, challenge],
  );
  return rows[0] ?? null;
}

export async function countWrongAnswer(tx: Db, codeId: string): Promise<void> {
  await tx.query('update one_time_code set failures = failures + 1 where code_id = $1', [codeId]);
}

/** Uses up all codes for what was proven, so that none of them works again. */
export async function useUpCodes(tx: Db, bucket: Buffer): Promise<void> {
  await tx.query('update one_time_code set used_at = now() where bucket = $1 and used_at is null', [bucket]);
}
