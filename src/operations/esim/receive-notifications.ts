import { inTransaction } from '../../store/database/database.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { storeVerified } from './store-notifications.ts';
import { digestOf, type Received, receivedFrom, verifyAt } from './verified-notification.ts';

/**
 * Verifies notifications and stores them with what they change, in one transaction: when it resolves, every one is
 * safe and may be acknowledged. What proves nothing is kept in quarantine with its reason and changes nothing.
 *
 * @returns those of the bytes that went into quarantine now
 * @throws HandbackError `forbidden`
 */
export async function receiveNotifications(
  op: Operations,
  actor: Actor,
  request: { readonly raw: readonly Buffer[] },
): Promise<ReadonlySet<Buffer>> {
  requireAccess(actor, 'receiveNotifications');
  return takeIn(
    op,
    request.raw.map((raw) => receivedFrom(actor, raw)),
  );
}

/** The same for notifications of several senders; the caller has checked the access of each. */
export async function takeIn(op: Operations, batch: readonly Received[]): Promise<ReadonlySet<Buffer>> {
  const now = op.clock.now();
  const distinct = new Map(batch.map((received) => [digestOf(received.raw).toString('hex'), received]));
  const verified = await Promise.all([...distinct.values()].map((received) => verifyAt(op, received, now)));
  const quarantined = await inTransaction(op.pool, (tx) => storeVerified(op, tx, verified));
  return new Set(quarantined.map(({ raw }) => raw));
}
