import { inTransaction } from '../../../store/database/database.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { moveSignedBag, type SignedBag } from './move-bag.ts';

/**
 * Closes a bag with a seal: nobody puts a card in any more. Whoever does it counts the cards. Done again, after the seal was
 * broken, it needs another seal, and both stay in the chain.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `bag_unknown`, `field_missing`, `field_invalid`, `custody_conflict`,
 *   `custody_same_person`, `custody_differs`
 */
export async function sealBag(op: Operations, actor: Actor, request: SignedBag): Promise<void> {
  requireAccess(actor, 'sealBag');
  const now = op.clock.now();
  await inTransaction(op.pool, (tx) => moveSignedBag(tx, actor, 'seal_bag', request, now));
}
