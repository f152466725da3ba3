import { describe, expect, it } from 'vitest';
import { reminderDay, reminderDays, reminderInstant } from '../../../src/domain/guidance/reminder-day.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const TODAY = parseLocalDate('2026-11-30');

describe('the day of a reminder', () => {
  it.each(['2026-11-30', '2026-12-01', '2027-11-30'])('may be %s', (day) => {
    expect(reminderDay(day, TODAY)).toBe(day);
  });

  it.each(['2026-11-29', '2027-12-01', '2026-02-30', ''])('is not %j', (day) => {
    expect(() => reminderDay(day, TODAY)).toThrow(expect.objectContaining({ code: 'date_invalid' }));
  });
});

const SHANGHAI = 'Asia/Shanghai';
const at = (text: string): Date => new Date(text);

describe('the days of a reminder', () => {
  it.each([
    [
      'before nine, today too',
      '2026-11-30T08:59+08:00',
      '2026-12-02T10:00+08:00',
      '2026-11-30',
      '2026-12-02',
    ],
    [
      'from nine on, tomorrow first',
      '2026-11-30T09:00+08:00',
      '2026-12-02T10:00+08:00',
      '2026-12-01',
      '2026-12-02',
    ],
    [
      'not the day of an end before nine',
      '2026-11-30T08:00+08:00',
      '2026-12-02T09:00+08:00',
      '2026-11-30',
      '2026-12-01',
    ],
    ['one day', '2026-11-30T10:00+08:00', '2026-12-01T09:01+08:00', '2026-12-01', '2026-12-01'],
  ])('are, %s', (_, now, end, first, last) => {
    expect(reminderDays(at(now), at(end), SHANGHAI)).toEqual({ first, last });
  });

  it.each([
    ['2026-11-30T10:00+08:00', '2026-12-01T08:00+08:00'],
    ['2026-11-30T10:00+08:00', '2026-11-30T10:01+08:00'],
    ['2026-11-30T10:00+08:00', '2026-11-29T10:01+08:00'],
  ])('are none between %s and %s', (now, end) => {
    expect(reminderDays(at(now), at(end), SHANGHAI)).toBeNull();
  });

  it('begin at nine on both sides of a change of the clock', () => {
    expect(reminderInstant(parseLocalDate('2026-10-24'), 'Europe/Berlin').toISOString()).toBe(
      '2026-10-24T07:00:00.000Z',
    );
    expect(reminderInstant(parseLocalDate('2026-10-25'), 'Europe/Berlin').toISOString()).toBe(
      '2026-10-25T08:00:00.000Z',
    );
  });
});
