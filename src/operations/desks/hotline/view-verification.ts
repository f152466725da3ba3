import { QUESTIONS, type Question } from '../../../domain/desks/questions.ts';
import { type LineRisk, spokenMissing } from '../../../domain/lines/line-risk.ts';
import type { IdentityFactor } from '../../../domain/rules/rulebook.ts';
import type { Db } from '../../../store/database/database.ts';
import { hasDeskReceipt } from '../../../store/desks/desk-receipts.ts';
import { callerOfAttendance } from '../../../store/desks/hotline-calls.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import { lockedUntil } from '../../../store/people/attempts.ts';
import { openApproval } from '../../../store/staff/listed-approvals.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { callerProof } from '../../lines/risks/caller-proof.ts';
import { attemptCounters } from '../../people/attempt-counters.ts';
import { TOGETHER } from '../../people/judge-answer.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { type AttendedCustomer, currentCustomer, requireAttended } from './attended.ts';
import { type LineHint, lineHint } from './calls/screen-pop.ts';

/** How far a caller has shown who they are. Nothing of what is held is in it. */
export interface VerificationView {
  readonly hint: LineHint;
  readonly risks: readonly LineRisk[];
  /** What can be asked, in the order of asking, and whether it was answered rightly. */
  readonly questions: readonly { readonly question: Question; readonly passed: boolean }[];
  readonly needed: number;
  /** How many of those that count are proven. */
  readonly proven: number;
  readonly factors: readonly IdentityFactor[];
  readonly missing: { readonly count: number; readonly accepted: readonly IdentityFactor[] };
  /** Until when no answer is taken; null where one is. */
  readonly lockedUntil: Date | null;
  /** The open case, and whether its receipt waits to be sent. */
  readonly openCase: {
    readonly caseId: string;
    readonly receipt: boolean;
    /** A second person was asked to agree to its end, and has not decided yet. */
    readonly awaited: boolean;
  } | null;
}

/** @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown` */
export async function viewVerification(op: Operations, actor: Actor): Promise<VerificationView> {
  requireAccess(actor, 'viewVerification');
  requireAttended(actor);
  const { session, record } = await currentCustomer(op.pool, actor);
  const { factors } = session;
  const { risks, tier } = await callerProof(op, op.pool, record, op.clock.now());
  const isQuestion = (factor: IdentityFactor): factor is Question =>
    (QUESTIONS as readonly IdentityFactor[]).includes(factor);
  const { openCase } = record;
  return {
    hint: await lineHint(op, record),
    risks,
    questions: tier.of
      .filter(isQuestion)
      .map((question) => ({ question, passed: factors.includes(question) })),
    needed: tier.needed,
    proven: tier.of.filter((factor) => factors.includes(factor)).length,
    factors,
    missing: spokenMissing(tier, factors),
    lockedUntil: await lockOf(op, op.pool, actor, record, tier.of.filter(isQuestion)),
    openCase:
      openCase === null
        ? null
        : {
            caseId: openCase,
            receipt: await hasDeskReceipt(op.pool, openCase),
            awaited: (await openApproval(op.pool, { act: 'end_risky_line', about: openCase })) !== null,
          },
  };
}

/** Of any count under which an answer of this call would fall. */
async function lockOf(
  op: Operations,
  db: Db,
  actor: AttendedCustomer,
  record: LineRecord,
  asked: readonly Question[],
): Promise<Date | null> {
  const now = op.clock.now();
  const rules = rulesOfLine(op, record, now);
  const { lineId, msisdn } = record.line;
  const { tries, wrongADay } = rules.settings.hotline_verification.value;
  const { own, door, across } = attemptCounters(op.vault, {
    ...{ door: 'question', about: msisdn ?? lineId, actor, lineId },
    across: {
      ...{ agent: actor.attended.person.subject, document: null },
      caller: await callerOfAttendance(db, actor.attended.attendanceId),
      most: wrongADay,
      questions: { names: asked, most: tries * TOGETHER },
      ...{ timeZone: rules.timeZone, now },
    },
  });
  return lockedUntil(db, [own, door, ...across.map(({ bucket }) => bucket)], now);
}
