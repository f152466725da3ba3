import { HandbackError } from '../../domain/errors.ts';
import { findVisit } from '../../store/desks/counter-visits.ts';
import { findLine } from '../../store/lines/lines.ts';
import { findSession } from '../../store/people/sessions.ts';
import { findAttendance, type OtherAttendance, othersAttending } from '../../store/staff/attendances.ts';
import type { Actor, Subscriber } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { reachOf } from '../lines/risks/caller-proof.ts';
import { customerToken } from '../staff/customer-token.ts';

export type { OtherAttendance } from '../../store/staff/attendances.ts';

export interface AttendanceView {
  readonly attendanceId: string;
  /** In whose place the person at the desk acts, with what has been proven so far: for every other operation. */
  readonly customer: Subscriber;
  readonly startedAt: Date;
  readonly others: readonly OtherAttendance[];
}

/**
 * The customer to whom the person attends, as far as they have proven who they are. Only in the session that began it.
 * @throws HandbackError `role_needed`, `forbidden`, `attendance_over`
 */
export async function viewAttendance(
  op: Operations,
  actor: Actor,
  request: { readonly attendanceId: string },
): Promise<AttendanceView> {
  requireAccess(actor, 'viewAttendance');
  const { person } = actor;
  const { sessionId } = person;
  const found = await findAttendance(op.pool, { ...request, sessionId });
  const sessionToken = customerToken(op.vault, request.attendanceId);
  const session = found === null ? null : await findSession(op.pool, sessionToken);
  if (found === null || session === null) throw new HandbackError('attendance_over');
  const { attendanceId, channel, lineId, partyId, startedAt } = found;
  const { factors } = session;
  const now = op.clock.now();
  const record = await findLine(op.pool, lineId);
  const reach = await reachOf(op, op.pool, { channel, record, factors }, now);
  const capacity = channel === 'store' ? ((await findVisit(op.pool, attendanceId))?.capacity ?? null) : null;
  return {
    attendanceId,
    customer: {
      kind: 'subscriber',
      partyId,
      lineId,
      factors,
      channel,
      sessionToken,
      attended: { attendanceId, person, reach, ...(capacity === null ? {} : { capacity }) },
    },
    startedAt,
    others: await othersAttending(op.pool, { lineId, sessionId }),
  };
}
