import { describe, expect, it } from 'vitest';
import { reminderDay } from '../../../src/domain/guidance/reminder-day.ts';
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
