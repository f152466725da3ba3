import { describe, expect, it } from 'vitest';
import { bucketsOf, momentsOf, readRange, unitOf } from '../../../src/domain/statistics/chart-range.ts';
import type { LocalDate } from '../../../src/domain/values/local-date.ts';

const TODAY = '2026-07-15' as LocalDate;
const range = (from: string, to: string) => ({ from: from as LocalDate, to: to as LocalDate });
const read = (from: string | null, to: string | null) => readRange({ from, to }, TODAY);

describe('the range of charts', () => {
  it('is the last thirty days where nothing is said, and thirty days to or from the one day that is', () => {
    expect(read(null, '')).toEqual({ ok: true, range: range('2026-06-16', '2026-07-15') });
    expect(read(null, '2026-03-01')).toEqual({ ok: true, range: range('2026-01-31', '2026-03-01') });
    expect(read('2026-03-01', null)).toEqual({ ok: true, range: range('2026-03-01', '2026-07-15') });
    expect(read('2026-08-01', null)).toEqual({ ok: true, range: range('2026-08-01', '2026-08-30') });
  });

  it('is one day where both ends are the same, and five years at most', () => {
    expect(read('2024-02-29', '2024-02-29').ok).toBe(true);
    expect(read('2021-07-16', '2026-07-15').ok).toBe(true);
    expect(read('2021-07-15', '2026-07-15')).toEqual({ ok: false, field: 'from', problem: 'too_long' });
  });

  it.each([
    ['2026-02-30', '2026-03-01', 'from', 'not_a_day'],
    ['2026-03-01', 'tomorrow', 'to', 'not_a_day'],
    ['2026-03-02', '2026-03-01', 'to', 'reversed'],
    ['0001-01-01', '0001-01-02', 'from', 'not_a_day'],
    ['2026-03-01', '9999-12-31', 'to', 'not_a_day'],
    ['2026-03-01', "'; drop table termination --", 'to', 'not_a_day'],
  ])('from %s to %s is none', (from, to, field, problem) => {
    expect(read(from, to)).toEqual({ ok: false, field, problem });
  });
});

describe('buckets', () => {
  it('are days, weeks or months by the length of the range', () => {
    expect(unitOf(range('2026-01-01', '2026-02-14'))).toBe('day');
    expect(unitOf(range('2026-01-01', '2026-02-15'))).toBe('week');
    expect(unitOf(range('2026-01-01', '2026-07-20'))).toBe('month');
  });

  it.each([
    ['2026-03-01', '2026-03-31'],
    ['2026-01-07', '2026-04-30'],
    ['2021-07-31', '2026-07-15'],
    ['2024-02-29', '2024-02-29'],
  ])('from %s to %s touch each other and end with the range', (from, to) => {
    const buckets = bucketsOf(range(from, to));
    expect(buckets[0]!.from).toBe(from);
    expect(buckets.at(-1)!.to).toBe(to);
    for (const [n, one] of buckets.slice(1).entries())
      expect(new Date(one.from).getTime() - new Date(buckets[n]!.to).getTime()).toBe(86_400_000);
  });

  it('begin on Mondays where they are weeks, and on the first where they are months', () => {
    for (const { from } of bucketsOf(range('2026-01-07', '2026-04-30')).slice(1))
      expect(new Date(from).getUTCDay()).toBe(1);
    for (const { from } of bucketsOf(range('2025-01-31', '2026-04-30')).slice(1))
      expect(from.slice(8)).toBe('01');
  });

  it('are as long as the clocks make their days', () => {
    const hours = (day: string, zone: string) => {
      const { start, end } = momentsOf(range(day, day), zone);
      return (end.getTime() - start.getTime()) / 3_600_000;
    };
    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(hours('2026-10-25', 'Asia/Shanghai')).toBe(24);
  });
});
