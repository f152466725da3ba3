import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { closeSession } from '../../store/people/sessions.ts';
import { endAttendances } from '../../store/staff/attendances.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { customerToken } from './customer-token.ts';

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
  const { person } = actor;
  await inTransaction(op.pool, async (tx) => {
    for (const { attendanceId, lineId } of await endAttendances(tx, { ...person, ...request })) {
      await closeSession(tx, customerToken(op.vault, attendanceId));
      await insertAudit(tx, [
        {
          caseId: null,
          lineId,
          actor: auditName(actor),
          action: 'attendance_ended',
          facts: { attendanceId },
        },
      ]);
    }
  });
}
