import { HandbackError } from '../../../domain/errors.ts';
import { endCounterVisit } from '../../../operations/desks/counter/end-counter-visit.ts';
import { resumeCounterVisit } from '../../../operations/desks/counter/resume-counter-visit.ts';
import { viewCounterVisit } from '../../../operations/desks/counter/view-counter-visit.ts';
import { endAttendance } from '../../../operations/desks/end-attendance.ts';
import { isUuid } from '../../../operations/is-uuid.ts';
import { keepDraft, takeDraft } from '../../../operations/staff/drafts.ts';
import { type Answer, go } from '../../kit/page.ts';
import { forgetReceipt } from '../../portal/cases/receipts/receipt-once.ts';
import { attendanceOf, type DeskPage, staffOf } from '../kit/desk-visit.ts';
import { COUNTER, COUNTER_ROLES, stepPath } from './at-counter.tsx';

/** The customer leaves: what they had proven is gone, and the browser forgets the pages. */
export const leave: DeskPage = {
  path: `${COUNTER}/:attendanceId/leave`,
  roles: COUNTER_ROLES,
  // Where somebody signs in again on the way out.
  show: async () => go(COUNTER),
  async submit(visit): Promise<Answer> {
    const attendanceId = visit.params['attendanceId'] ?? '';
    try {
      const { customer } = await attendanceOf(visit, 'store');
      await endCounterVisit(visit.op, customer);
      await endAttendance(visit.op, staffOf(visit), { attendanceId });
    } catch (error) {
      // It was over before: there is nothing left to end.
      if (!(error instanceof HandbackError) || error.code !== 'attendance_over') throw error;
    }
    forgetReceipt(visit);
    return { kind: 'go', to: `${COUNTER}?done=1`, forgetting: true };
  },
};

/** Begins again with the customer who stood there when a session ended; what was typed goes along. */
export const resume: DeskPage = {
  path: `${COUNTER}/:attendanceId/resume`,
  roles: COUNTER_ROLES,
  show: async () => go(COUNTER),
  async submit(visit) {
    const before = visit.params['attendanceId'] ?? '';
    if (!isUuid(before)) throw new HandbackError('visit_unknown');
    const staff = staffOf(visit);
    const { attendanceId } = await resumeCounterVisit(visit.op, staff, { attendanceId: before });
    const [from, here] = [`${COUNTER}/${before}`, `${COUNTER}/${attendanceId}`];
    const values = await takeDraft(visit.op, staff, stepPath(from, 'form'));
    if (values !== null)
      await keepDraft(visit.op, {
        subject: staff.person.subject,
        path: stepPath(here, 'form'),
        values,
      });
    return go(stepPath(here, 'documents'));
  },
};

/** The address of a visit leads to the step that is next. */
export const visit: DeskPage = {
  path: `${COUNTER}/:attendanceId`,
  roles: COUNTER_ROLES,
  async show(request) {
    const { customer, attendanceId } = await attendanceOf(request, 'store');
    const { next } = await viewCounterVisit(request.op, customer);
    return go(stepPath(`${COUNTER}/${attendanceId}`, next));
  },
};
