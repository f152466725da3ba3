import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { findQuarantined, type QuarantinedNotification } from '../../store/esim/euicc-notifications.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';

/**
 * One notification that proves nothing as yet and that nobody looked at.
 * @throws HandbackError `role_needed`, `forbidden`, `notification_unknown`
 */
export async function viewQuarantined(
  op: Operations,
  actor: Actor,
  { notificationId }: { readonly notificationId: string },
): Promise<QuarantinedNotification> {
  requireAccess(actor, 'viewQuarantined');
  const found = isUuid(notificationId) ? await findQuarantined(op.pool, notificationId) : null;
  if (found === null) throw new HandbackError('notification_unknown');
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'notification', notificationId },
    },
  ]);
  return found;
}
