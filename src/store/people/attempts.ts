import type { Attempts } from '../../domain/people/verification.ts';
import type { Db } from '../database/database.ts';

export interface AttemptRecord extends Attempts {
  readonly sentAt: readonly Date[];
}

export interface CounterKey {
  readonly bucket: Buffer;
  /** Keyed hash of the number that it is about, under which it is reset. */
  readonly subject: Buffer;
}

/**
 * Locks counters of askers and doors: a thousand guesses at once queue here, one by one. Everybody locks in the order of the buckets,
 * so that two who answer at once cannot wait for each other.
 * @returns in the order asked
 */
export async function lockAttempts(tx: Db, of: readonly CounterKey[]): Promise<readonly AttemptRecord[]> {
  const buckets = of.map(({ bucket }) => bucket);
  await tx.query({
    name: 'make-attempt-counters',
    text: `insert into attempt_counter (bucket, subject) select o.bucket, o.subject from unnest($1::bytea[], $2::bytea[]) as o(bucket, subject)
      order by o.bucket on conflict do nothing`,
    values: [buckets, of.map(({ subject }) => subject)],
  });
  const { rows } = await tx.query<AttemptRecord & { readonly bucket: Buffer }>({
    name: 'lock-attempt-counters',
    text: `select bucket, failures, lockouts, locked_until as "lockedUntil", sent_at as "sentAt" from attempt_counter
      where bucket = any($1::bytea[]) order by bucket for update`,
    values: [buckets],
  });
  const found = new Map(rows.map(({ bucket, ...record }) => [bucket.toString('hex'), record]));
  return buckets.map((bucket) => found.get(bucket.toString('hex'))!);
}

/** @param sentAt of a message that is counted for each of them */
export async function saveAttempts(
  tx: Db,
  changed: readonly (Pick<CounterKey, 'bucket'> & { readonly attempts: Attempts })[],
  sentAt?: Date,
): Promise<void> {
  if (changed.length === 0) return;
  await tx.query({
    name: 'save-attempts',
    text: `update attempt_counter c set failures = o.failures, lockouts = o.lockouts, locked_until = o.locked_until, updated_at = now(),
        sent_at = case when $5::timestamptz is null then c.sent_at
          else (select coalesce(array_agg(s order by s), '{}') from unnest(c.sent_at) s where s > $5::timestamptz - interval '1 day') || $5::timestamptz end
      from unnest($1::bytea[], $2::int[], $3::int[], $4::timestamptz[]) as o(bucket, failures, lockouts, locked_until)
      where c.bucket = o.bucket`,
    values: [
      changed.map(({ bucket }) => bucket),
      changed.map(({ attempts }) => attempts.failures),
      changed.map(({ attempts }) => attempts.lockouts),
      changed.map(({ attempts }) => attempts.lockedUntil),
      sentAt ?? null,
    ],
  });
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
