import type { Db } from '../database/database.ts';

/**
 * Makes a restored database ready to forget people whom it has as they were: whoever it does not have gets a row, so that no import brings
 * them back, and lines that were ended long before are ended again. Locks them.
 */
export async function readyToForget(tx: Db, people: readonly string[], at: Date): Promise<void> {
  await tx.query(
    `insert into party (party_id, kind, erased_at) select p, 'natural', $2 from unnest($1::text[]) p on conflict do nothing`,
    [people, at],
  );
  await tx.query('select from party where party_id = any($1::text[]) order by party_id for update', [people]);
  const standing = `(select line_id from line where holder_id = any($1::text[]))`;
  await tx.query(
    `update msisdn_assignment set to_at = greatest(from_at, $2) where to_at is null and line_id in ${standing}`,
    [people, at],
  );
  await tx.query(
    `update access set to_at = greatest(from_at, $2) where to_at is null and line_id in ${standing}`,
    [people, at],
  );
  await tx.query(
    `update line set status = 'ended', updated_at = now() where holder_id = any($1::text[]) and status <> 'ended'`,
    [people],
  );
}
