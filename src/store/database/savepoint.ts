import type { Db } from './database.ts';

/**
 * Runs a part of a transaction that may be taken back alone: for what is only tried, and for work that is done only so
 * that it takes as long. If `work` throws, the whole transaction ends as usual.
 */
export async function inSavepoint<T>(
  tx: Db,
  work: () => Promise<{ readonly keep: boolean; readonly result: T }>,
): Promise<T> {
  await tx.query('savepoint part');
  const { keep, result } = await work();
  await tx.query(`${keep ? 'release' : 'rollback to'} savepoint part`);
  return result;
}
