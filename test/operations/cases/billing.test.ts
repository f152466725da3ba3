import { expect, it } from 'vitest';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { bookLateUsage } from '../../../src/operations/cases/book-late-usage.ts';
import { certificateStatus } from '../../../src/operations/certificates/certificate-status.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { revokeCertificate } from '../../../src/operations/certificates/revoke-certificate.ts';
import type { SettleRequest } from '../../../src/ports/billing.ts';
import { receiptOf, staffNamed, systemNamed, VISITOR } from '../../support/actors.ts';
import { closedCase, readyToEnd } from '../../support/cases.ts';
import { judged } from '../../support/certificates.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { billing, pool } = op;
const lines = await seedLines(pool, instance.vault, 12, { simulator: instance.simulator });
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const system = systemNamed('billing');

function requestFor(line: SeededLine, changes: Partial<SettleRequest> = {}): SettleRequest {
  return {
    key: `${line.lineId}:settle`,
    lineId: line.lineId,
    accountId: `A${line.lineId}`,
    openedOn: parseLocalDate('2020-05-17'),
    billingEndOn: parseLocalDate('2026-02-14'),
    earlyTermination: null,
    monthlyFee: money('CNY', 2800),
    payment: 'postpaid',
    confidential: false,
    ...changes,
  };
}

async function withAccount(line: SeededLine, balance: number, unbilled: number): Promise<void> {
  await pool.query('update billing_account set balance = $2, unbilled = $3 where account_id = $1', [
    `A${line.lineId}`,
    balance,
    unbilled,
  ]);
}

it('bills a postpaid line for the days served, what it used, and leaving early', async () => {
  const line = aLine();
  await withAccount(line, -500, 120);
  const [bill] = await billing.settle([requestFor(line, { earlyTermination: money('CNY', 3000) })]);
  expect(bill!.items.map((item) => [item.kind, item.amount.minor])).toEqual([
    ['balance', 500],
    ['usage', 120],
    ['monthly_fee', 1400],
    ['early_termination', 3000],
  ]);
  expect(bill).toMatchObject({ total: { currency: 'CNY', minor: 5020 }, refund: null });
  // Billed until 14 February, which is past: it is due 30 days after it was booked, and stays so.
  const { rows } = await pool.query<{ due: string }>('select (current_date + 30)::text as due');
  const [again] = await billing.settle([requestFor(line, { earlyTermination: money('CNY', 3000) })]);
  expect([bill!.dueOn, again!.dueOn]).toEqual([rows[0]!.due, rows[0]!.due]);
});

it('gives a prepaid line its credit and the days not served, as one order of refund', async () => {
  const line = aLine();
  await withAccount(line, 12_840, 0);
  const quoted = await billing.quote([requestFor(line, { payment: 'prepaid' })]);
  const [bill] = await billing.settle([requestFor(line, { payment: 'prepaid' })]);
  expect(bill!.total.minor).toBe(-14_240);
  expect(bill!.refund).toEqual({ currency: 'CNY', minor: 14_240 });
  expect(quoted[0]!.total).toEqual(bill!.total);
  expect(bill!.dueOn, 'nothing is owed').toBeNull();
  const { rows } = await pool.query('select amount, state from billing_refund where invoice_id = $1', [
    bill!.invoiceId,
  ]);
  expect(rows).toEqual([{ amount: 14_240, state: 'ordered' }]);
});

it('books the same key once, however often and however much at once it is sent', async () => {
  const line = aLine();
  await withAccount(line, 0, 700);
  const bills = await Promise.all(Array.from({ length: 20 }, () => billing.settle([requestFor(line)])));
  expect(new Set(bills.map(([bill]) => bill!.invoiceId)).size).toBe(1);
  const { rows } = await pool.query('select count(*)::int as n from billing_invoice where line_id = $1', [
    line.lineId,
  ]);
  expect(rows[0].n).toBe(1);
});

it('spends an account that pays for two lines once', async () => {
  const [a, b] = [aLine(), aLine()];
  await withAccount(a, 1000, 0);
  const requests = [requestFor(a), { ...requestFor(b), accountId: `A${a.lineId}` }];
  const bills = await billing.settle(requests);
  expect(bills.map((bill) => bill.items.some((item) => item.kind === 'balance'))).toEqual([true, false]);
});

it('bills a line that was opened this month from that day on', async () => {
  const bills = await billing.quote([
    requestFor(aLine(), {
      openedOn: parseLocalDate('2026-02-09'),
      billingEndOn: parseLocalDate('2026-02-14'),
    }),
    requestFor(aLine(), {
      openedOn: parseLocalDate('2026-01-31'),
      billingEndOn: parseLocalDate('2026-02-14'),
    }),
  ]);
  expect(bills.map((bill) => bill.total.minor)).toEqual([600, 1400]);
});

