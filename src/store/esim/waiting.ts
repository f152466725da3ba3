import type { Db } from '../database/database.ts';

/** Ends the waiting of a case for its devices; false if it waited for none. */
export async function stopWaiting(tx: Db, caseId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update unbinding set wait_until = now() where case_id = $1 and result is null and wait_until > now()',
    [caseId],
  );
  return (rowCount ?? 0) > 0;
}
