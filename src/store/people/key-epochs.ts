import { HandbackError } from '../../domain/errors.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** Whether keys were used with this database before: then new ones cannot take their place. */
export async function knowsKeys(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(
    'select exists (select from key_encryption_key_epoch) as known',
  );
  return rows[0]!.known;
}

/**
 * Notes that data keys are wrapped by the key of the current epoch from now on; a party's row names its epoch.
 * @throws HandbackError `vault_differs` where the database was used with other keys
 */
export async function noteKeyEpoch(db: Db, vault: Vault): Promise<void> {
  const epoch = vault.currentEpoch;
  await db.query(
    `insert into key_encryption_key_epoch (epoch, check_value) values ($1, $2)
     on conflict (epoch) do update set check_value = excluded.check_value
       where key_encryption_key_epoch.check_value is null`,
    [epoch, vault.checkValue(epoch)],
  );
  const differing = await differingEpochs(db, vault);
  if (differing.length > 0) throw new HandbackError('vault_differs', { epochs: differing.map(String) });
}

/** The epochs whose keys are in the vault and are not those that the database was used with. */
export async function differingEpochs(db: Db, vault: Vault): Promise<readonly number[]> {
  const { rows } = await db.query<{ epoch: number; value: Buffer }>(
    `select epoch, check_value as value from key_encryption_key_epoch
     where check_value is not null order by epoch`,
  );
  return rows
    .filter(({ epoch, value }) => vault.epochs.includes(epoch) && !vault.checkValue(epoch).equals(value))
    .map(({ epoch }) => epoch);
}
