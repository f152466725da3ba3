import { inTransaction } from '../../../store/database/database.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { moveSignedBag, type SignedBag } from './move-bag.ts';

/**
 * Takes over a bag that somebody else handed over: the count and the seal must be what they were.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `bag_unknown`, `field_missing`, `field_invalid`, `custody_conflict`,
 *   `custody_same_person`, `custody_differs`
 */
export async function takeOverBag(op: Operations, actor: Actor, request: SignedBag): Promise<void> {
  requireAccess(actor, 'takeOverBag');
  const now = op.clock.now();
  await inTransaction(op.pool, (tx) => moveSignedBag(tx, actor, 'take_over_bag', request, now));
}
