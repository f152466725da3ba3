import type { DeliveryReceipt } from '../../../ports/sms.ts';
import { noteReceipt as store } from '../../../store/delivery-receipts.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

/**
 * Notes what a message centre says became of a message, for whoever looks why somebody was not reached. Nothing is decided by it, and it
 * stands in no certificate: it is the word of one peer. A receipt that comes twice says the same twice.
 */
export async function noteReceipt(op: Operations, actor: Actor, receipt: DeliveryReceipt): Promise<void> {
  requireAccess(actor, 'noteReceipt');
  await store(op.pool, { centreId: receipt.partId, state: receipt.state, said: receipt.said });
}
