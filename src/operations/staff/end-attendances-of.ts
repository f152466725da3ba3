import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import { closeSession } from '../../store/people/sessions.ts';
import { endAttendances } from '../../store/staff/attendances.ts';
import type { Operations } from '../context.ts';
import { customerToken } from './customer-token.ts';

/** Ends one attendance of a session of staff, or all, and what the customers had proven there. */
export async function endAttendancesOf(
  op: Operations,
  tx: Db,
  of: { readonly sessionId: string; readonly attendanceId?: string; readonly actor: string },
): Promise<void> {
  for (const { attendanceId, lineId } of await endAttendances(tx, of)) {
    await closeSession(tx, customerToken(op.vault, attendanceId));
    await insertAudit(tx, [
      { caseId: null, lineId, actor: of.actor, action: 'attendance_ended', facts: { attendanceId } },
    ]);
  }
}
