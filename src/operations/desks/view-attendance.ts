import { HandbackError } from '../../domain/errors.ts';
import { spokenMissing } from '../../domain/lines/line-risk.ts';
import type { FactorRule } from '../../domain/rules/rulebook.ts';
import { findVisit } from '../../store/desks/counter-visits.ts';
import { findLine } from '../../store/lines/lines.ts';
import { findSession } from '../../store/people/sessions.ts';
import { findAttendance, type OtherAttendance, othersAttending } from '../../store/staff/attendances.ts';
import type { Actor, Subscriber } from '../access/actor.ts';
import { missingFactors } from '../access/factors.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { callerProof } from '../lines/risks/caller-proof.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
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
  const { value: asked } = rulesOfLine(op, record, now).settings.identity_factors;
  const met = (rule: FactorRule): boolean => missingFactors({ factors }, rule).count === 0;
  // Who is on the telephone is asked more where the line is at risk.
  const spoken =
    channel === 'hotline' && record !== null
      ? spokenMissing((await callerProof(op, op.pool, record, now)).tier, factors).count === 0
      : true;
  const capacity = channel === 'store' ? ((await findVisit(op.pool, attendanceId))?.capacity ?? null) : null;
  const reach = met(asked[channel]) && spoken ? 'everything' : met(asked.urgent_bar) ? 'bar' : 'nothing';
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
