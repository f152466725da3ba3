import { expect, it } from 'vitest';
import { localDateAt } from '../../../src/domain/values/local-date.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../../src/operations/cases/declarations/declare-publicly.ts';
import { dismissDeclarations } from '../../../src/operations/cases/declarations/dismiss-declarations.ts';
import { listDeclarations } from '../../../src/operations/cases/declarations/list-declarations.ts';
import { takeUpDeclaration } from '../../../src/operations/cases/declarations/take-up-declaration.ts';
import { viewDeclaration } from '../../../src/operations/cases/declarations/view-declaration.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { endCaseOfFormerHolder } from '../../../src/operations/cases/end-case-of-former-holder.ts';
import { review } from '../../../src/operations/cases/review.ts';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { myLines } from '../../../src/operations/lines/my-lines.ts';
import { putLine } from '../../../src/operations/lines/put-line.ts';
import { receiptOf, subscriberOf, systemNamed, VISITOR } from '../../support/actors.ts';
import { closedCase, declared } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { lineFields } from '../../support/line-fields.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, simulator } = instance;
const { pool } = op;

let from = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(pool, vault, 1, { from: from++, simulator });
  return line!;
}

const form = (number: string, endOn: string | null = null) => ({
  number,
  name: '张三',
  contact: '',
  reason: null,
  endOn,
});
const inDays = (days: number): string =>
  localDateAt(new Date(Date.now() + days * 86_400_000), 'Asia/Shanghai');

async function sent(line: SeededLine, endOn: string | null = null) {
  return (await declarePublicly(op, VISITOR, form(line.msisdn, endOn)))!;
}

it('does not let forms of strangers stand in the way of a holder whose phone was stolen', async () => {
  const line = await aLine();
  for (let i = 0; i < 10; i++) await sent(line);
  const made = await declare(op, subscriberOf(line), { lineId: line.lineId, reason: 'stolen' });
  expect(made).toHaveProperty('caseId');
});

it('begins a case when the holder takes a form up, and keeps the time at which the form came', async () => {
  const line = await aLine();
  const first = await sent(line);
  const second = await sent(line);
  const [mine] = await myLines(op, subscriberOf(line));
  expect(mine).toMatchObject({
    openCase: null,
    waiting: [{ reference: first.reference }, { reference: second.reference }],
  });
  const made = await takeUpDeclaration(op, subscriberOf(line), {
    lineId: line.lineId,
    reference: second.reference.toLowerCase(),
    endOn: null,
  });
  expect(made.reference).toBe(second.reference);
  const { record } = await viewCase(op, receiptOf(made), made);
  expect(record).toMatchObject({ stage: 'confirm', declaredAt: second.receivedAt });
  // The receipt of the form opens the form, and nothing else.
  await expect(viewCase(op, receiptOf(second), made)).rejects.toMatchObject({ code: 'case_unknown' });
  expect(await viewDeclaration(op, receiptOf(second))).toMatchObject({ state: 'taken_up' });
  expect(await viewDeclaration(op, receiptOf(first))).toMatchObject({ state: 'waits_for_proof' });
});

it('asks the day anew: what a form says two years ahead, or in the past, binds nobody', async () => {
  const line = await aLine();
  const { reference } = await sent(line, inDays(700));
  const taken = (endOn: string | null) =>
    takeUpDeclaration(op, subscriberOf(line), { lineId: line.lineId, reference, endOn });
  await expect(taken(inDays(-1))).rejects.toMatchObject({ code: 'date_invalid', facts: { reason: 'past' } });
  await expect(taken(inDays(800))).rejects.toMatchObject({ facts: { reason: 'too_far' } });
  const { caseId } = await taken(null);
  const { dates } = await review(op, subscriberOf(line), { caseId });
  expect(dates!.serviceEndAt.getTime()).toBeLessThan(Date.now() + 400 * 86_400_000);
});

it('keeps the day that the holder names', async () => {
  const line = await aLine();
  const { reference } = await sent(line);
  const endOn = inDays(200);
  const { caseId } = await takeUpDeclaration(op, subscriberOf(line), {
    lineId: line.lineId,
    reference,
    endOn,
  });
  const { dates } = await review(op, subscriberOf(line), { caseId });
  expect(dates!.serviceEndOn).toBe(endOn);
});

it('leaves a holder alone who said that it was not them', async () => {
  const line = await aLine();
  const before = await sent(line);
  expect(await dismissDeclarations(op, subscriberOf(line), line)).toBe(1);
  expect(await dismissDeclarations(op, subscriberOf(line), line)).toBe(0);
  const after = await sent(line);
  expect(await listDeclarations(op, subscriberOf(line), line)).toEqual([]);
  const { rows } = await pool.query(`select 1 from outbox where kind = 'declared' and party_id = $1`, [
    line.partyId,
  ]);
  expect(rows).toHaveLength(1);
  // Whoever sent them sees what anybody sees, also for a number that nobody has.
  for (const receipt of [before, after])
    expect(await viewDeclaration(op, receiptOf(receipt))).toMatchObject({ state: 'waits_for_proof' });
  await expect(
    takeUpDeclaration(op, subscriberOf(line), {
      lineId: line.lineId,
      reference: after.reference,
      endOn: null,
    }),
  ).rejects.toMatchObject({ code: 'case_unknown' });
  // The next holder of the number never said so.
  const next = await aLine();
  await pool.query('update line set holder_id = $2 where line_id = $1', [line.lineId, next.partyId]);
  const third = await sent(line);
  const holder = { ...next, lineId: line.lineId };
  expect(await listDeclarations(op, subscriberOf(holder), line)).toMatchObject([
    { reference: third.reference },
  ]);
});

