import { type DeskAction, type DeskObstacle, deskActions } from '../../../domain/desks/desk-actions.ts';
import type { Question } from '../../../domain/desks/questions.ts';
import { type CallState, moneySaid, type Prompt, promptsFor } from '../../../domain/desks/script.ts';
import type { CaseView } from '../../../operations/cases/case-view.ts';
import { type CaseReview, review } from '../../../operations/cases/review.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { type DeskCalls, viewCalls } from '../../../operations/desks/hotline/calls/view-calls.ts';
import { showAgentCode } from '../../../operations/desks/hotline/codes/show-agent-code.ts';
import {
  type VerificationView,
  viewVerification,
} from '../../../operations/desks/hotline/view-verification.ts';
import type { AttendanceView } from '../../../operations/desks/view-attendance.ts';
import { type CheckedLine, checkEligibility } from '../../../operations/lines/check-eligibility.ts';
import { splitFindings } from '../../portal/cases/findings.tsx';
import { attendanceOf, type DeskVisit, staffOf } from '../kit/desk-visit.ts';

/** All that the page of a call shows, read once. What the caller has not proven is not in it. */
export interface Call {
  readonly attendance: AttendanceView;
  readonly verification: VerificationView;
  readonly calls: DeskCalls;
  readonly agentCode: string;
  /** The question that is asked now; null once enough is proven, or where none is left. */
  readonly asking: Question | null;
  /** Null before enough is proven. */
  readonly line: CheckedLine | null;
  readonly view: CaseView | null;
  /** Null where nothing waits to be submitted. */
  readonly review: CaseReview | null;
  readonly prompts: readonly Prompt[];
  readonly actions: readonly { readonly action: DeskAction; readonly obstacle: DeskObstacle | null }[];
}

export async function callOf(visit: DeskVisit): Promise<Call> {
  const { op } = visit;
  const attendance = await attendanceOf(visit, 'hotline');
  const { customer } = attendance;
  const [verification, calls, { code }] = await Promise.all([
    viewVerification(op, customer),
    viewCalls(op, staffOf(visit)),
    showAgentCode(op, customer),
  ]);
  const reach = customer.attended?.reach ?? 'nothing';
  const open = reach === 'everything' ? verification.openCase : null;
  const view = open === null ? null : await viewCase(op, customer, { caseId: open.caseId });
  const { lineId } = customer;
  const line =
    reach === 'everything'
      ? await checkEligibility(op, customer, { lineId, urgent: view?.record.urgent ?? false })
      : null;
  const submits = view !== null && view.record.confirmedAt === null && view.withdrawal !== 'refused';
  const reviewed = submits ? await review(op, customer, { caseId: view.record.caseId }) : null;
  const asking = questionNow(visit, verification, reach);
  const findings = reviewed?.eligibility.findings ?? line?.eligibility.findings ?? [];
  const blocking = splitFindings({ findings }).todo.length;
  const { hint, lockedUntil } = verification;
  const state: CallState =
    lockedUntil !== null || reach !== 'everything'
      ? {
          at: 'proving',
          locked: lockedUntil !== null,
          question: asking,
          first: verification.proven === 0 && visit.url.searchParams.size === 0,
        }
      : stateOf({ verification, view, reviewed, findings });
  return {
    attendance,
    verification,
    calls,
    agentCode: code,
    asking,
    line,
    view,
    review: reviewed,
    prompts: promptsFor(state),
    actions: deskActions({
      locked: lockedUntil !== null,
      reach,
      held: hint.review === 'held',
      lineEnded: hint.status === 'ended',
      case: caseState(verification, view),
      blocking,
      findings: findings.length,
    }),
  };
}

/** The case as far as it decides what can be done; of one that may not be seen yet only what the hint says. */
function caseState(
  { openCase, hint }: VerificationView,
  view: CaseView | null,
): Parameters<typeof deskActions>[0]['case'] {
  if (openCase === null) return null;
  const { receipt, awaited } = openCase;
  if (view === null)
    return {
      ...{ receipt, awaited, urgent: hint.openCase?.urgent ?? false, confirmed: false, untouched: true },
      ...{ withdrawal: 'refused', refund: false, waitingDevices: 0 },
    };
  const { record, withdrawal, devices } = view;
  return {
    receipt,
    awaited,
    withdrawal,
    urgent: record.urgent,
    confirmed: record.confirmedAt !== null,
    untouched: !record.hasSnapshot && withdrawal === 'at_once',
    refund: record.confirmedAt !== null && record.withdrawRequestedAt === null,
    waitingDevices: devices?.devices.filter(({ status }) => status === 'requested').length ?? 0,
  };
}

function stateOf({
  verification,
  view,
  reviewed,
  findings,
}: {
  readonly verification: VerificationView;
  readonly view: CaseView | null;
  readonly reviewed: CaseReview | null;
  readonly findings: CaseReview['eligibility']['findings'];
}): CallState {
  const { hint } = verification;
  if (hint.status === 'ended') return { at: 'ended' };
  if (view === null) return { at: 'proven', held: hint.review === 'held', findings };
  const receipt = verification.openCase?.receipt ?? false;
  if (reviewed !== null)
    return {
      at: 'declared',
      receipt,
      findings,
      dates: reviewed.dates,
      money: moneySaid(reviewed.bill, reviewed.refundDays),
    };
  const { record, withdrawal, devices } = view;
  return {
    at: 'confirmed',
    receipt,
    devices: devices?.devices.filter(({ status }) => status === 'requested').length ?? 0,
    serviceEndAt: record.serviceEndedAt ?? record.dueAt,
    mayWithdraw: withdrawal !== 'refused',
  };
}

/** What the agent chose to ask, else the first that would help and was not found to be unanswerable in this call. */
function questionNow(
  visit: DeskVisit,
  { questions, missing }: VerificationView,
  reach: 'nothing' | 'bar' | 'everything',
): Question | null {
  if (reach === 'everything') return null;
  const cannot = (visit.url.searchParams.get('cannot') ?? '').split('.');
  const chosen = visit.url.searchParams.get('ask') ?? visit.values['question'];
  const open = questions
    .filter(({ question, passed }) => !passed && !cannot.includes(question))
    .map(({ question }) => question);
  const helps = open.filter((question) => missing.accepted.includes(question));
  return open.find((question) => question === chosen) ?? helps[0] ?? null;
}
