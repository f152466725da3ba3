import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/domain/desks/questions.ts';
import { addDays, localDateAt } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { answerQuestion } from '../../../src/operations/desks/hotline/answer-question.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { takeCall } from '../../../src/operations/desks/hotline/calls/take-call.ts';
import { viewVerification } from '../../../src/operations/desks/hotline/view-verification.ts';
import { viewAttendance } from '../../../src/operations/desks/view-attendance.ts';
import { proveDocument } from '../../../src/operations/people/prove-document.ts';
import { signInWithoutPhone } from '../../../src/operations/people/sign-in-without-phone.ts';
import type { TopUps } from '../../../src/ports/account-facts.ts';
import { openSession } from '../../../src/store/people/sessions.ts';
import { signedInPerson, subscriberOf, systemNamed, VISITOR } from '../../support/actors.ts';
import { type Caller, callerAbout } from '../../support/callers.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';

const { operations, vault } = await testInstance();
const today = localDateAt(new Date(), 'Asia/Shanghai');
let topUps: TopUps = {
  known: true,
  topUps: [{ on: addDays(today, -10), amount: money('CNY', 5_000) }],
};
const op = {
  ...operations,
  accountFacts: { callTimeoutMs: 0, lastTopUps: async () => topUps, close: async () => undefined },
};

let used = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return line!;
}
const say = async (caller: Caller, question: Question, given: string) =>
  answerQuestion(op, await caller.now(), { question, given });
const reviewsOf = async ({ lineId }: SeededLine) =>
  (await op.pool.query('select why, times, state, opened_by from fraud_review where line_id = $1', [lineId]))
    .rows;

/** Fifteen-digit numbers of nobody, all different. */
const nobody = (n: number): string =>
  `3301064912${String((n % 28) + 1).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`;

describe('what a caller answers', () => {
  it('opens the line once enough is right, and is told as passed and nothing else', async () => {
    const caller = await callerAbout(op, await aLine());
    expect(await say(caller, 'document_number', TEST_DOCUMENT.toLowerCase())).toEqual({
      outcome: 'passed',
      factors: ['document_number'],
    });
    expect((await caller.now()).attended?.reach).toBe('bar');
    expect(await say(caller, 'opening_date', '2020年5月')).toEqual({
      outcome: 'passed',
      factors: ['document_number', 'opening_date'],
    });
    expect((await caller.now()).attended?.reach).toBe('everything');
  });

  it('is asked for the document in any case: what many know does not open a line', async () => {
    const caller = await callerAbout(op, await aLine());
    await say(caller, 'plan_name', '畅享39');
    await say(caller, 'recent_top_up', '50元');
    expect((await caller.now()).attended?.reach).toBe('nothing');
    expect((await viewVerification(op, await caller.now())).missing).toMatchObject({
      count: 1,
      accepted: ['document_number', 'opening_date', 'contact_code'],
    });
  });

  it('locks the call at the third wrong answer, and hands it to fraud review', async () => {
    const line = await aLine();
    const caller = await callerAbout(op, line);
    expect(await say(caller, 'plan_name', '全家 129')).toEqual({ outcome: 'failed', triesLeft: 2 });
    expect(await say(caller, 'opening_date', '2019-05')).toEqual({ outcome: 'failed', triesLeft: 1 });
    expect(await say(caller, 'document_number', nobody(1))).toMatchObject({ outcome: 'locked' });
    // The right one is not looked at any more.
    expect(await say(caller, 'document_number', TEST_DOCUMENT)).toMatchObject({ outcome: 'locked' });
    expect(await reviewsOf(line)).toEqual([
      {
        why: 'asker',
        times: 1,
        state: 'open',
        opened_by: `staff:${caller.agent.person.subject} for subscriber`,
      },
    ]);
  });

  it('costs no try where it cannot be an answer, or nobody can tell', async () => {
    const caller = await callerAbout(op, await aLine());
    await expect(say(caller, 'opening_date', 'long ago')).rejects.toMatchObject({ code: 'date_invalid' });
    const before = topUps;
    for (const none of [
      { known: false, reason: 'timeout' },
      { known: true, topUps: [] },
    ] as const) {
      topUps = none;
      expect(await say(caller, 'recent_top_up', '50')).toEqual({ outcome: 'cannot_tell' });
    }
    topUps = before;
    expect(await say(caller, 'recent_top_up', '49')).toEqual({ outcome: 'failed', triesLeft: 2 });
  });

  it('is judged one after the other, however many come at once', async () => {
    const caller = await callerAbout(op, await aLine());
    const customer = await caller.now();
    const told = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        answerQuestion(op, customer, { question: 'opening_date', given: `20${10 + n}-01` }),
      ),
    );
    const failed = told.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map((one) => ('triesLeft' in one ? one.triesLeft : null)).sort()).toEqual([1, 2]);
    expect(told.filter(({ outcome }) => outcome === 'locked')).toHaveLength(18);
  });

  it('locks nobody out at another door', async () => {
    const line = await aLine();
    for (let call = 0; call < 4; call++) {
      const caller = await callerAbout(op, line);
      for (let n = 0; n < 3; n++) await say(caller, 'document_number', nobody(900 + call * 3 + n));
    }
    const { partyId, lineId } = line;
    const token = await openSession(op.pool, vault, { partyId, lineId, factors: ['sms_code'] });
    const proven = await proveDocument(op, subscriberOf(line, ['sms_code'], token), {
      documentNumber: TEST_DOCUMENT,
    });
    expect(proven.factors).toContain('document_number');
    const without = await signInWithoutPhone(op, VISITOR, {
      ...{ number: line.msisdn, documentNumber: TEST_DOCUMENT, openedOn: '2020-05-17' },
    });
    expect(without.factors).toContain('document_number');
  });

  it('asks more where the line is at risk', async () => {
    const line = await aLine();
    await op.pool.query('update line set opened_on = $2 where line_id = $1', [
      line.lineId,
      addDays(today, -5),
    ]);
    const caller = await callerAbout(op, line);
    await say(caller, 'document_number', TEST_DOCUMENT);
    await say(caller, 'opening_date', addDays(today, -5));
    expect((await caller.now()).attended?.reach).toBe('bar');
    expect(await viewVerification(op, await caller.now())).toMatchObject({
      risks: ['opened_lately'],
      needed: 3,
      missing: { count: 1 },
    });
    await say(caller, 'plan_name', '畅享 39');
    expect((await caller.now()).attended?.reach).toBe('everything');
  });

  it('is not for who is not attended to', async () => {
    const line = await aLine();
    const { partyId, lineId } = line;
    const token = await openSession(op.pool, vault, { partyId, lineId, factors: ['sms_code'] });
    await expect(
      answerQuestion(op, subscriberOf(line, ['sms_code'], token), { question: 'plan_name', given: 'x' }),
    ).rejects.toMatchObject({ code: 'attendance_over' });
  });
});

