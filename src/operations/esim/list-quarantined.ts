import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  type QuarantinedNotification,
  quarantinedNotifications,
} from '../../store/esim/euicc-notifications.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';

const MOST = 200;

/**
 * Notifications that prove nothing as yet and that nobody looked at, the oldest first; a page of them begins after `after`.
 * @param page `audited`: somebody looks at it as a page of its own
 * @throws HandbackError `forbidden`, `request_invalid` for an `after` that is no place
 */
export async function listQuarantined(
  op: Operations,
  actor: Actor,
  page: { readonly after?: string | null; readonly limit?: number; readonly audited?: true } = {},
): Promise<readonly QuarantinedNotification[]> {
  requireAccess(actor, 'listQuarantined');
  const { after = null, limit = MOST } = page;
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  if (page.audited)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'quarantined_notifications' },
      },
    ]);
  return quarantinedNotifications(op.pool, { after, limit });
}
