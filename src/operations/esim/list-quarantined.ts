import {
  type QuarantinedNotification,
  quarantinedNotifications,
} from '../../store/esim/euicc-notifications.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

const MOST = 200;

/**
 * Notifications that prove nothing as yet and that nobody looked at, the oldest first.
 * @throws HandbackError `forbidden`
 */
export async function listQuarantined(
  op: Operations,
  actor: Actor,
): Promise<readonly QuarantinedNotification[]> {
  requireAccess(actor, 'listQuarantined');
  return quarantinedNotifications(op.pool, MOST);
}
