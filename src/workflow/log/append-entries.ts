import { HandbackError } from '../../domain/errors.ts';
import type { LogSigner } from '../../ports/log/log-signer.ts';
import { inTransaction, type Pool } from '../../store/database/database.ts';
import { placeQueued } from '../../store/log/log-entries.ts';
import { commitDurably, committedTree, growTree, lockLog } from '../../store/log/log-heads.ts';
import { writeTiles } from '../../store/log/log-tiles.ts';
import { equal, utf8 } from '../../tlog/bytes.ts';
import { growingTiles } from '../../tlog/tiles.ts';
import { grownTiles, leafHash, rootOf } from '../../tlog/tree.ts';
import { placeKey } from '../../tlog/tree-parts.ts';
import { assertGrown, tilesAt, undamaged } from './log-tree.ts';

/**
 * Gives the entries that were committed their places in the log, and commits the tree that they make. Nothing is signed here:
 * a head may only be signed once its tiles are on the disk.
 *
 * @returns how many; 0 where another process is at it
 * @throws HandbackError `log_damaged`; `log_rolled_back`: leaves added now would belong to another history than the one that was signed
 */
export function appendEntries(
  pool: Pool,
  signer: LogSigner,
  most: number,
  witnesses: readonly string[] = [],
): Promise<number> {
  return inTransaction(pool, async (tx) => {
    if (!(await lockLog(tx))) return 0;
    await commitDurably(tx);
    const tree = await committedTree(tx);
    await assertGrown(tx, signer, tree, witnesses);
    const entries = await placeQueued(tx, tree.size, most);
    if (entries.length === 0) return 0;
    const before = await tilesAt(tx, growingTiles(tree.size));
    // Whoever changed a tile by hand would have it signed with the next head.
    if (
      !equal(
        undamaged(tree.size, () => rootOf(tree.size, before)),
        tree.root,
      )
    )
      throw new HandbackError('log_damaged', { size: tree.size });
    const tiles = grownTiles(
      tree.size,
      entries.map((entry) => leafHash(utf8(entry))),
      before,
    );
    const size = tree.size + entries.length;
    const after = new Map([...before, ...tiles.map((tile) => [placeKey(tile), tile.hashes] as const)]);
    await writeTiles(tx, tiles);
    if (!(await growTree(tx, tree.size, { size, root: rootOf(size, after) })))
      throw new Error('the tree of the log changed under its lock');
    return entries.length;
  });
}
