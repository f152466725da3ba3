import { describe, expect, it } from 'vitest';
import { clockOf, readOpeningHours, spansOn } from '../../../src/domain/stores/opening-hours.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import type { Calendar } from '../../../src/domain/values/working-days.ts';

const CALENDAR: Calendar = { weekend: [6, 7], holidays: [parseLocalDate('2027-01-01')], workdays: [] };
const on = (text: string, day: string): string =>
  spansOn(readOpeningHours(text)!, parseLocalDate(day), CALENDAR)
    .map(({ from, to }) => `${clockOf(from)}-${clockOf(to)}`)
    .join();

describe('opening hours', () => {
  it.each([
    // 2026-11-30 is a Monday, 2026-12-05 a Saturday, 2027-01-01 a Friday and a holiday.
    ['Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-16:00', '2026-11-30', '09:00-12:30,13:30-18:00'],
    ['Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-16:00', '2026-12-05', '10:00-16:00'],
    ['Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-16:00', '2026-12-06', ''],
    ['Mo-Fr 09:00-18:00', '2027-01-01', '09:00-18:00'],
    ['Mo-Fr 09:00-18:00; PH off', '2027-01-01', ''],
    ['Mo-Fr,PH 09:00-18:00; We 10:00-12:00', '2027-01-01', '09:00-18:00'],
    // The last rule for a day holds; over the end of the week; a day of its own outranks both.
    ['Mo-Su 09:00-18:00; We 10:00-12:00', '2026-12-02', '10:00-12:00'],
    ['Fr-Mo 09:00-18:00', '2026-12-06', '09:00-18:00'],
    ['Fr-Mo 09:00-18:00', '2026-12-02', ''],
    ['2026 Dec 06 10:00-12:00; Mo-Su 09:00-18:00; PH off', '2026-12-06', '10:00-12:00'],
    ['Mo-Su 09:00-18:00; 2027 Feb 05-2027 Feb 12 off', '2027-02-12', ''],
    ['Mo-Su 09:00-18:00; 2027 Feb 05-12 off', '2027-02-13', '09:00-18:00'],
    ['Mo-Su 09:00-18:00; 2026 Dec 30 - 2027 Jan 02 closed', '2027-01-02', ''],
    ['24/7', '2027-01-01', '00:00-24:00'],
    ['09:00-18:00', '2027-01-01', '09:00-18:00'],
  ])('%s on %s: %s', (text, day, spans) => {
    expect(on(text, day)).toBe(spans);
  });

  it.each([
    '',
    ';',
    'daily',
    'Mo-Fr 9-18',
    'Mo-Fr 09:00-18:60',
    'Mo-Fr 18:00-09:00',
    'Mo-Fr 09:00-12:00,11:00-13:00',
    'Mo-Fr 20:00-26:00',
    'Mo-Fr 09:00',
    'Xx 09:00-18:00',
    '2027 Feb 30 off',
    '2027 Feb 12-2027 Feb 05 off',
    'Mo-Fr 09:00-18:00; nonsense',
  ])('%j is written otherwise', (text) => {
    expect(readOpeningHours(text)).toBeNull();
  });
});
