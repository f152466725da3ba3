import { byteas, int2s, int8s } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn, rowsAs } from '../database/named-columns.ts';

interface Place {
  /** Of tiles, not of the tree. */
  readonly level: number;
  readonly index: number;
}

interface StoredTile extends Place {
  readonly hashes: Uint8Array;
}

const PLACE: readonly NamedColumn<Place>[] = [
  { name: 'level', type: 'smallint', values: (all) => int2s(all, ({ level }) => level) },
  { name: 'tile_index', type: 'bigint', values: (all) => int8s(all, ({ index }) => index) },
];

const TILE: readonly NamedColumn<StoredTile>[] = [
  ...PLACE,
  { name: 'hashes', type: 'bytea', values: (all) => byteas(all, ({ hashes }) => hashes) },
];

/** The tiles that there are of those that were asked for. They may have grown since the tree that the caller means. */
export async function readTiles(db: Db, places: readonly Place[]): Promise<readonly StoredTile[]> {
  if (places.length === 0) return [];
  const { from, values } = rowsAs('o', PLACE, places);
  const { rows } = await db.query<StoredTile>({
    name: 'read-tiles',
    text: `select t.level, t.tile_index as index, t.hashes from ${from} join log_tile t using (level, tile_index)`,
    values,
  });
  return rows;
}

/** The first bytes of a tile; null if it has fewer. */
export async function readTileBeginning(
  db: Db,
  { level, index }: Place,
  bytes: number,
): Promise<Buffer | null> {
  const { rows } = await db.query<{ hashes: Buffer }>(
    `select substring(hashes from 1 for $3) as hashes from log_tile
     where level = $1 and tile_index = $2 and octet_length(hashes) >= $3`,
    [level, index, bytes],
  );
  return rows[0]?.hashes ?? null;
}

/** Writes tiles that are new or have grown. */
export async function writeTiles(tx: Db, tiles: readonly StoredTile[]): Promise<void> {
  const { text, values } = insertOf('log_tile', TILE, tiles);
  await tx.query({
    name: 'write-tiles',
    text: `${text} on conflict (level, tile_index) do update set hashes = excluded.hashes`,
    values,
  });
}
