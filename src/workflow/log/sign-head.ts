import { HandbackError } from '../../domain/errors.ts';
import type { LogSigner } from '../../ports/log/log-signer.ts';
import { inTransaction, type Pool } from '../../store/database/database.ts';
import {
  commitDurably,
  committedTree,
  keepSigned,
  lockLog,
  publishSigned,
  type StoredCheckpoint,
  signedCheckpoint,
} from '../../store/log/log-heads.ts';
import { assertGrown } from './log-tree.ts';

/**
 * Signs the committed tree, unless its size was signed before: there is one head of a size.
 *
 * @param quorum how many witnesses must have seen a head before it is shown; with 0 it is shown at once
 * @returns the newest head that was signed; null where another process is at it
 * @throws HandbackError `log_rolled_back`
 */
export function signHead(
  pool: Pool,
  signer: LogSigner,
  quorum: number,
  witnesses: readonly string[] = [],
): Promise<StoredCheckpoint | null> {
  return inTransaction(pool, async (tx) => {
    if (!(await lockLog(tx))) return null;
    await commitDurably(tx);
    const { origin } = signer;
    const tree = await committedTree(tx);
    await assertGrown(tx, signer, tree, witnesses);
    const before = await signedCheckpoint(tx, origin);
    if (before?.size === tree.size && before.root.equals(tree.root)) return before;
    const note = await signer.sign(tree);
    if (!(await keepSigned(tx, { ...tree, origin, note })))
      throw new HandbackError('log_rolled_back', { stored: tree.size, signed: before?.size ?? tree.size });
    if (quorum === 0) await publishSigned(tx, origin, tree.size);
    return signedCheckpoint(tx, origin);
  });
}
