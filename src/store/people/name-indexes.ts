import { type Db, inTransaction, type Pool } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';
import { nameIndex } from './parties.ts';

/** The task under which graphile-worker makes people findable by their names who were written down before names were. */
export const INDEX_NAMES_TASK = 'index-names';

const AT_ONCE = 500;

interface Unindexed {
  readonly party_id: string;
  readonly name_enc: Buffer;
  readonly data_key_wrapped: Buffer;
  readonly key_epoch: number;
}

/**
 * Writes the look-up hash of every name that has none: a portion a transaction, so that a process that dies loses one and the next
 * goes on. A name that these keys do not open is left as it is. @returns how many were written
 */
export async function indexNames(pool: Pool, vault: Vault): Promise<number> {
  let total = 0;
  for (let after = ''; ; ) {
    const portion = await inTransaction(pool, (tx) => indexPortion(tx, vault, after));
    total += portion.written;
    if (portion.last === null) return total;
    after = portion.last;
  }
}

async function indexPortion(
  tx: Db,
  vault: Vault,
  after: string,
): Promise<{ readonly last: string | null; readonly written: number }> {
  // Also whoever is erased or renamed meanwhile is locked until this is written.
  const { rows } = await tx.query<Unindexed>(
    `select party_id, name_enc, data_key_wrapped, key_epoch from party
     where name_enc is not null and name_bidx is null and data_key_wrapped is not null and party_id > $1
     order by party_id limit ${AT_ONCE} for update`,
    [after],
  );
  const found = rows.flatMap((row): { readonly partyId: string; readonly index: Buffer }[] => {
    const name = openedName(vault, row);
    return name === null ? [] : [{ partyId: row.party_id, index: nameIndex(vault, name) }];
  });
  if (found.length > 0)
    await tx.query(
      `update party p set name_bidx = o.name_bidx from unnest($1::text[], $2::bytea[]) as o(party_id, name_bidx)
       where p.party_id = o.party_id`,
      [found.map(({ partyId }) => partyId), found.map(({ index }) => index)],
    );
  return { last: rows.at(-1)?.party_id ?? null, written: found.length };
}

function openedName(vault: Vault, row: Unindexed): string | null {
  try {
    return vault.decryptText(vault.unwrap(row.data_key_wrapped, row.key_epoch), 'party name', row.name_enc);
  } catch {
    return null;
  }
}

/** Whether there are names that are not found yet. */
export async function someNamesUnindexed(db: Db): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'some-names-unindexed',
    text: 'select from party where name_enc is not null and name_bidx is null and data_key_wrapped is not null limit 1',
  });
  return (rowCount ?? 0) > 0;
}
