import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import {
  dismissQuarantined,
  type QuarantinedNotification,
  quarantinedNotifications,
  takeQuarantined,
} from '../../store/esim/euicc-notifications.ts';
import { learnDevice } from '../../store/lines/esim-profiles.ts';
import { type Actor, auditName, type Operations, requireStaff } from '../context.ts';
import { storeVerified, verifyAt } from './receive-notifications.ts';

/** Notifications that prove nothing as yet and that nobody looked at, the oldest first. */
export async function listQuarantined(
  op: Operations,
  actor: Actor,
  limit = 200,
): Promise<readonly QuarantinedNotification[]> {
  requireStaff(actor);
  return quarantinedNotifications(op.pool, limit);
}

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
  notificationId: string,
  options: { readonly deviceConfirmed?: boolean } = {},
): Promise<boolean> {
  requireStaff(actor);
  return inTransaction(op.pool, async (tx) => {
    const taken = await takeQuarantined(tx, notificationId);
    if (taken === null) throw new HandbackError('notification_unknown');
    const { reason, iccid, via, receivedAt } = taken;
    const raw = op.vault.decrypt(op.vault.operatorKey, 'euicc notification', taken.rawEnc);
    const verified = { ...(await verifyAt(op, { raw, via }, receivedAt)), notificationId };
    if (options.deviceConfirmed && verified.verdict.ok && iccid !== null)
      await learnDevice(tx, iccid, verified.verdict.eid);
    const proven = (await storeVerified(op, tx, [verified])).length === 0;
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: null,
        actor: auditName(actor),
        action: 'notification_rechecked',
        facts: { notificationId, reason, proven, deviceConfirmed: options.deviceConfirmed ?? false },
      },
    ]);
    return proven;
  });
}

/**
 * Leaves a notification as the proof of nothing that it is.
 * @throws HandbackError `forbidden`, `notification_unknown`
 */
export async function dismissNotification(
  op: Operations,
  actor: Actor,
  notificationId: string,
  reason: string,
): Promise<void> {
  requireStaff(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await dismissQuarantined(tx, notificationId, auditName(actor))))
      throw new HandbackError('notification_unknown');
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: null,
        actor: auditName(actor),
        action: 'notification_dismissed',
        facts: { notificationId, reason: reason.slice(0, 500) },
      },
    ]);
  });
}
