import { inTransaction } from '../../../store/database/database.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { moveSignedBag, type SignedBag } from './move-bag.ts';

/**
 * Gives a sealed bag away: counted by the receipt that goes with it, its seal read. It is on the way until somebody else takes it
 * over (`takeOverBag`).
 *
 * @throws HandbackError `forbidden`, `role_needed`, `bag_unknown`, `field_missing`, `field_invalid`, `custody_conflict`,
 *   `custody_same_person`, `custody_differs`
 */
export async function handOverBag(op: Operations, actor: Actor, request: SignedBag): Promise<void> {
  requireAccess(actor, 'handOverBag');
  const now = op.clock.now();
  await inTransaction(op.pool, (tx) => moveSignedBag(tx, actor, 'hand_over_bag', request, now));
}
