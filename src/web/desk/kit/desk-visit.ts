import type { FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import type { Role } from '../../../domain/rules/role.ts';
import type { StaffInPerson } from '../../../operations/access/actor.ts';
import { type AttendanceView, viewAttendance } from '../../../operations/desks/view-attendance.ts';
import { staffOfSession } from '../../../operations/staff/staff-of-session.ts';
import type { PaperPool } from '../../../papers/paper-pool.ts';
import type { PortalContext } from '../../kit/context.ts';
import type { Given } from '../../kit/given.ts';
import type { Page } from '../../kit/page.ts';
import { baseVisit, formTokenOf, type Visit } from '../../kit/visit.ts';

export const STAFF_SESSION = 'hb_desk';

/** One request at a desk. */
export interface DeskVisit extends Visit {
  /** Who signed in; null only on the pages before that. */
  readonly signedIn: StaffInPerson | null;
  /** Whose session it was that is over: what they typed waits for them. */
  readonly was: string | null;
  /** Draws forms and labels. */
  readonly papers: Pick<PaperPool, 'draw'>;
}

/** A page of a desk. */
export interface DeskPage extends Page<DeskVisit> {
  /** Who may open it; others are told which roles may. Default: whoever signed in. The operations behind it ask again. */
  readonly roles?: readonly Role[];
}

export async function deskVisitOf(
  { portal, papers }: { readonly portal: PortalContext; readonly papers: DeskVisit['papers'] },
  request: FastifyRequest,
  reply: FastifyReply,
  given: Given,
): Promise<DeskVisit> {
  const { operations: op } = portal;
  const base = baseVisit(portal, request, reply, given);
  const token = base.jar.plain(STAFF_SESSION);
  const found = token === null || token.length > 200 ? null : await staffOfSession(op, token);
  return {
    ...base,
    papers,
    reader: 'desk',
    home: '/desk',
    session: null,
    // Also of a session that is over: it still says that a form is ours.
    formToken: found === null || found.state === 'none' ? null : formTokenOf(op, token!),
    actor: base.visitor,
    signedIn: found?.state === 'open' ? found.actor : null,
    was: found?.state === 'over' ? found.subject : null,
  };
}

/** @throws HandbackError `not_signed_in` */
export function staffOf({ signedIn }: DeskVisit): StaffInPerson {
  if (signedIn === null) throw new HandbackError('not_signed_in');
  return signedIn;
}

/** Whether the person has one of the roles. */
export function hasRole(visit: DeskVisit, roles: readonly Role[]): boolean {
  return visit.signedIn?.person.roles.some((role) => roles.includes(role)) ?? false;
}

/**
 * The customer of a page below `.../:attendanceId`: whom the person attends to, as far as they have proven who they are.
 * @throws HandbackError `not_signed_in`, `role_needed`, `attendance_over`
 */
export async function attendanceOf(visit: DeskVisit, channel: 'hotline' | 'store'): Promise<AttendanceView> {
  const attendanceId = visit.params['attendanceId'] ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(attendanceId))
    throw new HandbackError('attendance_over');
  const found = await viewAttendance(visit.op, staffOf(visit), { attendanceId });
  // Each desk asks for a proof of its own: one that was begun at the other has no business here.
  if (found.customer.channel !== channel) throw new HandbackError('attendance_over');
  return found;
}
