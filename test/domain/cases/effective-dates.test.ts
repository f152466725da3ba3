import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Agreed,
  billingEndOn,
  effectiveDates,
  numberReleaseOn,
} from '../../../src/domain/cases/effective-dates.ts';
import { BILLING_END_POLICIES, rulesFor } from '../../../src/domain/rules/rulebook.ts';
import {
  addDays,
  lastDayOfMonth,
  localDateAt,
  parseLocalDate,
} from '../../../src/domain/values/local-date.ts';
import { clearLine, rulebooks, withSetting } from '../fixtures.ts';

const day = parseLocalDate;
const cn = rulesFor(rulebooks.cn, null, day('2026-03-10'));
const de = rulesFor(rulebooks.de, null, day('2026-03-10'));
const agreed = (confirmedAt: string, more: Partial<Agreed> = {}): Agreed => ({
  confirmedAt: new Date(confirmedAt),
  urgent: false,
  risks: [],
  earliestServiceEnd: day('2025-01-01'),
  line: clearLine,
  ...more,
});

describe('service end', () => {
  test('comes when the cooling-off is over, at the same time of day', () => {
    expect(effectiveDates(agreed('2026-03-10T02:30:00Z'), cn)).toMatchObject({
      coolingOffEndsAt: new Date('2026-03-13T02:30:00Z'),
      serviceEndAt: new Date('2026-03-13T02:30:00Z'),
      serviceEndOn: '2026-03-13',
    });
  });

  test('is a day of the jurisdiction: late on the 31st in Greenwich is the 1st in Shanghai', () => {
    const dates = effectiveDates(agreed('2026-05-28T17:00:00Z'), cn);
    expect(dates.serviceEndOn).toBe('2026-06-01');
    expect(dates.billingEndOn).toBe('2026-06-30');
  });

  test('on a later day that a check has set, service lasts until the end of that day', () => {
    const dates = effectiveDates(
      agreed('2026-03-10T02:30:00Z', { earliestServiceEnd: day('2026-03-31') }),
      cn,
    );
    expect(dates.serviceEndAt).toEqual(new Date('2026-03-31T16:00:00Z'));
    expect(dates.serviceEndOn).toBe('2026-03-31');
    expect(dates.billingEndOn).toBe('2026-03-31');
  });

  test('on the very day that a check has set, service ends with the cooling-off and not hours later', () => {
    const dates = effectiveDates(
      agreed('2026-03-10T02:30:00Z', { earliestServiceEnd: day('2026-03-13') }),
      cn,
    );
    expect(dates.serviceEndAt).toEqual(new Date('2026-03-13T02:30:00Z'));
    expect(dates.serviceEndOn).toBe('2026-03-13');
  });

  test('a stolen phone waits for no cooling-off where the rulebook says so, and else it does', () => {
    const stolen = agreed('2026-03-10T02:30:00Z', { urgent: true });
    expect(effectiveDates(stolen, cn).serviceEndAt).toEqual(stolen.confirmedAt);
    const strict = withSetting(cn, 'cooling_off', { skippedIfUrgent: false });
    expect(effectiveDates(stolen, strict).serviceEndAt).toEqual(new Date('2026-03-13T02:30:00Z'));
  });

  test('a cooling-off of days over a change of the clocks keeps the time of day, one of hours does not', () => {
    const before = agreed('2026-03-28T11:00:00Z'); // noon in Berlin, the day before summer time
    const days = withSetting(de, 'cooling_off', { period: { unit: 'days', amount: 1 } });
    expect(effectiveDates(before, days).serviceEndAt).toEqual(new Date('2026-03-29T10:00:00Z'));
    expect(effectiveDates(before, de).serviceEndAt).toEqual(new Date('2026-03-29T11:00:00Z'));
  });
});

describe('billing end', () => {
  const billing = (policy: (typeof BILLING_END_POLICIES)[number], on: string) =>
    billingEndOn(day(on), withSetting(cn, 'billing_end', { policy }));

  test('follows the policy of the rulebook, over short months and new years too', () => {
    expect(billing('service_end', '2026-01-31')).toBe('2026-01-31');
    expect(billing('end_of_month', '2026-02-01')).toBe('2026-02-28');
    expect(billing('next_month_end', '2026-01-31')).toBe('2026-02-28');
    expect(billing('next_month_end', '2026-12-05')).toBe('2027-01-31');
  });
});

describe('number release', () => {
  test('an own number rests as long as the rulebook says, a ported-in one until it goes home', () => {
    const rules = withSetting(cn, 'quarantine', { ownDays: 90, rangeHolderDays: 31 });
    const ported = { ...clearLine, origin: { kind: 'ported_in' as const, rangeHolder: 'Example Mobile' } };
    expect(numberReleaseOn(clearLine, day('2026-03-13'), rules)).toBe('2026-06-11');
    expect(numberReleaseOn(ported, day('2026-03-13'), rules)).toBe('2026-04-13');
  });

  test('a line without a number has none to release', () => {
    expect(
      effectiveDates(agreed('2026-03-10T02:30:00Z', { line: { ...clearLine, msisdn: null } }), cn)
        .numberReleaseOn,
    ).toBeNull();
  });
});

test('whatever is agreed, the three dates keep their order and their meaning', () => {
  const agreements = fc.record({
    at: fc.date({ min: new Date('2025-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
    wait: fc.integer({ min: -40, max: 800 }),
    urgent: fc.boolean(),
    policy: fc.constantFrom(...BILLING_END_POLICIES),
    ownDays: fc.integer({ min: 0, max: 400 }),
    period: fc.record({
      unit: fc.constantFrom('minutes', 'hours', 'days'),
      amount: fc.integer({ min: 0, max: 100 }),
    }),
    zone: fc.constantFrom(
      'Asia/Shanghai',
      'Europe/London',
      'Europe/Berlin',
      'America/St_Johns',
      'Africa/Cairo',
    ),
  });
  fc.assert(
    fc.property(agreements, ({ at, wait, urgent, policy, ownDays, period, zone }) => {
      let rules = withSetting({ ...cn, timeZone: zone }, 'billing_end', { policy });
      rules = withSetting(withSetting(rules, 'quarantine', { ownDays }), 'cooling_off', { period } as never);
      const earliestServiceEnd = addDays(localDateAt(at, zone), wait);
      const dates = effectiveDates(
        { confirmedAt: at, urgent, risks: [], earliestServiceEnd, line: clearLine },
        rules,
      );
      expect(dates.coolingOffEndsAt >= at).toBe(true);
      expect(dates.serviceEndAt >= dates.coolingOffEndsAt).toBe(true);
      expect(dates.serviceEndOn >= earliestServiceEnd).toBe(true);
      // The last moment of service is on the day that is named: not the day after, not the day before.
      const waits = dates.serviceEndAt > dates.coolingOffEndsAt;
      const lastMoment = waits ? new Date(dates.serviceEndAt.getTime() - 1) : dates.serviceEndAt;
      expect(localDateAt(lastMoment, zone)).toBe(dates.serviceEndOn);
      expect(dates.billingEndOn >= dates.serviceEndOn).toBe(true);
      if (policy !== 'service_end') expect(lastDayOfMonth(dates.billingEndOn)).toBe(dates.billingEndOn);
      expect(dates.numberReleaseOn).toBe(addDays(dates.serviceEndOn, ownDays));
    }),
    { numRuns: 300 },
  );
});
