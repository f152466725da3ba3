import { expect, it } from 'vitest';
import { type Charged, judgeCharge, nextAskMs } from '../../../src/domain/charges/tripwire.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';

const end = {
  serviceEndedOn: parseLocalDate('2026-03-10'),
  billingEndOn: parseLocalDate('2026-03-31'),
};
const charged = (kind: Charged['kind'], from: string, to: string, minor = 3_000): Charged => ({
  ...{ kind, from: parseLocalDate(from), to: parseLocalDate(to) },
  amount: money('CNY', minor),
});

it('lets usage pass until the last day of service, whenever it was posted, and holds it from the next day on', () => {
  expect(judgeCharge(charged('usage', '2026-03-10', '2026-03-10'), end)).toEqual({
    verdict: 'pass',
    because: 'before_end',
  });
  expect(judgeCharge(charged('usage', '2026-03-11', '2026-03-11'), end)).toEqual({
    ...{ verdict: 'held', because: 'after_end', heldFrom: '2026-03-11' },
    held: { currency: 'CNY', minor: 3_000 },
  });
});

it('measures a fee against the end of billing, which is another date than the end of service', () => {
  expect(judgeCharge(charged('recurring', '2026-03-01', '2026-03-31'), end).verdict).toBe('pass');
  expect(judgeCharge(charged('recurring', '2026-04-01', '2026-04-30'), end)).toMatchObject({
    verdict: 'held',
    because: 'after_end',
  });
});

it('holds of a period across the end the days after it, as a share that is rounded once', () => {
  expect(judgeCharge(charged('usage', '2026-03-09', '2026-03-12'), end)).toEqual({
    ...{ verdict: 'held', because: 'across_end', heldFrom: '2026-03-11' },
    held: { currency: 'CNY', minor: 1_500 },
  });
  // Over the change of the clock in Europe a day is a day.
  const german = { serviceEndedOn: parseLocalDate('2026-03-28'), billingEndOn: parseLocalDate('2026-03-28') };
  expect(judgeCharge(charged('usage', '2026-03-28', '2026-03-30', 100), german)).toMatchObject({
    held: { minor: 67 },
  });
  expect(judgeCharge(charged('usage', '2026-03-01', '2026-03-11', 1), end)).toEqual({
    verdict: 'pass',
    because: 'before_end',
  });
});

it('waits longer with every try, and never longer than six hours', () => {
  expect([0, 1, 5, 40].map(nextAskMs)).toEqual([60_000, 120_000, 1_920_000, 21_600_000]);
});
