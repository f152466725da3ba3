import { REASONS, type Reason, URGENT_REASONS } from '../../../domain/cases/reason.ts';
import type { DeskAction } from '../../../domain/desks/desk-actions.ts';
import { QUESTIONS } from '../../../domain/desks/questions.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { Subscriber } from '../../../operations/access/actor.ts';
import { declare } from '../../../operations/cases/declare.ts';
import { disputeFinding } from '../../../operations/cases/disputes/dispute-finding.ts';
import { sayRefundDestination } from '../../../operations/cases/refunds/say-refund-destination.ts';
import { withdraw } from '../../../operations/cases/withdraw.ts';
import { endAttendance } from '../../../operations/desks/end-attendance.ts';
import { answerQuestion } from '../../../operations/desks/hotline/answer-question.ts';
import { checkPresenceCode } from '../../../operations/desks/hotline/codes/check-presence-code.ts';
import { sendPresenceCode } from '../../../operations/desks/hotline/codes/send-presence-code.ts';
import { viewVerification } from '../../../operations/desks/hotline/view-verification.ts';
import { holdReceipt } from '../../../operations/desks/receipts/hold-receipt.ts';
import { sendHeldReceipt } from '../../../operations/desks/receipts/send-held-receipt.ts';
import { sayDeleted } from '../../../operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../operations/esim/stop-waiting-for-devices.ts';
import { confirmOrAsk } from '../kit/confirm-or-ask.ts';
import { attendanceOf, type DeskVisit, staffOf } from '../kit/desk-visit.ts';

/** What a form of the page of a call asks for; each answers what the page then says in its address. */
type Act = (visit: DeskVisit, customer: Subscriber) => Promise<Readonly<Record<string, string>> | 'over'>;

/** Does what was asked for. @returns the query of the page that follows, or that the call is over */
export async function act(visit: DeskVisit): ReturnType<Act> {
  const { customer } = await attendanceOf(visit, 'hotline');
  const name = visit.values['act'] ?? '';
  if (!Object.hasOwn(ACTS, name)) throw new HandbackError('request_invalid', { field: 'act' });
  return ACTS[name as keyof typeof ACTS](visit, customer);
}

const ACTS: Readonly<Record<DeskAction | 'answer' | 'digits' | 'send_digits' | 'end', Act>> = {
  async answer({ op, values }, customer) {
    const question = QUESTIONS.find((one) => one === values['question']);
    if (question === undefined) throw new HandbackError('request_invalid', { field: 'question' });
    const answer = await answerQuestion(op, customer, { question, given: values['given'] ?? '' });
    const cannot = (values['cannot'] ?? '').split('.').filter((one) => one !== '');
    if (answer.outcome === 'cannot_tell') cannot.push(question);
    return {
      answer: answer.outcome,
      ...(answer.outcome === 'failed' ? { left: String(answer.triesLeft), ask: question } : {}),
      ...(cannot.length === 0 ? {} : { cannot: [...new Set(cannot)].join('.') }),
    };
  },
  async digits({ op, values }, customer) {
    await checkPresenceCode(op, customer, { given: values['digits'] ?? '' });
    return { answer: 'presence' };
  },
  async send_digits({ op, values }, customer) {
    await sendPresenceCode(op, customer, { to: values['to'] === 'contact' ? 'contact' : 'line' });
    return { answer: 'sent' };
  },
  async end(visit) {
    await endAttendance(visit.op, staffOf(visit), { attendanceId: visit.params['attendanceId']! });
    return 'over';
  },
  async declare(visit, customer) {
    await begin(
      visit,
      customer,
      reasonIn(visit, (reason) => !URGENT_REASONS.includes(reason)),
    );
    return { done: 'declare' };
  },
  async report(visit, customer) {
    const reason = reasonIn(visit, (one) => URGENT_REASONS.includes(one));
    if (reason === null) throw new HandbackError('field_missing', { field: 'happened' });
    await begin(visit, customer, reason);
    return { done: 'report' };
  },
  async confirm(visit, customer) {
    const caseId = await caseOf(visit, customer);
    const contact = (visit.values['contact'] ?? '').trim();
    const keepReceipt = holdReceipt(visit.op, customer);
    const confirmed = await confirmOrAsk(visit, customer, { caseId, contact, keepReceipt });
    return { done: confirmed === null ? 'ask_second' : 'confirm' };
  },
  async send_receipt(visit, customer) {
    const caseId = await caseOf(visit, customer);
    const to = await sendHeldReceipt(visit.op, customer, { caseId, by: 'message' });
    return { done: 'send_receipt', to: to ?? '' };
  },
  async write_letter(visit, customer) {
    const caseId = await caseOf(visit, customer);
    const address = visit.long['address'] ?? '';
    await sendHeldReceipt(visit.op, customer, { caseId, by: 'letter', address });
    return { done: 'write_letter' };
  },
  async refund(visit, customer) {
    const caseId = await caseOf(visit, customer);
    const { account = '', name = '', as_paid } = visit.values;
    const to =
      as_paid === 'yes' ? ({ kind: 'as_paid' } as const) : ({ kind: 'bank_account', account, name } as const);
    await sayRefundDestination(visit.op, customer, { caseId, to });
    return { done: 'refund' };
  },
  async dispute(visit, customer) {
    const { finding = '', text = '' } = visit.values;
    const { lineId } = customer;
    const { reference } = await disputeFinding(visit.op, customer, { lineId, finding, text });
    return { done: 'dispute', to: reference };
  },
  async said_deleted(visit, customer) {
    const caseId = await caseOf(visit, customer);
    await sayDeleted(visit.op, customer, { caseId, iccid: visit.values['iccid'] ?? '' });
    return { done: 'said_deleted' };
  },
  async stop_waiting(visit, customer) {
    await stopWaitingForDevices(visit.op, customer, { caseId: await caseOf(visit, customer) });
    return { done: 'stop_waiting' };
  },
  async withdraw(visit, customer) {
    await withdraw(visit.op, customer, { caseId: await caseOf(visit, customer) });
    return { done: 'withdraw' };
  },
};

async function begin(visit: DeskVisit, customer: Subscriber, reason: Reason | null): Promise<void> {
  const { lineId } = customer;
  await declare(visit.op, customer, { lineId, reason, keepReceipt: holdReceipt(visit.op, customer) });
}

/** @throws HandbackError `case_unknown` where none is open */
async function caseOf(visit: DeskVisit, customer: Subscriber): Promise<string> {
  const { openCase } = await viewVerification(visit.op, customer);
  if (openCase === null) throw new HandbackError('case_unknown');
  return openCase.caseId;
}

function reasonIn({ values }: DeskVisit, may: (reason: Reason) => boolean): Reason | null {
  return REASONS.find((reason) => reason === values['reason'] && may(reason)) ?? null;
}