describe('guesses over many numbers', () => {
  /** What became of guesses that are spread: by how many of them an answer was looked at. */
  const looked = (told: readonly { readonly outcome: string }[]): number =>
    told.filter(({ outcome }) => outcome === 'failed').length;

  it('are stopped for one document, over many numbers and agents', async () => {
    const lines = await seedLines(op.pool, vault, 120, { from: 500_000 });
    const staff = await Promise.all(
      Array.from({ length: 30 }, (_, n) => signedInPerson(op, `spread${n}`, ['agent'])),
    );
    const told = [];
    for (const [n, line] of lines.entries()) {
      const caller = await callerAbout(op, line, { agent: staff[n % staff.length]! });
      told.push(await say(caller, 'document_number', nobody(77)));
    }
    expect(looked(told)).toBe(7);
    // It is the count of that document that is full: others are asked as before.
    const other = await callerAbout(op, lines[0]!);
    expect(await say(other, 'document_number', TEST_DOCUMENT)).toMatchObject({ outcome: 'passed' });
  }, 120_000);

  it('are stopped for one agent, and one right answer gives no new tries', async () => {
    const agent = await signedInPerson(op, 'guesser', ['agent']);
    const own = await callerAbout(op, await aLine(), { agent });
    const told = [];
    for (const line of await seedLines(op.pool, vault, 60, { from: 600_000 })) {
      const caller = await callerAbout(op, line, { agent });
      told.push(await say(caller, 'plan_name', '银龄 9'));
      if (told.length === 30) await say(own, 'plan_name', '畅享 39');
    }
    expect(looked(told)).toBe(39);
    expect(await say(own, 'document_number', TEST_DOCUMENT)).toMatchObject({ outcome: 'locked' });
  });

  it('are stopped for one question about one number, though a right answer to another gives tries back', async () => {
    const line = await aLine();
    const told = [];
    for (let call = 0; call < 20; call++) {
      const caller = await callerAbout(op, line);
      for (const month of ['01', '02'])
        told.push(await say(caller, 'opening_date', `${1990 + call}-${month}`));
      await say(caller, 'document_number', TEST_DOCUMENT);
    }
    expect(looked(told)).toBe(29);
    const next = await callerAbout(op, line);
    expect((await viewVerification(op, await next.now())).lockedUntil).not.toBeNull();
    // Another question, and another number, are asked as before.
    expect(await say(next, 'plan_name', '畅享 39')).toMatchObject({ outcome: 'passed' });
    const other = await callerAbout(op, await aLine());
    expect(await say(other, 'opening_date', '2020-05')).toMatchObject({ outcome: 'passed' });
  });

  it('are stopped for one calling number, whoever takes the call', async () => {
    const told = [];
    for (const [n, line] of (await seedLines(op.pool, vault, 20, { from: 700_000 })).entries()) {
      const agent = await signedInPerson(op, `taker${n}`, ['agent']);
      const callId = `spread-${n}`;
      await reportCall(op, systemNamed('pbx'), {
        ...{ callId, agent: agent.person.subject, caller: 'sip:+8613900000001@pbx', event: 'ring' },
      });
      const { attendanceId } = await takeCall(op, agent, { callId, number: line.msisdn });
      const { customer } = await viewAttendance(op, agent, { attendanceId });
      told.push(await answerQuestion(op, customer, { question: 'plan_name', given: '银龄 9' }));
    }
    expect(looked(told)).toBe(7);
  });
});

it('keeps nothing of what was said', async () => {
  const line = await aLine();
  const caller = await callerAbout(op, line);
  const secret = '330106199912121234';
  await say(caller, 'plan_name', `plan ${secret}`);
  await say(caller, 'recent_top_up', '87.65');
  const { rows } = await op.pool.query(
    'select coalesce(string_agg(facts::text || actor, chr(10)), $2) as all from audit where line_id = $1',
    [line.lineId, ''],
  );
  expect(rows[0].all).not.toMatch(/330106|8765|87\.65/);
});
