import { describe, expect, it } from 'vitest';
import { answerDueOn, complaintClock } from '../../../src/domain/complaints/complaint-clock.ts';
import { type LocalDate, parseLocalDate } from '../../../src/domain/values/local-date.ts';

const day = (text: string): LocalDate => parseLocalDate(text);
const CALENDAR = {
  weekend: [6, 7],
  holidays: [day('2026-10-01'), day('2026-10-02'), day('2026-12-25')],
  workdays: [day('2026-10-10')],
};
const clock = (due: string, warn = 3, zone = 'Asia/Shanghai') => {
  const { dueBy, workBy, remindAt } = complaintClock(day(due), { warnWorkingDays: warn }, CALENDAR, zone);
  return [dueBy, workBy, remindAt].map((at) => at.toISOString());
};

describe('the clock of a complaint', () => {
  it('counts the days of the calendar, the day of receipt not among them, in the zone of its rules', () => {
    // In Shanghai it is the second already.
    const at = new Date('2026-09-01T16:30:00Z');
    expect(answerDueOn({ answerDays: 15 }, at, 'Asia/Shanghai')).toBe('2026-09-17');
    expect(answerDueOn({ answerDays: 15 }, at, 'Europe/London')).toBe('2026-09-16');
  });

  it('ends with its day, and is reminded of so many working days before', () => {
    // A Thursday; the reminder on the Monday.
    expect(clock('2026-09-17')).toEqual([
      '2026-09-17T16:00:00.000Z',
      '2026-09-17T16:00:00.000Z',
      '2026-09-13T16:00:00.000Z',
    ]);
  });

  it.each([
    // A regulator's day on a holiday; on a Sunday; on a Saturday that is worked.
    ['2026-10-02', '2026-09-30T16:00:00.000Z'],
    ['2026-09-20', '2026-09-18T16:00:00.000Z'],
    ['2026-10-10', '2026-10-10T16:00:00.000Z'],
  ])('lets nobody off where its day, %s, is none on which people work', (due, workBy) => {
    const [dueBy, by] = clock(due);
    expect(by).toBe(workBy);
    expect(Date.parse(dueBy!)).toBeGreaterThanOrEqual(Date.parse(by!));
  });

  it('holds its days over a change of the clock', () => {
    // Summer time ends in the night to the 25th: that day has 25 hours.
    expect(clock('2026-10-26', 1, 'Europe/London')).toEqual([
      '2026-10-27T00:00:00.000Z',
      '2026-10-27T00:00:00.000Z',
      '2026-10-22T23:00:00.000Z',
    ]);
    expect(clock('2026-03-27', 0, 'Europe/Berlin')[0]).toBe('2026-03-27T23:00:00.000Z');
    expect(clock('2026-03-30', 0, 'Europe/Berlin')[0]).toBe('2026-03-30T22:00:00.000Z');
  });

  it('ends in any calendar, also in one in which nobody works', () => {
    const never = { weekend: [1, 2, 3, 4, 5, 6, 7], holidays: [], workdays: [] };
    const { dueBy, workBy } = complaintClock(day('2026-09-17'), { warnWorkingDays: 3 }, never, 'UTC');
    expect(workBy).toEqual(dueBy);
  });
});
