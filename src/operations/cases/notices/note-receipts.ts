import type { DeliveryReceipt } from '../../../ports/sms.ts';
import { noteReceipts as store } from '../../../store/delivery-receipts.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

/**
 * Notes what a message centre says became of messages, for whoever looks why somebody was not reached. Nothing is decided by it, and it
 * stands in no certificate: it is the word of one peer. A receipt that comes twice says the same twice.
 */
export async function noteReceipts(
  op: Operations,
  actor: Actor,
  receipts: readonly DeliveryReceipt[],
): Promise<void> {
  requireAccess(actor, 'noteReceipts');
  await store(
    op.pool,
    receipts.map(({ partId, state, said }) => ({ centreId: partId, state, said })),
  );
}
