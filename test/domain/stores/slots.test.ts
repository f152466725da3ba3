import { describe, expect, it } from 'vitest';
import { readOpeningHours } from '../../../src/domain/stores/opening-hours.ts';
import { bookable, bookingDays, isBookable, slotAt, slotsOn } from '../../../src/domain/stores/slots.ts';
import type { Store } from '../../../src/domain/stores/store.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const NONE = { weekend: [], holidays: [], workdays: [] };
const SPOKEN = { 'zh-CN': 'x', en: 'x' };
function store(hours: string, timeZone = 'Asia/Shanghai', slotMinutes = 30): Store {
  return {
    ...{ storeId: 's', names: SPOKEN, jurisdiction: 'cn', province: null, city: SPOKEN, address: SPOKEN },
    ...{ phone: null, services: ['end_line'], hoursText: hours, hours: readOpeningHours(hours)! },
    ...{ timeZone, slotMinutes, places: 1 },
  };
}
const startsOn = (one: Store, day: string): string[] =>
  slotsOn(one, parseLocalDate(day), NONE).map(({ startsAt }) => startsAt.toISOString().slice(11, 16));

describe('the times of a store', () => {
  it('lie whole within its hours, by its own clock', () => {
    expect(startsOn(store('Mo-Su 09:00-10:45,13:00-13:20'), '2026-11-30')).toEqual([
      '01:00',
      '01:30',
      '02:00',
    ]);
    expect(startsOn({ ...store('Mo-Su 09:00-18:00'), places: 0 }, '2026-11-30')).toEqual([]);
  });

  it('are none that the clocks skip, and each once where they show a time twice', () => {
    // Berlin: on 28 March 2027 from 02:00 to 03:00 (01:00 UTC), on 31 October from 03:00 back to 02:00.
    expect(startsOn(store('Mo-Su 01:30-03:30', 'Europe/Berlin'), '2027-03-28')).toEqual(['00:30', '01:00']);
    expect(startsOn(store('Mo-Su 01:30-03:30', 'Europe/Berlin'), '2027-10-31')).toEqual([
      '23:30',
      '00:00',
      '00:30',
      '02:00',
    ]);
  });

  it('can be had from an hour ahead, and for a month', () => {
    const one = store('Mo-Su 09:00-18:00');
    const day = parseLocalDate('2026-11-30');
    const now = new Date('2026-11-30T07:31:00Z');
    expect(bookable(slotsOn(one, day, NONE), now).map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-11-30T09:00:00.000Z',
      '2026-11-30T09:30:00.000Z',
    ]);
    const days = bookingDays(one, new Date('2026-11-30T16:30:00Z'));
    expect([days[0], days.length]).toEqual(['2026-12-01', 30]);
  });

  it.each([
    ['2026-11-30T00:00:00Z', true],
    // The last one, at 17:30, can be had until an hour before.
    ['2026-11-30T08:30:00Z', true],
    ['2026-11-30T08:30:01Z', false],
  ])('at %s a day has one left: %s', (now, left) => {
    const one = store('Mo-Su 09:00-12:00,13:00-18:00,20:00-20:10');
    expect(isBookable(one, parseLocalDate('2026-11-30'), NONE, new Date(now))).toBe(left);
    expect(isBookable({ ...one, places: 0 }, parseLocalDate('2026-11-30'), NONE, new Date(now))).toBe(false);
  });

  it('are found by their beginning, and nothing else is one', () => {
    const one = store('Mo-Su 09:00-18:00');
    expect(slotAt(one, new Date('2026-11-30T01:30:00Z'), NONE)?.endsAt.toISOString()).toBe(
      '2026-11-30T02:00:00.000Z',
    );
    for (const other of ['2026-11-30T01:31:00Z', '2026-11-30T01:30:00.001Z', '2026-11-30T10:00:00Z'])
      expect(slotAt(one, new Date(other), NONE), other).toBeNull();
  });
});
