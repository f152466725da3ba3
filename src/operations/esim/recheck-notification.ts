import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { takeQuarantined } from '../../store/esim/euicc-notifications.ts';
import { learnDevice } from '../../store/lines/esim-profiles.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { storeVerified } from './store-notifications.ts';
import { verifyAt } from './verified-notification.ts';

/**
 * Judges a notification anew by what is known today: after a profile was imported, a CI trusted, or a device learnt of.
 * `deviceConfirmed` says that the operator knows from elsewhere that the profile was on the eUICC that signed; nothing
 * else can be waved through, least of all a signature that does not hold.
 *
 * @returns whether it proves something now
 * @throws HandbackError `forbidden`, `notification_unknown`
 */
export async function recheckNotification(
  op: Operations,
  actor: Actor,
  request: { readonly notificationId: string; readonly deviceConfirmed?: boolean | undefined },
): Promise<boolean> {
  requireAccess(actor, 'recheckNotification');
  const { notificationId, deviceConfirmed = false } = request;
  return inTransaction(op.pool, async (tx) => {
    const taken = await takeQuarantined(tx, notificationId);
    if (taken === null) throw new HandbackError('notification_unknown');
    const { reason, iccid, via, receivedAt } = taken;
    const raw = op.vault.decrypt(op.vault.operatorKey, 'euicc notification', taken.rawEnc);
    const verified = { ...(await verifyAt(op, { raw, via }, receivedAt)), notificationId };
    if (deviceConfirmed && verified.verdict.ok && iccid !== null)
      await learnDevice(tx, iccid, verified.verdict.eid);
    const proven = ![...(await storeVerified(op, tx, [verified])).values()].includes('quarantined');
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: null,
        actor: auditName(actor),
        action: 'notification_rechecked',
        facts: { notificationId, reason, proven, deviceConfirmed },
      },
    ]);
    return proven;
  });
}