it('tells a holder once a day, however many forms come', async () => {
  const line = await aLine();
  await sent(line);
  await sent(line);
  const count = async () =>
    (await pool.query(`select 1 from outbox where kind = 'declared' and party_id = $1`, [line.partyId]))
      .rowCount;
  expect(await count()).toBe(1);
  await pool.query(`update declaration set told_at = now() - interval '25 hours' where line_id = $1`, [
    line.lineId,
  ]);
  await sent(line);
  expect(await count()).toBe(2);
});

it('runs the same statements and answers the same dates for a number that nobody has', async () => {
  const line = await aLine();
  await pool.query(`update line set jurisdiction = 'de', province = null where line_id = $1`, [line.lineId]);
  const client = await pool.connect();
  const prototype = Object.getPrototypeOf(client) as { query: (...given: unknown[]) => unknown };
  client.release();
  const { query } = prototype;
  const seen: string[] = [];
  prototype.query = function spied(this: unknown, ...given: unknown[]) {
    const [text] = given as [string | { text: string }];
    seen.push(typeof text === 'string' ? text : text.text);
    return query.apply(this, given);
  };
  const statements = async (number: string) => {
    seen.length = 0;
    const receipt = await declarePublicly(op, VISITOR, form(number));
    return { asked: [...seen], lasts: receipt!.expiresAt.getTime() - receipt!.receivedAt.getTime() };
  };
  try {
    const known = await statements(line.msisdn);
    const unknown = await statements('+8617088880001');
    expect(known.asked.length).toBeGreaterThan(8);
    const kind = (text: string) =>
      text.replace(/release savepoint|rollback to savepoint/i, 'end of savepoint');
    expect(unknown.asked.map(kind)).toEqual(known.asked.map(kind));
    expect(Math.abs(unknown.lasts - known.lasts)).toBeLessThan(7_200_000);
  } finally {
    prototype.query = query;
  }
});

it('ends the open case of a former holder when the line has another one, and frees the line', async () => {
  const [line, next] = [await aLine(), await aLine()];
  const { caseId } = await declared(op, line);
  await confirm(op, subscriberOf(line), { caseId });
  const engine = instance.engine();
  engine.start();
  await pool.query('update line set holder_id = $2 where line_id = $1', [line.lineId, next.partyId]);
  await endCaseOfFormerHolder(op, ENGINE, { caseId });
  await endCaseOfFormerHolder(op, ENGINE, { caseId });
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'holder_changed' });
  const made = await declare(op, subscriberOf({ ...next, lineId: line.lineId }), {
    lineId: line.lineId,
    reason: null,
  });
  expect(made).toHaveProperty('caseId');
  await engine.stop();
});

it('is ordered with the change of the holder itself', async () => {
  const fields = lineFields(700_001);
  const put = (changes: Readonly<Record<string, unknown>>) =>
    putLine(op, systemNamed('crm'), {
      lineId: 'L700001',
      fields: { ...fields, ...changes },
      ifMatch: null,
      onlyCreate: false,
      validateOnly: false,
    });
  await put({});
  const { caseId } = (await declare(op, subscriberOf({ partyId: 'P700001', lineId: 'L700001' }), {
    lineId: 'L700001',
    reason: null,
  })) as Declared;
  const orders = async () =>
    (await pool.query('select 1 from graphile_worker.jobs where key like $1', [`%${caseId}`])).rowCount;
  await put({ plan_name: '畅享 59' });
  expect(await orders()).toBe(0);
  await put({ holder_id: 'P700002', account_id: 'A700002' });
  expect(await orders()).toBe(1);
});

it('lifts the bar of a former holder, and sends the new one no message about it', async () => {
  const [line, next] = [await aLine(), await aLine()];
  const { caseId } = await declared(op, line, 'stolen');
  const engine = instance.engine();
  engine.start();
  await barred(caseId);
  await pool.query('update line set holder_id = $2 where line_id = $1', [line.lineId, next.partyId]);
  await endCaseOfFormerHolder(op, ENGINE, { caseId });
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'holder_changed' });
  expect(simulator.subscriber(line.imsi)).toMatchObject({ cs: true, ps: true });
  const { rows } = await pool.query(`select 1 from outbox where case_id = $1 and kind = 'withdrawn'`, [
    caseId,
  ]);
  expect(rows).toEqual([]);
  await engine.stop();
});

/** Until the barred line waits for its holder. */
async function barred(caseId: string): Promise<void> {
  await eventually(
    async () =>
      (await pool.query<{ stage: string }>('select stage from termination where case_id = $1', [caseId]))
        .rows[0]?.stage,
    (stage) => stage === 'confirm',
  );
}
