import { HandbackError } from '../../domain/errors.ts';
import type { Role } from '../../domain/rules/role.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine, findLineByMsisdn } from '../../store/lines/lines.ts';
import { openSession } from '../../store/people/sessions.ts';
import { type Attendance, insertAttendance, othersAttending } from '../../store/staff/attendances.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { customerToken } from '../staff/customer-token.ts';
import type { OtherAttendance } from './view-attendance.ts';

export type DeskChannel = Attendance['channel'];

/** Why a record is opened. `call`: somebody is on the telephone. `visit`: somebody stands at the counter. `post`: something came by post. `follow_up`: the customer was promised a call back. */
export const ATTENDING_FOR = ['call', 'visit', 'post', 'follow_up'] as const;
export type AttendingFor = (typeof ATTENDING_FOR)[number];

/** Who sits at which desk; a supervisor helps at both. */
const DESK_ROLES: Readonly<Record<DeskChannel, readonly Role[]>> = {
  hotline: ['agent', 'supervisor'],
  store: ['clerk', 'supervisor'],
};

export interface Attending {
  readonly attendanceId: string;
  readonly lineId: string;
  /** Colleagues who attend to the same line now. */
  readonly others: readonly OtherAttendance[];
}

/**
 * Begins to attend to whoever says that a line is theirs. Nothing is proven by it, and hardly anything of the line is shown:
 * what the person then proves opens the rest, as it would in the portal.
 *
 * @param request.number as the caller says it or as the telephone shows it: a hint, and never a proof
 * @throws HandbackError `role_needed`, `forbidden`, `msisdn_invalid`, `line_unknown`, `request_invalid`
 */
export async function attend(
  op: Operations,
  actor: Actor,
  request: {
    readonly channel: DeskChannel;
    readonly why: AttendingFor;
    readonly number?: string;
    readonly lineId?: string;
  },
): Promise<Attending> {
  requireAccess(actor, 'attend');
  const { channel, why, number, lineId } = request;
  const { person } = actor;
  const roles = DESK_ROLES[channel];
  if (!roles.some((role) => person.roles.includes(role))) throw new HandbackError('role_needed', { roles });
  if ((number === undefined) === (lineId === undefined))
    throw new HandbackError('request_invalid', { field: 'number' });
  const record =
    lineId === undefined
      ? await findLineByMsisdn(op.pool, parseMsisdn(number!, op.defaultCallingCode))
      : await findLine(op.pool, lineId);
  if (record === null) throw new HandbackError('line_unknown');
  const { subject, sessionId } = person;
  const about = { lineId: record.line.lineId, partyId: record.holderId };
  return inTransaction(op.pool, async (tx) => {
    const attendanceId = await insertAttendance(tx, { ...about, subject, sessionId, channel, why });
    await openSession(tx, op.vault, { ...about, factors: [] }, customerToken(op.vault, attendanceId));
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: about.lineId,
        actor: auditName(actor),
        action: 'attended',
        facts: { attendanceId, channel, why },
      },
    ]);
    return {
      attendanceId,
      lineId: about.lineId,
      others: await othersAttending(tx, { ...about, sessionId }),
    };
  });
}
