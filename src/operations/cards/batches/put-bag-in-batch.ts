import { HandbackError } from '../../../domain/errors.ts';
import { inTransaction } from '../../../store/database/database.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { moveSignedBag } from '../bags/move-bag.ts';
import { lockedBatch } from './move-batch.ts';

/**
 * Puts a sealed bag in an open batch; its seal is read.
 * @throws HandbackError `forbidden`, `role_needed`, `batch_unknown`, `bag_unknown`, `custody_conflict` for a bag that is not
 *   sealed or is in a batch, or a batch that is not open, `custody_differs` for another seal
 */
export async function putBagInBatch(
  op: Operations,
  actor: Actor,
  request: { readonly batch: string; readonly bag: string; readonly seal: string },
): Promise<void> {
  requireAccess(actor, 'putBagInBatch');
  const { bag, seal } = request;
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const batch = await lockedBatch(tx, request.batch);
    if (batch.state !== 'open') throw new HandbackError('custody_conflict', { state: batch.state });
    await moveSignedBag(tx, actor, 'put_in_batch', { bag, seal, counted: null }, now, batch);
  });
}
