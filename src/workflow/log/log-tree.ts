import { HandbackError } from '../../domain/errors.ts';
import type { LogHead, LogSigner } from '../../ports/log/log-signer.ts';
import type { Db } from '../../store/database/database.ts';
import { readTiles } from '../../store/log/log-tiles.ts';
import { witnessStandings } from '../../store/log/log-witnesses.ts';
import { equal } from '../../tlog/bytes.ts';
import { growingTiles, type TilePlace } from '../../tlog/tiles.ts';
import { partHashes, rootOf, TileMissing, type Tiles } from '../../tlog/tree.ts';
import { type LeafRange, placeKey, tilesOf } from '../../tlog/tree-parts.ts';

/** The stored tiles of some places. */
export async function tilesAt(db: Db, places: readonly TilePlace[]): Promise<Tiles> {
  const tiles = await readTiles(db, places);
  return new Map(tiles.map((tile) => [placeKey(tile), tile.hashes]));
}

/** The hashes of which a proof consists, from the tiles that hold them. @throws TileMissing */
export async function proofOf(db: Db, parts: readonly LeafRange[]): Promise<readonly Uint8Array[]> {
  return partHashes(parts, await tilesAt(db, tilesOf(parts)));
}

/**
 * Sees that the tree in the database is the one that was signed, or has grown out of it: a database that was restored from
 * before the last head has fewer leaves than were signed, or others.
 *
 * @param witnesses their names; what one of them saw was signed, too
 * @throws HandbackError `log_rolled_back`, `log_damaged`
 */
export async function assertGrown(
  db: Db,
  signer: Pick<LogSigner, 'origin' | 'lastHead'>,
  tree: LogHead,
  witnesses: readonly string[],
): Promise<void> {
  const last = await signer.lastHead();
  if (last !== null && !(await beginsWith(db, tree, last)))
    throw new HandbackError('log_rolled_back', { stored: tree.size, signed: last.size });
  const seen = await witnessStandings(db, signer.origin, witnesses);
  const ahead = seen.find(({ size }) => size > tree.size);
  if (ahead !== undefined)
    throw new HandbackError('log_rolled_back', {
      stored: tree.size,
      signed: ahead.size,
      witness: ahead.name,
    });
}

/** What is made of stored tiles. A tile that is missing below the size of the tree was lost, and not rolled back. @throws HandbackError `log_damaged` */
export function undamaged<T>(size: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TileMissing) throw new HandbackError('log_damaged', { size }, { cause: error });
    throw error;
  }
}

async function beginsWith(db: Db, tree: LogHead, earlier: LogHead): Promise<boolean> {
  if (earlier.size > tree.size) return false;
  if (earlier.size === tree.size) return equal(earlier.root, tree.root);
  const tiles = await tilesAt(db, growingTiles(earlier.size));
  return equal(
    earlier.root,
    undamaged(tree.size, () => rootOf(earlier.size, tiles)),
  );
}
