import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  type LocalDate,
  parseLocalDate,
  startOfDay,
} from '../../../src/domain/values/local-date.ts';
import { type Calendar, endOfWorkingDay, isWorkingDay } from '../../../src/domain/values/working-days.ts';

const day = (text: string): LocalDate => parseLocalDate(text);
const CALENDAR: Calendar = {
  weekend: [6, 7],
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2027-01-01'].map(day),
  workdays: [day('2026-10-10')],
};
const SHANGHAI = 'Asia/Shanghai';

describe('a working day', () => {
  test.each([
    ['2026-09-30', true, 'a Wednesday'],
    ['2026-10-01', false, 'a holiday'],
    ['2026-10-03', false, 'a Saturday'],
    ['2026-10-04', false, 'a Sunday'],
    ['2026-10-05', false, 'a holiday on a Monday'],
    ['2026-10-06', true, 'the Tuesday after it'],
    ['2026-10-10', true, 'a Saturday that is worked'],
    ['2026-10-11', false, 'the Sunday after it'],
  ])('%s: %s, for it is %s', (date, works) => {
    expect(isWorkingDay(day(date), CALENDAR)).toBe(works);
  });

  test('is what the calendar says, also where the weekend is another', () => {
    const friday: Calendar = { weekend: [5], holidays: [], workdays: [] };
    expect(isWorkingDay(day('2026-10-09'), friday)).toBe(false);
    expect(isWorkingDay(day('2026-10-10'), friday)).toBe(true);
  });
});

describe('the end of the n-th working day', () => {
  test.each([
    ['the day of receipt does not count', '2026-09-28T09:00:00+08:00', 1, '2026-09-30T00:00:00+08:00'],
    ['nor does it at its last minute', '2026-09-28T23:59:59+08:00', 1, '2026-09-30T00:00:00+08:00'],
    ['a day begins at midnight there', '2026-09-29T00:00:00+08:00', 1, '2026-10-01T00:00:00+08:00'],
    ['holidays and a weekend in between', '2026-09-30T12:00:00+08:00', 2, '2026-10-08T00:00:00+08:00'],
    [
      'what comes on a holiday waits for a day that is worked',
      '2026-10-02T12:00:00+08:00',
      1,
      '2026-10-07T00:00:00+08:00',
    ],
    ['a Saturday that is worked counts', '2026-10-09T12:00:00+08:00', 1, '2026-10-11T00:00:00+08:00'],
    ['over the end of a year', '2026-12-31T12:00:00+08:00', 1, '2027-01-05T00:00:00+08:00'],
  ])('%s', (_, received, n, end) => {
    expect(endOfWorkingDay(new Date(received), n, CALENDAR, SHANGHAI)).toEqual(new Date(end));
  });

  test.each([
    // Clocks go back in the night to Sunday, 2026-10-25, and forward in the night to 2027-03-28.
    ['2026-10-23T12:00:00+02:00', '2026-10-27T00:00:00+01:00'],
    ['2027-03-26T12:00:00+01:00', '2027-03-30T00:00:00+02:00'],
  ])('is midnight in its zone, whatever the clocks did meanwhile: from %s', (received, end) => {
    const berlin = endOfWorkingDay(new Date(received), 1, CALENDAR, 'Europe/Berlin');
    expect(berlin).toEqual(new Date(end));
  });

  test('is never less than n days away, and after a day that is worked', () => {
    const instants = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2028-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), (received, n) => {
        const end = endOfWorkingDay(received, n, CALENDAR, SHANGHAI);
        expect(end.getTime() - received.getTime()).toBeGreaterThanOrEqual(n * 86_400_000);
        const last = addDays(
          new Date(end.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) as LocalDate,
          -1,
        );
        expect(isWorkingDay(last, CALENDAR)).toBe(true);
        expect(startOfDay(addDays(last, 1), SHANGHAI)).toEqual(end);
      }),
    );
  });
});
