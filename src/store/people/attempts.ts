import type { Attempts } from '../../domain/people/verification.ts';
import type { Db } from '../database/database.ts';

export interface AttemptRecord extends Attempts {
  readonly sentAt: readonly Date[];
}

/**
 * Locks the counter of one asker or door: a thousand guesses at once queue here, one by one.
 * @param of with the keyed hash of the number that it is about, under which it is reset
 */
export async function lockAttempts(
  tx: Db,
  of: { readonly bucket: Buffer; readonly subject: Buffer },
): Promise<AttemptRecord> {
  await tx.query('insert into attempt_counter (bucket, subject) values ($1, $2) on conflict do nothing', [
    of.bucket,
    of.subject,
  ]);
  const { rows } = await tx.query<AttemptRecord>(
    `select failures, lockouts, locked_until as "lockedUntil", sent_at as "sentAt" from attempt_counter where bucket = $1 for update`,
    [of.bucket],
  );
  return rows[0]!;
}

export async function saveAttempts(tx: Db, bucket: Buffer, attempts: Attempts, sentAt?: Date): Promise<void> {
  await tx.query(
    `update attempt_counter set failures = $2, lockouts = $3, locked_until = $4, updated_at = now(),
       sent_at = case when $5::timestamptz is null then sent_at
         else (select coalesce(array_agg(s order by s), '{}') from unnest(sent_at) s where s > $5::timestamptz - interval '1 day') || $5::timestamptz end
     where bucket = $1`,
    [bucket, attempts.failures, attempts.lockouts, attempts.lockedUntil, sentAt ?? null],
  );
}

/** Forgets all tries and messages about a number, at every door. @returns how many counters there were */
export async function forgetAttempts(tx: Db, subjects: readonly Buffer[]): Promise<number> {
  const { rowCount } = await tx.query('delete from attempt_counter where subject = any($1::bytea[])', [
    subjects,
  ]);
  return rowCount ?? 0;
}

/** When the last of some counters is open again; null where none is locked. */
export async function lockedUntil(db: Db, buckets: readonly Buffer[], now: Date): Promise<Date | null> {
  const { rows } = await db.query<{ until: Date | null }>({
    name: 'locked-until',
    text: 'select max(locked_until) as until from attempt_counter where bucket = any($1::bytea[]) and locked_until > $2',
    values: [buckets, now],
  });
  return rows[0]?.until ?? null;
}
