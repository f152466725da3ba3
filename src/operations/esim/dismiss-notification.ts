import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { dismissQuarantined } from '../../store/esim/euicc-notifications.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * Ends the review of a notification that proves nothing; it stays unproven.
 * @throws HandbackError `forbidden`, `notification_unknown`
 */
export async function dismissNotification(
  op: Operations,
  actor: Actor,
  request: { readonly notificationId: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'dismissNotification');
  const { notificationId, reason } = request;
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
