import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEligibility } from '../../../src/domain/cases/eligibility.ts';
import { endOfNotice, lastNoticeDay } from '../../../src/domain/cases/notice-period.ts';
import { NOTICE_UNITS, rulesFor } from '../../../src/domain/rules/rulebook.ts';
import { addDays, parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { factsOf, rulebooks, withCheck } from '../fixtures.ts';

const day = parseLocalDate;
const month = { unit: 'months', amount: 1 } as const;

describe('a notice period', () => {
  it.each([
    ['2026-03-10', '2026-04-10'],
    // Section 188(3) BGB: a month that has no such day ends on its last.
    ['2026-01-31', '2026-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2026-12-15', '2027-01-15'],
  ])('of a month that is received on %s ends on %s', (received, end) => {
    expect(endOfNotice(day(received), month)).toBe(end);
  });

  it.each([
    ['2026-03-31', '2026-02-28'],
    ['2026-04-30', '2026-03-31'],
    ['2026-02-28', '2026-01-31'],
    ['2026-05-15', '2026-04-15'],
  ])('of a month for a contract until %s must be given by %s', (endsOn, last) => {
    expect(lastNoticeDay(day(endsOn), month)).toBe(last);
  });

  it('is kept by its last day, and by no later one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom(...NOTICE_UNITS),
        fc.integer({ min: 0, max: 24 }),
        (days, unit, amount) => {
          const endsOn = addDays(day('2000-01-01'), days);
          const last = lastNoticeDay(endsOn, { unit, amount });
          expect(endOfNotice(last, { unit, amount }) <= endsOn).toBe(true);
          expect(endOfNotice(addDays(last, 1), { unit, amount }) > endsOn).toBe(true);
        },
      ),
    );
  });
});

describe('in Germany a line', () => {
  const de = rulesFor(rulebooks.de, null, day('2026-03-10'));
  const euros = {
    known: true as const,
    value: { balance: money('EUR', 0), unbilled: money('EUR', 0) },
  };
  const asked = (line: Parameters<typeof factsOf>[0], facts: Parameters<typeof factsOf>[1] = {}) =>
    checkEligibility(factsOf(line, { standing: euros, ...facts }), de);

  it('ends a month after its declaration was received, however late that is confirmed', () => {
    const found = asked({}, { receivedOn: day('2026-02-20') });
    expect(found).toMatchObject({
      verdict: 'eligible',
      earliestServiceEnd: '2026-03-20',
      findings: [
        {
          check: 'notice_period',
          effect: 'sets_earliest_date',
          facts: { received: '2026-02-20', date: '2026-03-20' },
          clear: { action: 'wait_until', until: '2026-03-20' },
        },
      ],
    });
    expect(asked({}).earliestServiceEnd).toBe('2026-04-10');
  });

  it('has nothing left to wait for once the month is over', () => {
    expect(asked({}, { receivedOn: day('2026-02-10') })).toMatchObject({
      earliestServiceEnd: '2026-03-10',
      findings: [],
    });
  });

  it('ends with its contract where notice came in time, and a month after it where it came late', () => {
    const contract = (endsOn: string) => ({
      contract: { endsOn: day(endsOn), earlyTerminationPerMonth: money('EUR', 0) },
    });
    expect(asked(contract('2026-06-30')).earliestServiceEnd).toBe('2026-06-30');
    expect(asked(contract('2026-03-31')).earliestServiceEnd).toBe('2026-04-10');
  });

  it('that is prepaid needs no notice, and a stolen phone waits for none', () => {
    expect(asked({ payment: 'prepaid' }).findings).toEqual([]);
    expect(asked({}, { urgent: true })).toMatchObject({
      earliestServiceEnd: '2026-03-10',
      findings: [{ check: 'notice_period', effect: 'warns' }],
    });
  });
});

it('elsewhere there is none unless the rulebook says so', () => {
  const cn = rulesFor(rulebooks.cn, null, day('2026-03-10'));
  expect(checkEligibility(factsOf(), cn).findings).toEqual([]);
  const changed = withCheck(cn, 'notice_period', {
    effect: 'sets_earliest_date',
    length: { unit: 'days', amount: 10 },
  });
  expect(checkEligibility(factsOf(), changed).earliestServiceEnd).toBe('2026-03-20');
});
