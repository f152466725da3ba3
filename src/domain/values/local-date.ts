import { HandbackError } from '../errors.ts';
import { plainText } from './pasted-text.ts';

/** A calendar day without time or zone, `YYYY-MM-DD` (ISO 8601), years 0001 to 9999. Compares as text. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const DAY_MS = 86_400_000;

/**
 * Reads `YYYY-MM-DD`; a day that no calendar has (2025-02-30) is refused, and nothing is ever filled in.
 * @throws HandbackError `date_invalid`.
 */
export function parseLocalDate(text: string): LocalDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) throw new HandbackError('date_invalid', { reason: 'form' });
  const date = fromUtc(utcOf(Number(match[1]), Number(match[2]), Number(match[3])));
  if (date !== text) throw new HandbackError('date_invalid', { reason: 'no_such_day' });
  return date;
}

/**
 * A day as a person types it: full-width digits, `2020/5/17`, `2020.5.17`, eight digits, or with the Chinese words for year,
 * month and day. Only orders that begin with the year, which mean one day everywhere.
 * @throws HandbackError `date_invalid`.
 */
export function parseTypedDate(text: string): LocalDate {
  const plain = plainText(text).replace(/\s/g, '');
  const match =
    /^(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (match === null) throw new HandbackError('date_invalid', { reason: 'form' });
  const [, year = '', month = '', day = ''] = match;
  return parseLocalDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** Whole days later (or earlier, if negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromUtc(midnightUtc(date) + days * DAY_MS);
}

/** Whole months later, at the same day or, where the month is shorter, at its last: 31 January + 1 = 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const lastDay = partsOf(fromUtc(utcOf(year, month + months + 1, 0))).day;
  return fromUtc(utcOf(year, month + months, Math.min(day, lastDay)));
}

export function lastDayOfMonth(date: LocalDate): LocalDate {
  const { year, month } = partsOf(date);
  return fromUtc(utcOf(year, month + 1, 0));
}

export function earliestOf(first: LocalDate, ...others: readonly LocalDate[]): LocalDate {
  let earliest = first;
  for (const date of others) if (date < earliest) earliest = date;
  return earliest;
}

export function latestOf(first: LocalDate, ...others: readonly LocalDate[]): LocalDate {
  let latest = first;
  for (const date of others) if (date > latest) latest = date;
  return latest;
}

/** Whole days from one date to another; negative if `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((midnightUtc(to) - midnightUtc(from)) / DAY_MS);
}

/** Months, or parts of one, from `on` until `endsOn`: 0 on the last day itself and after it, 1 on the day before. */
export function monthsLeft(on: LocalDate, endsOn: LocalDate): number {
  if (on >= endsOn) return 0;
  const from = partsOf(on);
  const to = partsOf(endsOn);
  const months = (to.year - from.year) * 12 + (to.month - from.month);
  return addMonths(on, months) >= endsOn ? months : months + 1;
}

/**
 * The day it is at `instant` in an IANA zone, e.g. `Asia/Shanghai`.
 * @throws HandbackError `date_invalid` for an unknown zone or an invalid instant.
 */
export function localDateAt(instant: Date, zone: string): LocalDate {
  const ms = instant.getTime();
  if (!(ms >= WHOLE_QUARTERS_SINCE)) return fromUtc(wallClockAt(ms, zone));
  const quarter = Math.floor(ms / QUARTER_HOUR_MS);
  const known = knownDays.get(zone) ?? new Map<number, LocalDate>();
  const day = known.get(quarter) ?? fromUtc(wallClockAt(ms, zone));
  if (known.size >= 1_000) known.clear();
  knownDays.set(zone, known.set(quarter, day));
  return day;
}

/** The latest day that it is anywhere on Earth: what is later than this has not come for anybody. */
export function latestDayOnEarth(instant: Date): LocalDate {
  return localDateAt(instant, 'Pacific/Kiritimati');
}

// Asking Intl is slow, and since 1972, when Liberia was the last, every zone changes its day on a quarter of an hour.
const QUARTER_HOUR_MS = 900_000;
const WHOLE_QUARTERS_SINCE = Date.UTC(1973, 0, 1);
const knownDays = new Map<string, Map<number, LocalDate>>();

/**
 * The first instant of a local day. Where clocks jump over midnight the day begins at the jump, and where they
 * fall back over it the day begins the first time; a day that a zone skipped begins where the next one does.
 * @throws HandbackError `date_invalid`.
 */
export function startOfDay(date: LocalDate, zone: string): Date {
  return firstInstantShowing(midnightUtc(date), zone);
}

/**
 * When a clock on the wall shows so many minutes of a day. A time that the clocks skip on that day is the moment of the jump; one they
 * show twice is the first.
 * @throws HandbackError `date_invalid`.
 */
export function localInstant(date: LocalDate, minutes: number, zone: string): Date {
  return firstInstantShowing(midnightUtc(date) + minutes * 60_000, zone);
}

/**
 * The same time of day, so many days later: what "in three days" means where clocks change in between.
 * A time that the clocks skip on that day is the moment of the jump; one they show twice is the first.
 * @throws HandbackError `date_invalid`.
 */
export function addLocalDays(instant: Date, days: number, zone: string): Date {
  return firstInstantShowing(wallClockAt(instant.getTime(), zone) + days * DAY_MS, zone);
}

/** The first instant at which the wall clock of `zone` shows `wall` (milliseconds as if UTC) or, if it jumps over it, more. */
function firstInstantShowing(wall: number, zone: string): Date {
  // The offsets a day to either side are the only two that apply: no zone changes twice within two days.
  const candidates = [wall - DAY_MS, wall + DAY_MS]
    .map((near) => wall - (wallClockAt(near, zone) - near))
    .filter((at) => wallClockAt(at, zone) === wall);
  if (candidates.length > 0) return new Date(Math.min(...candidates));
  let before = wall - 2 * DAY_MS;
  let after = wall + 2 * DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClockAt(middle, zone) >= wall) after = middle;
    else before = middle;
  }
  return new Date(after);
}

function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** Months and days outside their range carry over. `setUTCFullYear`, because `Date.UTC` reads year 49 as 1949. */
function utcOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function midnightUtc(date: LocalDate): number {
  const { year, month, day } = partsOf(date);
  return utcOf(year, month, day);
}

function fromUtc(ms: number): LocalDate {
  const instant = new Date(ms);
  const year = instant.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999)
    throw new HandbackError('date_invalid', { reason: 'out_of_range' });
  return instant.toISOString().slice(0, 10) as LocalDate;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock of a zone shows at `ms`, as if it were UTC, in milliseconds. */
function wallClockAt(ms: number, zone: string): number {
  if (Number.isNaN(ms)) throw new HandbackError('date_invalid', { reason: 'instant' });
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = Number(value);
  const day = utcOf(part['year']!, part['month']!, part['day']!);
  const milliseconds = ((ms % 1000) + 1000) % 1000;
  return day + ((part['hour']! * 60 + part['minute']!) * 60 + part['second']!) * 1000 + milliseconds;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
    return format;
  } catch (cause) {
    throw new HandbackError('date_invalid', { reason: 'zone', zone }, { cause });
  }
}
