import type { Destruction } from '../../../domain/cards/destruction.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type Bag, bagsOfBatch } from '../../../store/cards/bags.ts';
import { type Batch, findBatch, findDestruction } from '../../../store/cards/batches.ts';
import { type CustodyMove, custodyOf } from '../../../store/cards/custody-moves.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenNumber } from '../signing.ts';

export interface BatchView {
  readonly batch: Batch;
  readonly bags: readonly Bag[];
  readonly chain: readonly CustodyMove[];
  readonly destruction: Destruction | null;
}

/**
 * A batch, its bags, through whose hands it went, and how it was destroyed.
 * @throws HandbackError `forbidden`, `role_needed`, `batch_unknown`
 */
export async function viewBatch(
  op: Operations,
  actor: Actor,
  request: { readonly batch: string },
): Promise<BatchView> {
  requireAccess(actor, 'viewBatch');
  const batch = await findBatch(op.pool, givenNumber(request.batch));
  if (batch === null) throw new HandbackError('batch_unknown');
  const { batchId } = batch;
  const [bags, chain, destruction] = await Promise.all([
    bagsOfBatch(op.pool, batchId),
    custodyOf(op.pool, { batchId }),
    findDestruction(op.pool, op.vault, batchId),
  ]);
  return { batch, bags, chain, destruction };
}
