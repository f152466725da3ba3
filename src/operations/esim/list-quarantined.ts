import {
  type QuarantinedNotification,
  quarantinedNotifications,
} from '../../store/esim/euicc-notifications.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

const MOST = 200;

/**
 * Notifications that prove nothing as yet and that nobody looked at, the oldest first; a page of them begins after `after`.
 * @throws HandbackError `forbidden`
 */
export async function listQuarantined(
  op: Operations,
  actor: Actor,
  page: { readonly after?: string | null; readonly limit?: number } = {},
): Promise<readonly QuarantinedNotification[]> {
  requireAccess(actor, 'listQuarantined');
  return quarantinedNotifications(op.pool, { after: page.after ?? null, limit: page.limit ?? MOST });
}
