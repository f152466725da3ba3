import type { Db } from './database.ts';

/**
 * Runs a part of a transaction, and takes that part back if `keep` is false: for checks that try a write, and for work
 * that is done only so that two answers take the same time. If `work` throws, the whole transaction is rolled back.
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
