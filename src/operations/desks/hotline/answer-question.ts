import { QUESTIONS, type Question, readAnswer } from '../../../domain/desks/questions.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { IdentityFactor } from '../../../domain/rules/rulebook.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { callerOfAttendance } from '../../../store/desks/hotline-calls.ts';
import { openFraudReview } from '../../../store/lines/fraud-reviews.ts';
import { addFactor } from '../../../store/people/sessions.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { newReviewReference } from '../../cases/receipt.ts';
import type { Operations } from '../../context.ts';
import { callerProof } from '../../lines/risks/caller-proof.ts';
import { anyEqual } from '../../people/any-equal.ts';
import { attemptCounters } from '../../people/attempt-counters.ts';
import { currentSession } from '../../people/current-session.ts';
import { judged, TOGETHER } from '../../people/judge-answer.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { currentCustomer, requireAttended } from './attended.ts';
import { hashed, rightAnswers } from './right-answers.ts';

/** All that anybody is told of an answer. `locked`: the call goes to those who review fraud. */
export type AnswerOutcome =
  | { readonly outcome: 'passed'; readonly factors: readonly IdentityFactor[] }
  | { readonly outcome: 'failed'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly until: Date }
  | { readonly outcome: 'cannot_tell' };

/**
 * Compares what a caller says with what is held, here and in constant time, and adds what it proves to the customer's
 * session. Tries are counted of the call, of everybody about the number, and over all numbers of the agent, of the
 * calling number and of the document number given. The count that is full locks this door only, and hands the line
 * over to those who review fraud.
 *
 * @param request.given as the agent typed it; it is kept nowhere
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown`, `request_invalid` for a question
 *   that the rulebook does not ask; `document_invalid`, `date_invalid`, `money_invalid`, `field_missing`, which cost no try
 */
export async function answerQuestion(
  op: Operations,
  actor: Actor,
  request: { readonly question: Question; readonly given: string },
): Promise<AnswerOutcome> {
  requireAccess(actor, 'answerQuestion');
  requireAttended(actor);
  const now = op.clock.now();
  const { question } = request;
  const { session, record } = await currentCustomer(op.pool, actor);
  const { tier } = await callerProof(op, op.pool, record, now);
  if (!QUESTIONS.includes(question) || !tier.of.includes(question))
    throw new HandbackError('request_invalid', { field: 'question' });
  if (session.factors.includes(question)) return { outcome: 'passed', factors: session.factors };
  const rules = rulesOfLine(op, record, now);
  const said = hashed(
    op,
    question,
    readAnswer(question, request.given, {
      today: localDateAt(now, rules.timeZone),
      currency: record.currency,
    }),
  );
  // Before the counters are locked: another system may take seconds.
  const right = await rightAnswers(op, op.pool, question, record, rules);
  if (right === null) return { outcome: 'cannot_tell' };
  const { tries, wrongADay } = rules.settings.hotline_verification.value;
  const policy = { ...rules.settings.one_time_code.value, attempts: tries };
  const { lineId, msisdn } = record.line;
  const answer = await inTransaction(op.pool, async (tx) => {
    const { token } = await currentSession(tx, actor);
    const counters = attemptCounters(op.vault, {
      ...{ door: 'question', about: msisdn ?? lineId, actor, lineId },
      across: {
        agent: actor.attended.person.subject,
        caller: await callerOfAttendance(tx, actor.attended.attendanceId),
        document: question === 'document_number' ? said[0]! : null,
        most: wrongADay,
        questions: { names: [question], most: tries * TOGETHER },
        timeZone: rules.timeZone,
        now,
      },
    });
    const attempt = async () => {
      const passed = anyEqual(said, right);
      if (passed) await addFactor(tx, token, question);
      await insertAudit(tx, [
        {
          ...{ caseId: record.openCase, lineId, actor: auditName(actor) },
          action: passed ? 'factor_proven' : 'factor_refused',
          facts: { factor: question, attendanceId: actor.attended.attendanceId },
        },
      ]);
      return passed ? [...new Set([...session.factors, question])] : null;
    };
    return judged(tx, { ...counters, policy }, now, attempt, async (why) => {
      const reference = await openFraudReview(tx, {
        ...{ reference: newReviewReference(op.vault), lineId, why },
        ...{ openedAt: now, openedBy: auditName(actor) },
      });
      await insertAudit(tx, [
        {
          ...{ caseId: record.openCase, lineId, actor: auditName(actor) },
          action: 'fraud_review_opened',
          facts: { reference, why },
        },
      ]);
    });
  });
  return told(answer);
}

/** What the counters say, as an answer: it is committed by now. */
function told(answer: () => readonly IdentityFactor[]): AnswerOutcome {
  try {
    return { outcome: 'passed', factors: answer() };
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    const { triesLeft, retryAt } = error.facts;
    if (error.code === 'answer_wrong' && typeof triesLeft === 'number')
      return { outcome: 'failed', triesLeft };
    if (error.code === 'answer_locked' && typeof retryAt === 'string')
      return { outcome: 'locked', until: new Date(retryAt) };
    throw error;
  }
}
