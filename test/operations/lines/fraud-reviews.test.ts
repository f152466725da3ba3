import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../../src/operations/desks/hotline/answer-question.ts';
import { checkAgentCode } from '../../../src/operations/desks/hotline/codes/check-agent-code.ts';
import { viewVerification } from '../../../src/operations/desks/hotline/view-verification.ts';
import { checkEligibility } from '../../../src/operations/lines/check-eligibility.ts';
import { decideFraudReview } from '../../../src/operations/lines/fraud/decide-fraud-review.ts';
import { listFraudReviews } from '../../../src/operations/lines/fraud/list-fraud-reviews.ts';
import { releaseFraudHold } from '../../../src/operations/lines/fraud/release-fraud-hold.ts';
import { viewFraudReview } from '../../../src/operations/lines/fraud/view-fraud-review.ts';
import { readLine } from '../../../src/operations/lines/read-line.ts';
import { signInWithoutPhone } from '../../../src/operations/people/sign-in-without-phone.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { signedInPerson, staffNamed, subscriberOf, VISITOR } from '../../support/actors.ts';
import { callerAbout } from '../../support/callers.ts';
import { declared, readyToEnd, running, stuckCase } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, simulator } = instance;
const fraud = await signedInPerson(op, 'fang', ['fraud']);

let used = 0;
async function lockedLine(): Promise<{ line: SeededLine; reference: string }> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++, simulator });
  const caller = await callerAbout(op, line!);
  const customer = await caller.now();
  for (const given of ['2001-01', '2002-01', '2003-01'])
    await answerQuestion(op, customer, { question: 'opening_date', given });
  const [review] = await listFraudReviews(op, fraud, {
    ...{ state: 'open', lineId: line!.lineId, after: null, limit: 9 },
  });
  return { line: line!, reference: review!.reference };
}
const decide = (reference: string, decision: 'cleared' | 'held') =>
  decideFraudReview(op, fraud, { reference, decision, reason: 'called back' });
const listed = async (lineId: string) =>
  listFraudReviews(op, fraud, { state: null, lineId, after: null, limit: 9 });

