import { inTransaction } from '../../store/database/database.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { storeVerified } from './store-notifications.ts';
import { digestOf, type Received, receivedFrom, type TakenIn, verifyAt } from './verified-notification.ts';

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
  const { raw } = request;
  const taken = await takeIn(
    op,
    raw.map((one) => receivedFrom(actor, one)),
  );
  return new Set(raw.filter((_, i) => taken[i] === 'quarantined'));
}

/**
 * The same for notifications of several senders; the caller has checked the access of each.
 * @returns what became of each, in their order: of the same bytes twice in one batch, the same
 */
export async function takeIn(op: Operations, batch: readonly Received[]): Promise<readonly TakenIn[]> {
  const now = op.clock.now();
  const names = batch.map(({ raw }) => digestOf(raw).toString('hex'));
  const distinct = new Map<string, Received>();
  for (const [i, received] of batch.entries()) {
    const name = names[i]!;
    if (distinct.get(name)?.keepUnsigned !== true)
      distinct.set(name, { ...received, keepUnsigned: received.keepUnsigned ?? true });
  }
  const verified = await Promise.all([...distinct.values()].map((received) => verifyAt(op, received, now)));
  const kept = verified.filter(({ keepUnsigned, verdict }) => keepUnsigned || verdict.ok);
  const stored =
    kept.length === 0
      ? new Map<string, TakenIn>()
      : await inTransaction(op.pool, (tx) => storeVerified(op, tx, kept));
  return names.map((name) => stored.get(name) ?? 'dropped');
}
