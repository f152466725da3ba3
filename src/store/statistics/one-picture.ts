import type { Pool } from 'pg';
import { type Db, inTransaction } from '../database/database.ts';

/** Reads several things as of one moment, so that they agree with each other. */
export function inOnePicture<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    // Compiling these statements takes longer than they take to run.
    await tx.query('set local jit = off');
    // Tens of thousands of durations are sorted without a file.
    await tx.query(`set local work_mem = '32MB'`);
    return work(tx);
  });
}
