import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { endAttendancesOf } from '../staff/end-attendances-of.ts';

/**
 * The customer hung up or left: what they had proven is gone. Sent twice it does nothing more.
 * @throws HandbackError `role_needed`, `forbidden`
 */
export async function endAttendance(
  op: Operations,
  actor: Actor,
  request: { readonly attendanceId: string },
): Promise<void> {
  requireAccess(actor, 'endAttendance');
  const { sessionId } = actor.person;
  await inTransaction(op.pool, (tx) =>
    endAttendancesOf(op, tx, { ...request, sessionId, actor: auditName(actor) }),
  );
}
