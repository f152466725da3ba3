import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addLocalDays,
  addMonths,
  daysBetween,
  type LocalDate,
  lastDayOfMonth,
  localDateAt,
  monthsLeft,
  parseLocalDate,
  parseTypedDate,
  startOfDay,
} from '../../../src/domain/values/local-date.ts';
import { addPeriod } from '../../../src/domain/values/period.ts';

const day = (text: string) => parseLocalDate(text);
const days = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1950-01-01' as LocalDate, n));
const zones = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/London',
  'Europe/Berlin',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
);

test.each([
  '2020-05-17',
  '2020/5/17',
  '2020.5.17',
  '20200517',
  '２０２０－０５－１７',
  '2020年5月17日',
  ' 2020 / 05 / 17 ',
])('%j is a day as people type it', (text) => {
  expect(parseTypedDate(text)).toBe('2020-05-17');
});

test.each(['', '17/05/2020', '5.17', '2020-02-30', '20-5-17', 'yesterday'])('%j is none', (text) => {
  expect(() => parseTypedDate(text)).toThrow('date_invalid');
});

describe('calendar', () => {
  test('a month after the last day of a long month is the last day of a short one', () => {
    expect(addMonths(day('2025-01-31'), 1)).toBe('2025-02-28');
    expect(addMonths(day('2024-01-31'), 1)).toBe('2024-02-29');
    expect(addMonths(day('2025-12-31'), 2)).toBe('2026-02-28');
    expect(addMonths(day('2025-03-31'), -1)).toBe('2025-02-28');
  });

  test('the last day of a month', () => {
    expect(lastDayOfMonth(day('2024-02-01'))).toBe('2024-02-29');
    expect(lastDayOfMonth(day('2025-12-31'))).toBe('2025-12-31');
  });

  test('months left count a begun month whole, and the last day not at all', () => {
    expect(monthsLeft(day('2025-03-31'), day('2025-03-31'))).toBe(0);
    expect(monthsLeft(day('2025-03-30'), day('2025-03-31'))).toBe(1);
    expect(monthsLeft(day('2025-02-28'), day('2025-03-31'))).toBe(2);
    expect(monthsLeft(day('2025-03-15'), day('2026-03-15'))).toBe(12);
    expect(monthsLeft(day('2025-03-15'), day('2026-03-16'))).toBe(13);
    expect(monthsLeft(day('2025-04-01'), day('2025-03-31'))).toBe(0);
  });

  test('months left are the fewest months that reach the end', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 2000 }), (from, ahead) => {
        const end = addDays(from, ahead);
        const months = monthsLeft(from, end);
        expect(addMonths(from, months) >= end).toBe(true);
        expect(addMonths(from, months - 1) < end).toBe(true);
      }),
    );
  });

  test('adding days and counting them agree', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), (from, n) => {
        expect(daysBetween(from, addDays(from, n))).toBe(n);
        expect(addDays(addDays(from, n), -n)).toBe(from);
      }),
    );
  });

  test('a day beyond the year 9999 is refused, not wrapped', () => {
    expect(() => addDays(day('9999-12-31'), 1)).toThrow('date_invalid');
  });
});

describe('days and instants', () => {
  test('the same instant is two different days in two zones', () => {
    const instant = new Date('2025-06-30T16:00:00Z');
    expect(localDateAt(instant, 'Asia/Shanghai')).toBe('2025-07-01');
    expect(localDateAt(instant, 'Europe/Berlin')).toBe('2025-06-30');
  });

  test('a day begins at its first instant: it is that day then, and was not a millisecond before', () => {
    fc.assert(
      fc.property(days, zones, (date, zone) => {
        fc.pre(!(zone === 'Pacific/Apia' && date === '2011-12-30'));
        const start = startOfDay(date, zone);
        expect(localDateAt(start, zone)).toBe(date);
        expect(localDateAt(new Date(start.getTime() - 1), zone)).toBe(
          addDays(date, -1) === '2011-12-30' && zone === 'Pacific/Apia' ? '2011-12-29' : addDays(date, -1),
        );
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['clocks jump over midnight', '2025-04-25', 'Africa/Cairo', '2025-04-24T22:00:00.000Z'],
    ['clocks fall back over midnight', '2010-11-07', 'America/St_Johns', '2010-11-07T02:30:00.000Z'],
    ['the zone skipped the day', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['clocks change later that day', '2025-03-30', 'Europe/Berlin', '2025-03-29T23:00:00.000Z'],
  ])('a day begins rightly where %s', (_, date, zone, instant) => {
    expect(startOfDay(day(date), zone).toISOString()).toBe(instant);
  });

  test('an unknown zone and an invalid instant are refused', () => {
    expect(() => localDateAt(new Date(0), 'Mars/Olympus')).toThrow('date_invalid');
    expect(() => localDateAt(new Date(Number.NaN), 'UTC')).toThrow('date_invalid');
  });
});

describe('periods', () => {
  const friday = new Date('2025-03-28T11:00:00Z'); // noon in Berlin, two days before the clocks change

  test('three days end at the same time of day, although 71 hours have passed', () => {
    const end = addPeriod(friday, { unit: 'days', amount: 3 }, 'Europe/Berlin');
    expect(end.toISOString()).toBe('2025-03-31T10:00:00.000Z');
  });

  test('72 hours elapse, whatever the clocks show', () => {
    const end = addPeriod(friday, { unit: 'hours', amount: 72 }, 'Europe/Berlin');
    expect(end.toISOString()).toBe('2025-03-31T11:00:00.000Z');
  });

  test('a time of day that the clocks skip becomes the moment of the jump', () => {
    const halfPastTwo = new Date('2025-03-29T01:30:00Z');
    expect(addLocalDays(halfPastTwo, 1, 'Europe/Berlin').toISOString()).toBe('2025-03-30T01:00:00.000Z');
  });

  test('a time of day that comes twice is the first of the two', () => {
    const halfPastTwo = new Date('2025-10-25T00:30:00Z');
    expect(addLocalDays(halfPastTwo, 1, 'Europe/Berlin').toISOString()).toBe('2025-10-26T00:30:00.000Z');
  });

  test('part of a minute is refused', () => {
    expect(() => addPeriod(friday, { unit: 'minutes', amount: 0.5 }, 'UTC')).toThrow('date_invalid');
  });
});
