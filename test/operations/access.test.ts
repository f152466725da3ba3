import { expect, it } from 'vitest';
import type { Actor } from '../../src/operations/access/actor.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { declare } from '../../src/operations/cases/declare.ts';
import { review } from '../../src/operations/cases/review.ts';
import { listStuck } from '../../src/operations/cases/steering/list-stuck.ts';
import { retryCase } from '../../src/operations/cases/steering/retry-case.ts';
import { viewCase } from '../../src/operations/cases/view-case.ts';
import { withdraw } from '../../src/operations/cases/withdraw.ts';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import { requestCode } from '../../src/operations/people/request-code.ts';
import { signInByCode } from '../../src/operations/people/sign-in-by-code.ts';
import { receiptOf, subscriberOf, VISITOR } from '../support/actors.ts';
import { closedCase, declared, readyToEnd } from '../support/cases.ts';
import { codeSentTo } from '../support/codes.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;

const UNKNOWN = { code: 'case_unknown' };

it("shows somebody else's case as one that does not exist, in every operation", async () => {
  const [line, stranger] = await seedLines(pool, instance.vault, 2, { simulator });
  const { caseId, reference } = await declared(op, line!);
  const other = subscriberOf(stranger!);
  const nowhere = '00000000-0000-7000-8000-000000000000';
  for (const id of [caseId, nowhere]) {
    await expect(viewCase(op, other, { caseId: id })).rejects.toMatchObject(UNKNOWN);
    await expect(confirm(op, other, { caseId: id })).rejects.toMatchObject(UNKNOWN);
    await expect(withdraw(op, other, { caseId: id })).rejects.toMatchObject(UNKNOWN);
    await expect(holderCopy(op, other, { caseId: id })).rejects.toMatchObject(UNKNOWN);
  }
  await expect(viewCase(op, other, { reference })).rejects.toMatchObject(UNKNOWN);
  await expect(viewCase(op, VISITOR, { caseId })).rejects.toMatchObject(UNKNOWN);
  for (const id of [line!.lineId, 'L9999999']) {
    await expect(declare(op, other, { lineId: id, reason: null })).rejects.toMatchObject({
      code: 'line_unknown',
    });
  }
  for (const actor of [other, VISITOR] as const satisfies readonly Actor[]) {
    await expect(retryCase(op, actor, { caseId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listStuck(op, actor)).rejects.toMatchObject({ code: 'forbidden' });
  }
});

it('lets a code reach the other lines of its holder only when the document is proven too', async () => {
  const [line, second] = await seedLines(pool, instance.vault, 2, { from: 10, simulator });
  await pool.query('update line set holder_id = $2 where line_id = $1', [second!.lineId, line!.partyId]);
  const byCode = subscriberOf(line!, ['sms_code']);
  await expect(declare(op, byCode, { lineId: second!.lineId, reason: null })).rejects.toMatchObject({
    code: 'line_unknown',
  });
  const { caseId } = await declare(op, subscriberOf(line!), { lineId: second!.lineId, reason: null }).then(
    (made) => made as { caseId: string },
  );
  await expect(viewCase(op, byCode, { caseId })).rejects.toMatchObject(UNKNOWN);
  expect((await viewCase(op, subscriberOf(line!), { caseId })).record.caseId).toBe(caseId);
});

it('shows a former holder nothing of the line that somebody else has now', async () => {
  const [line, stranger] = await seedLines(pool, instance.vault, 2, { from: 15, simulator });
  const { caseId } = await declared(op, line!);
  expect((await review(op, subscriberOf(line!), { caseId })).line.lineId).toBe(line!.lineId);
  expect((await viewCase(op, subscriberOf(line!), { caseId })).msisdn).toBe(line!.msisdn);
  await pool.query('update line set holder_id = $2 where line_id = $1', [line!.lineId, stranger!.partyId]);
  expect((await viewCase(op, subscriberOf(line!), { caseId })).msisdn).toBeNull();
  for (const ask of [review, confirm])
    await expect(ask(op, subscriberOf(line!), { caseId })).rejects.toMatchObject({ code: 'line_unknown' });
});

it('opens with a receipt exactly its own case, however it is typed', async () => {
  const [line, second] = await seedLines(pool, instance.vault, 2, { from: 20, simulator });
  const mine = await declared(op, line!);
  const theirs = await declared(op, second!);
  const receipt = (reference: string, receiptSecret: string): Actor =>
    receiptOf({ reference, receiptSecret });
  const typed = mine.receiptSecret
    .toLowerCase()
    .replaceAll('-', ' ')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l');
  const own = receipt(mine.reference.toLowerCase(), typed);
  expect((await viewCase(op, own, { reference: mine.reference })).record.caseId).toBe(mine.caseId);
  const wrong: readonly [Actor, string][] = [
    [receipt(mine.reference, theirs.receiptSecret), mine.caseId],
    [receipt(theirs.reference, mine.receiptSecret), theirs.caseId],
    [own, theirs.caseId],
    [receipt(mine.reference, ''), mine.caseId],
    [receipt(mine.reference, `${mine.receiptSecret}0`), mine.caseId],
    [receipt('HB-NOSUCH', mine.receiptSecret), mine.caseId],
    [receipt('', ''), mine.caseId],
  ];
  for (const [actor, caseId] of wrong) {
    await expect(viewCase(op, actor, { caseId })).rejects.toMatchObject(UNKNOWN);
    await expect(withdraw(op, actor, { caseId })).rejects.toMatchObject(UNKNOWN);
  }
  expect((await withdraw(op, own, { caseId: mine.caseId })).effect).toBe('withdrawn');
});

it('opens an ended case with its receipt, and not with a code to the number that it ended', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 30, simulator });
  const { challenge } = await requestCode(op, VISITOR, { number: line!.msisdn });
  const code = await codeSentTo(instance, line!);
  const engine = instance.engine();
  engine.start();
  const made = await readyToEnd(op, line!);
  await closedCase(pool, made.caseId);
  await engine.stop();
  await expect(signInByCode(op, VISITOR, { number: line!.msisdn, challenge, code })).rejects.toMatchObject({
    code: 'answer_wrong',
  });
  // Asked for again, the answer is the same as ever, and nothing is sent.
  const later = { ...op, clock: { now: () => new Date(Date.now() + 60_000) } };
  expect(Object.keys(await requestCode(later, VISITOR, { number: line!.msisdn })).sort()).toEqual([
    'challenge',
    'resendAt',
    'validMinutes',
  ]);
  const { rows } = await pool.query(
    `select count(*)::int as n from outbox where kind = 'code' and party_id = any($1)`,
    [[line!.partyId, '']],
  );
  expect(rows[0].n).toBe(1);
  const receipt: Actor = receiptOf(made);
  const view = await viewCase(op, receipt, { caseId: made.caseId });
  expect(view).toMatchObject({
    withdrawal: 'refused',
    msisdn: line!.msisdn,
    record: { outcome: 'completed' },
  });
  expect(view.steps.map((step) => step.state)).toEqual(Array.from({ length: 6 }, () => 'done'));
  expect((await holderCopy(op, receipt, { reference: made.reference })).claims.subject.msisdn).toBe(
    line!.msisdn,
  );
  await expect(withdraw(op, receipt, { caseId: made.caseId })).rejects.toMatchObject({
    code: 'withdraw_too_late',
  });
});
