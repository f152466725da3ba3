import { beforeAll, expect, it } from 'vitest';
import { addDays, parseLocalDate } from '../../src/domain/values/local-date.ts';
import { closedCase, readyToEnd, running } from '../support/cases.ts';
import { seedLines } from '../support/seed.ts';
import { today } from '../support/today.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, simulator } = instance;
const [ended, standing] = await seedLines(op.pool, instance.vault, 2, { simulator });
const after = addDays(parseLocalDate(today()), 3);
let billing: string;
let reader: string;
let serial = 0;

beforeAll(async () => {
  billing = await instance.token('billing', ['usage:write']);
  reader = await instance.token('reader', ['cases:read']);
  await running(instance.engine(), async () => {
    const { caseId } = await readyToEnd(op, ended!);
    await closedCase(op.pool, caseId);
  });
});

const post = (path: string, token: string, payload: object) =>
  instance.call({ method: 'POST', url: `/api/v1${path}`, token, key: `k${++serial}`, payload });
const charge = (chargeId: string, changes: object = {}) => ({
  ...{ chargeId, lineId: ended!.lineId, kind: 'usage', from: after, to: after },
  amount: { currency: 'CNY', minor: 900 },
  ...changes,
});

it('answers whether a charge may be booked, twice the same, and another of its name with a conflict', async () => {
  const held = {
    ...{ chargeId: 'A-1', verdict: 'held', because: 'after_end', heldFrom: after },
    held: { currency: 'CNY', minor: 900 },
  };
  for (let i = 0; i < 2; i++) {
    const answer = await post('/charges', billing, charge('A-1'));
    expect([answer.statusCode, answer.json()]).toEqual([200, held]);
  }
  const other = await post('/charges', billing, charge('A-1', { kind: 'other' }));
  expect([other.statusCode, other.json().code]).toEqual([409, 'charge_conflict']);
  const refused = await post('/charges', reader, charge('A-2'));
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden']);
});

it('takes many at once, each with an answer of its own', async () => {
  const answer = await post('/charges/batch', billing, {
    charges: [
      charge('B-1'),
      charge('B-2', { lineId: standing!.lineId }),
      charge('B-3', { lineId: 'nobody' }),
      charge('B-4', { amount: { currency: 'USD', minor: 1 } }),
      charge('B-1'),
    ],
  });
  expect(answer.statusCode).toBe(200);
  expect(
    answer.json().charges.map((one: { verdict?: string; code?: string }) => one.verdict ?? one.code),
  ).toEqual(['held', 'pass', 'line_unknown', 'money_invalid', 'held']);
});

it('lists held charges page by page, and records what became of one', async () => {
  const first = await instance.call({ url: '/api/v1/charges?limit=1', token: reader });
  expect(first.json().charges).toHaveLength(1);
  const second = await instance.call({
    url: `/api/v1/charges?limit=1&after=${first.json().next}`,
    token: reader,
  });
  expect([...first.json().charges, ...second.json().charges].map(({ chargeId }) => chargeId)).toEqual([
    'B-1',
    'A-1',
  ]);
  const settle = (outcome: string) =>
    post('/charges/A-1/outcome', billing, { outcome, reason: 'taken off by hand' });
  expect((await settle('withdrawn')).statusCode).toBe(204);
  const again = await settle('upheld');
  expect([again.statusCode, again.json().code]).toEqual([409, 'charge_settled']);
  const nobody = await post('/charges/none/outcome', billing, { outcome: 'upheld', reason: 'x' });
  expect(nobody.json().code).toBe('charge_unknown');
});

it('takes counts of texts, and keeps none of a number that does not rest', async () => {
  const counts = [
    { number: ended!.msisdn, on: today(), texts: 3 },
    { number: standing!.msisdn, on: today(), texts: 30 },
  ];
  expect((await post('/number-texts', billing, { counts })).json()).toEqual({ kept: 1 });
  const more = await post('/number-texts', billing, { counts: [{ ...counts[0], from: 'BANK' }] });
  expect(more.statusCode).toBe(422);
});
