import type { Db } from '../database/database.ts';

/** Notes that data keys are wrapped by the key of this epoch from now on; a party's row names its epoch. */
export async function noteKeyEpoch(db: Db, epoch: number): Promise<void> {
  await db.query('insert into key_encryption_key_epoch (epoch) values ($1) on conflict do nothing', [epoch]);
}
