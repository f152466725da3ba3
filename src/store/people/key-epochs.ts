import { HandbackError } from '../../domain/errors.ts';
import { type Db, inTransaction, type Pool } from '../database/database.ts';
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
 * @param path of the keys, for the message
 * @throws HandbackError `vault_differs` where the database was used with other keys; `epoch_missing` where people's keys are wrapped by an
 *   epoch that is not here; `epoch_destroyed` where the current one was destroyed
 */
export async function noteKeyEpoch(db: Db, vault: Vault, path = ''): Promise<void> {
  const epoch = vault.currentEpoch;
  const { rows } = await db.query<{ destroyed: boolean }>(
    'select exists (select from destroyed_key_epoch where epoch = $1) as destroyed',
    [epoch],
  );
  if (rows[0]!.destroyed) throw new HandbackError('epoch_destroyed', { epoch });
  await db.query(
    `insert into key_encryption_key_epoch (epoch, check_value) values ($1, $2)
     on conflict (epoch) do update set check_value = excluded.check_value
       where key_encryption_key_epoch.check_value is null`,
    [epoch, vault.checkValue(epoch)],
  );
  const differing = await differingEpochs(db, vault);
  if (differing.length > 0) throw new HandbackError('vault_differs', { epochs: differing.map(String) });
  const missing = await missingEpochs(db, vault);
  if (missing.length > 0) throw new HandbackError('epoch_missing', { epochs: missing.join(', '), path });
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

/** The epochs that the database uses, or may use from now on, and whose keys are not in the vault. */
export async function missingEpochs(db: Db, vault: Vault): Promise<readonly number[]> {
  const { rows } = await db.query<{ epoch: number }>(
    'select epoch from key_encryption_key_epoch where emptied_at is null order by epoch',
  );
  return rows.map(({ epoch }) => epoch).filter((epoch) => !vault.epochs.includes(epoch));
}

/** An epoch that was not destroyed. */
export interface KeyEpoch {
  readonly epoch: number;
  readonly createdAt: Date;
  /** How many people's keys it wraps. */
  readonly keys: number;
  /** When the last of them was wrapped by another; null while it wraps any, and for one that never did. */
  readonly emptiedAt: Date | null;
}

export async function keyEpochs(db: Db): Promise<readonly KeyEpoch[]> {
  const { rows } = await db.query<KeyEpoch>(
    `select epoch, created_at as "createdAt", emptied_at as "emptiedAt",
       (select count(*)::int from party p where p.key_epoch = e.epoch and p.data_key_wrapped is not null) as keys
     from key_encryption_key_epoch e order by epoch`,
  );
  return rows;
}

const AT_ONCE = 1_000;

/**
 * Wraps by the current epoch every key of people that another one wraps, a portion a transaction: whoever is interrupted goes on with those
 * that are left, and people are erased and written meanwhile. Then it notes since when the other epochs wrap nothing.
 * @returns how many
 */
export async function rewrapKeys(
  pool: Pool,
  vault: Vault,
  progress: (count: number) => void = () => undefined,
): Promise<number> {
  let total = 0;
  for (let after = ''; ; ) {
    const portion = await inTransaction(pool, (tx) => rewrapPortion(tx, vault, after));
    if (portion.last === null) break;
    total += portion.count;
    after = portion.last;
    progress(total);
  }
  await pool.query(
    `update key_encryption_key_epoch e set emptied_at = case when exists (
         select from party p where p.key_epoch = e.epoch and p.data_key_wrapped is not null) then null
       else coalesce(emptied_at, now()) end
     where epoch <> $1`,
    [vault.currentEpoch],
  );
  return total;
}

async function rewrapPortion(
  tx: Db,
  vault: Vault,
  after: string,
): Promise<{ readonly count: number; readonly last: string | null }> {
  const { rows } = await tx.query<{ party_id: string; data_key_wrapped: Buffer; key_epoch: number }>({
    name: 'keys-to-rewrap',
    text: `select party_id, data_key_wrapped, key_epoch from party
      where key_epoch <> $1 and data_key_wrapped is not null and party_id > $2 order by party_id limit ${AT_ONCE} for no key update`,
    values: [vault.currentEpoch, after],
  });
  if (rows.length > 0) {
    // These wrapped something until now, whatever was noted of them before; of the others what was noted stands.
    await tx.query(
      'update key_encryption_key_epoch set emptied_at = null where epoch = any($1::int[]) and emptied_at is not null',
      [[...new Set(rows.map((row) => row.key_epoch))]],
    );
    await tx.query({
      name: 'rewrap-keys',
      text: `update party p set data_key_wrapped = o.wrapped, key_epoch = $3
        from unnest($1::text[], $2::bytea[]) as o(party_id, wrapped) where p.party_id = o.party_id`,
      values: [
        rows.map((row) => row.party_id),
        rows.map((row) => vault.wrap(vault.unwrap(row.data_key_wrapped, row.key_epoch))),
        vault.currentEpoch,
      ],
    });
  }
  return { count: rows.length, last: rows.at(-1)?.party_id ?? null };
}

/**
 * Notes that an epoch is destroyed, so that no process can wrap anything by it any more, whatever keys it has: people's rows refer to the
 * epochs that are left. The key itself is removed by whoever has it.
 *
 * @param despite whether backups that still need it are given up
 * @param keptFor how many days backups are kept
 * @returns false where it was destroyed before
 * @throws HandbackError `epoch_unknown`, `epoch_in_use`, `epoch_needed`
 */
export async function destroyEpoch(
  pool: Pool,
  epoch: number,
  {
    current,
    despite,
    keptFor,
  }: { readonly current: number; readonly despite: boolean; readonly keptFor: number },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{
      emptiedAt: Date | null;
      createdAt: Date;
      until: Date | null;
      needed: boolean;
    }>(
      `select emptied_at as "emptiedAt", created_at as "createdAt", emptied_at + $2 * interval '1 day' as until,
         coalesce(emptied_at + $2 * interval '1 day' > now(), false) as needed
       from key_encryption_key_epoch where epoch = $1 for update`,
      [epoch, keptFor],
    );
    const found = rows[0];
    if (found === undefined) {
      const { rowCount } = await tx.query('select from destroyed_key_epoch where epoch = $1', [epoch]);
      if (rowCount === 0) throw new HandbackError('epoch_unknown', { epoch });
      return false;
    }
    // Whoever writes a person by this epoch waits for us, or is seen here.
    const { rows: live } = await tx.query<{ keys: number }>(
      'select count(*)::int as keys from party where key_epoch = $1 and data_key_wrapped is not null',
      [epoch],
    );
    const { keys } = live[0]!;
    if (epoch === current || keys > 0 || found.emptiedAt === null)
      throw new HandbackError('epoch_in_use', { epoch, keys });
    if (found.needed && !despite)
      throw new HandbackError('epoch_needed', {
        ...{ epoch, emptiedAt: found.emptiedAt.toISOString().slice(0, 10) },
        until: found.until!.toISOString().slice(0, 10),
      });
    await tx.query('insert into destroyed_key_epoch (epoch, created_at) values ($1, $2)', [
      epoch,
      found.createdAt,
    ]);
    await tx.query('delete from key_encryption_key_epoch where epoch = $1', [epoch]);
    return true;
  });
}

/** Locks out others who make epochs. @returns the number of the next one, that no epoch ever had */
export async function lockNextEpoch(tx: Db): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('handback next epoch'))`);
  const { rows } = await tx.query<{ next: number }>(
    `select 1 + greatest((select max(epoch) from key_encryption_key_epoch), (select max(epoch) from destroyed_key_epoch), 0) as next`,
  );
  return rows[0]!.next;
}