it('leaves credit and usage to the other lines of the account, until the last one ends', async () => {
  const [a, b] = [aLine(), aLine()];
  await withAccount(a, 10_000, 300);
  await pool.query('update line set account_id = $1 where line_id = $2', [`A${a.lineId}`, b.lineId]);
  const second = { ...requestFor(b), accountId: `A${a.lineId}` };
  const [first] = await billing.settle([requestFor(a)]);
  expect(first!.items.map((item) => item.kind)).toEqual(['monthly_fee']);
  await pool.query(`update line set status = 'ended' where line_id = $1`, [a.lineId]);
  const [quoted] = await billing.quote([second]);
  const [last] = await billing.settle([second]);
  expect(last!.items.map((item) => [item.kind, item.amount.minor])).toEqual([
    ['balance', -10_000],
    ['usage', 300],
    ['monthly_fee', 1400],
  ]);
  expect(quoted!.total).toEqual(last!.total);
});

it('answers usage that comes late with a supplementary bill and a certificate that supersedes the first', async () => {
  const line = aLine();
  const made = await readyToEnd(op, line);
  const engine = instance.engine();
  engine.start();
  const { certificateId: first } = await closedCase(pool, made.caseId);
  const receipt = receiptOf(made);
  const before = await holderCopy(op, receipt, { reference: made.reference });
  const usage = {
    usageId: 'roam-1',
    lineId: line.lineId,
    usedOn: '2026-02-13',
    amount: { currency: 'CNY', minor: 250 },
  };

  const booked = await Promise.all([bookLateUsage(op, system, usage), bookLateUsage(op, system, usage)]);
  expect(booked[0]).toEqual(booked[1]);
  const after = await holderCopy(op, receipt, { reference: made.reference });
  expect(after.claims).toMatchObject({ supersedes: first, jti: booked[0]!.certificateId });
  expect(after.claims.bill.total.minor).toBe(before.claims.bill.total.minor + 250);
  expect(await certificateStatus(op, VISITOR, { certificateId: first! })).toMatchObject({
    supersededBy: booked[0]!.certificateId,
    revoked: null,
  });
  for (const copy of [before, after])
    expect(await judged(copy, instance.keyRing, line.msisdn)).toMatchObject({
      result: 'authentic',
      number: 'match',
    });

  const second = await bookLateUsage(op, system, { ...usage, usageId: 'roam-2' });
  const last = await holderCopy(op, receipt, { reference: made.reference });
  expect(last.claims).toMatchObject({
    supersedes: booked[0]!.certificateId,
    jti: second.certificateId,
  });

  const invoices = async () =>
    (
      await pool.query(`select 1 from billing_invoice where line_id = $1 and kind = 'supplementary'`, [
        line.lineId,
      ])
    ).rowCount;
  expect(await invoices()).toBe(2);
  const foreign = { ...usage, usageId: 'roam-3', amount: { currency: 'USD', minor: 500 } };
  await expect(bookLateUsage(op, system, foreign)).rejects.toMatchObject({ code: 'money_invalid' });
  const dearer = { ...usage, amount: { currency: 'CNY', minor: 251 } };
  await expect(bookLateUsage(op, system, dearer)).rejects.toMatchObject({ code: 'money_invalid' });
  expect(await invoices()).toBe(2);

  const staff = staffNamed('lin');
  const revocation = { certificateId: second.certificateId!, reason: 'issued_in_error' };
  await revokeCertificate(op, staff, revocation);
  // Sent again it changes nothing: the first reason stays, and one line of the audit log.
  await revokeCertificate(op, staff, { ...revocation, reason: 'fraud' });
  await expect(
    revokeCertificate(op, staff, { ...revocation, reason: 'something else' }),
  ).rejects.toMatchObject({ code: 'field_invalid', facts: { reason: 'not_one_of' } });
  const { rows: audited } = await pool.query(
    `select actor, facts from audit where case_id = $1 and action = 'certificate_revoked'`,
    [made.caseId],
  );
  expect(audited).toEqual([{ actor: 'staff:lin', facts: revocation }]);
  const voided = { ...usage, usageId: 'roam-4' };
  expect(await bookLateUsage(op, system, voided)).toMatchObject({ certificateId: null });
  expect(await bookLateUsage(op, system, voided)).toMatchObject({ certificateId: null });
  expect(await invoices()).toBe(3);
  expect(await certificateStatus(op, VISITOR, { certificateId: second.certificateId! })).toMatchObject({
    supersededBy: null,
    revoked: { reason: 'issued_in_error' },
  });
});

it('takes late usage only from systems, for lines that have ended, above zero', async () => {
  const line = aLine();
  const usage = {
    usageId: 'x',
    lineId: line.lineId,
    usedOn: '2026-02-13',
    amount: { currency: 'CNY', minor: 250 },
  };
  await expect(bookLateUsage(op, system, usage)).rejects.toMatchObject({ code: 'line_unknown' });
  await expect(bookLateUsage(op, VISITOR, usage)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const nothing = { ...usage, amount: { currency: 'CNY', minor: 0 } };
  await expect(bookLateUsage(op, system, nothing)).rejects.toMatchObject({ code: 'money_invalid' });
});
