import { HandbackError } from '../errors.ts';
import {
  addDays,
  addMonths,
  daysBetween,
  type LocalDate,
  parseTypedDate,
  startOfDay,
} from '../values/local-date.ts';

/** Local days from the first to the last, both of them included. */
export interface ChartRange {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export type RangeProblem = 'not_a_day' | 'reversed' | 'too_long';

export type ReadRange =
  | { readonly ok: true; readonly range: ChartRange }
  | { readonly ok: false; readonly field: 'from' | 'to'; readonly problem: RangeProblem };

/** More years would not be read in one chart. */
export const MOST_YEARS = 5;
const USUAL_DAYS = 30;
const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2999-12-31';

/**
 * The range that was asked for. What is left out is taken so that the range has its usual 30 days, up to today where nothing is said.
 * @param asked as typed, or null
 */
export function readRange(
  asked: { readonly from: string | null; readonly to: string | null },
  today: LocalDate,
): ReadRange {
  const from = read(asked.from);
  if (from === undefined) return { ok: false, field: 'from', problem: 'not_a_day' };
  const to = read(asked.to);
  if (to === undefined) return { ok: false, field: 'to', problem: 'not_a_day' };
  const last = to ?? (from === null || from <= today ? today : addDays(from, USUAL_DAYS - 1));
  const range = { from: from ?? addDays(last, 1 - USUAL_DAYS), to: last };
  if (range.from > range.to) return { ok: false, field: 'to', problem: 'reversed' };
  if (addMonths(range.from, MOST_YEARS * 12) <= range.to)
    return { ok: false, field: 'from', problem: 'too_long' };
  return { ok: true, range };
}

/** Null for nothing, undefined for what is no day. */
function read(text: string | null): LocalDate | null | undefined {
  if (text === null || text.trim() === '') return null;
  try {
    const date = parseTypedDate(text.slice(0, 40));
    return date < FIRST_DAY || date > LAST_DAY ? undefined : date;
  } catch (error) {
    if (error instanceof HandbackError) return undefined;
    throw error;
  }
}

export type BucketUnit = 'day' | 'week' | 'month';

/** By how much of time the bars of a range go. */
export function unitOf({ from, to }: ChartRange): BucketUnit {
  const days = daysBetween(from, to) + 1;
  return days <= 45 ? 'day' : days <= 200 ? 'week' : 'month';
}

/** The range in days, weeks from Monday, or months; the first and the last as far as they lie in the range. */
export function bucketsOf(range: ChartRange): readonly ChartRange[] {
  const unit = unitOf(range);
  const buckets: ChartRange[] = [];
  for (let from = range.from; from <= range.to; ) {
    const next = nextBegin(from, unit);
    const last = addDays(next, -1);
    buckets.push({ from, to: next > range.to ? range.to : last });
    from = next;
  }
  return buckets;
}

function nextBegin(date: LocalDate, unit: BucketUnit): LocalDate {
  if (unit === 'day') return addDays(date, 1);
  if (unit === 'month') return addMonths(`${date.slice(0, 8)}01` as LocalDate, 1);
  // A Monday long ago.
  const past = ((daysBetween('1969-12-29' as LocalDate, date) % 7) + 7) % 7;
  return addDays(date, 7 - past);
}

/** From the first moment of the range to the first after it. Days are as long as the clocks of the zone make them. */
export function momentsOf(
  { from, to }: ChartRange,
  timeZone: string,
): { readonly start: Date; readonly end: Date } {
  return { start: startOfDay(from, timeZone), end: startOfDay(addDays(to, 1), timeZone) };
}