describe('a review of fraud', () => {
  it('shows the line masked, and is itself in the audit log', async () => {
    const { line } = await lockedLine();
    const [review] = await listed(line.lineId);
    expect(review).toMatchObject({ state: 'open', why: 'asker', number: expect.stringContaining('****') });
    expect(JSON.stringify(review)).not.toContain(line.msisdn.slice(3));
    const { rows } = await op.pool.query(
      `select actor, facts from audit where line_id = $1 and action = 'viewed' and actor like '%fang%'`,
      [line.lineId],
    );
    expect(rows.at(-1)).toMatchObject({ facts: { what: 'fraud_review' } });
  });

  it('names the case that is open about its line, and none of which few may know', async () => {
    const { line, reference } = await lockedLine();
    const caseReference = async () => (await viewFraudReview(op, fraud, { reference })).caseReference;
    expect(await caseReference()).toBeNull();
    await declared(op, line);
    const { rows } = await op.pool.query<{ reference: string }>(
      'select reference from termination where line_id = $1',
      [line.lineId],
    );
    expect(await caseReference()).toBe(rows[0]!.reference);
    await op.pool.query(
      'update termination set confidential = true, requester_id = holder_id where line_id = $1',
      [line.lineId],
    );
    expect(await caseReference()).toBeNull();
  });

  it('is one for a line, however often it is locked', async () => {
    const { line, reference } = await lockedLine();
    const again = await (await callerAbout(op, line)).now();
    for (const given of ['2001-02', '2002-02', '2003-02'])
      await answerQuestion(op, again, { question: 'opening_date', given });
    expect(await listed(line.lineId)).toMatchObject([{ reference, times: 2 }]);
  });

  it('that is cleared gives the holder new tries', async () => {
    const { line, reference } = await lockedLine();
    await decide(reference, 'cleared');
    const customer = await (await callerAbout(op, line)).now();
    expect(
      await answerQuestion(op, customer, { question: 'document_number', given: TEST_DOCUMENT }),
    ).toMatchObject({ outcome: 'passed' });
    expect(await listed(line.lineId)).toMatchObject([{ state: 'cleared', decidedBy: fraud.name }]);
  });

  it('that is held keeps the line from being ended', async () => {
    const { line, reference } = await lockedLine();
    await decide(reference, 'held');
    const { eligibility } = await checkEligibility(op, subscriberOf(line), { lineId: line.lineId });
    expect(eligibility.findings).toContainEqual(
      expect.objectContaining({ check: 'fraud_hold', effect: 'blocks' }),
    );
  });

  it('holds no line that has ended already, and stays to be decided', async () => {
    const { line, reference } = await lockedLine();
    await op.pool.query(`update line set status = 'ended' where line_id = $1`, [line.lineId]);
    await expect(decide(reference, 'held')).rejects.toMatchObject({ code: 'line_ended' });
    expect(await listed(line.lineId)).toMatchObject([{ state: 'open' }]);
    await decide(reference, 'cleared');
  });

  it('that is held stops a case that is under way before the line is touched', async () => {
    const { line, reference } = await lockedLine();
    const { caseId } = await readyToEnd(op, line);
    await decide(reference, 'held');
    await running(instance.engine(), async () => {
      const stuck = await stuckCase(op.pool, caseId);
      expect(stuck.problem).toMatchObject({ code: 'blocked_at_intent' });
    });
    expect(simulator.effects(line.imsi).barred).toBe(0);
  });

  it('is not copied into what an operator’s system reads and writes back', async () => {
    const { line, reference } = await lockedLine();
    await decide(reference, 'held');
    const { fields, record } = await readLine(op, staffNamed('crm'), line);
    expect(record.line.holds).toMatchObject([{ kind: 'fraud', reference }]);
    expect(fields.holds).toEqual([]);
  });

  it('does not begin with what strangers say: nobody makes another’s line look risky', async () => {
    const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
    for (let n = 0; n < 6; n++)
      await signInWithoutPhone(op, VISITOR, {
        ...{ number: line!.msisdn, documentNumber: 'E1234567', openedOn: '2001-01-01' },
      }).catch(() => undefined);
    for (let n = 0; n < 6; n++) await checkAgentCode(op, VISITOR, { number: line!.msisdn, code: '123456' });
    const customer = await (await callerAbout(op, line!)).now();
    expect(await viewVerification(op, customer)).toMatchObject({ risks: [] });
  });

  it('is decided once, also by two at once', async () => {
    const { reference } = await lockedLine();
    const told = await Promise.allSettled([decide(reference, 'held'), decide(reference, 'cleared')]);
    expect(told.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(decide(reference, 'cleared')).rejects.toMatchObject({ code: 'fraud_review_decided' });
    await expect(decide('FR-00000000', 'cleared')).rejects.toMatchObject({ code: 'fraud_review_unknown' });
  });

  it('that is held is released by two people, and the line goes on as before', async () => {
    const { line, reference } = await lockedLine();
    await decide(reference, 'held');
    const release = { reference, reason: 'seen in a store' };
    await expect(releaseFraudHold(op, fraud, release)).rejects.toMatchObject({ code: 'approval_needed' });
    const { requestId } = await requestApproval(op, fraud, { act: 'release_fraud_hold', with: release });
    const other = await signedInPerson(op, 'sun', ['supervisor']);
    await decideApproval(op, other, { requestId, decision: 'approved' });
    const { eligibility } = await checkEligibility(op, subscriberOf(line), { lineId: line.lineId });
    expect(eligibility.findings).toEqual([]);
    expect(await listed(line.lineId)).toMatchObject([
      { state: 'released', releasedBy: fraud.person.subject },
    ]);
    const { rows } = await op.pool.query(
      `select facts->>'approvedBy' as by from audit where line_id = $1 and action = 'fraud_hold_released'`,
      [line.lineId],
    );
    expect(rows).toEqual([{ by: other.person.subject }]);
  });

  it('keeps its hold through an import that knows nothing of it', async () => {
    const { line, reference } = await lockedLine();
    await decide(reference, 'held');
    await op.pool.query(`update line set holds = '[]' where line_id = $1`, [line.lineId]);
    const { eligibility } = await checkEligibility(op, subscriberOf(line), { lineId: line.lineId });
    expect(eligibility.findings.map(({ check }) => check)).toEqual(['fraud_hold']);
  });
});
