import { type LocalDate, parseLocalDate } from '../values/local-date.ts';
import { type Calendar, isoWeekday } from '../values/working-days.ts';

/** From and to, in minutes of the day; 1440 is its end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface HoursRule {
  /** Of ISO weekdays (1 is Monday), of public holidays, or of days from one date to another. */
  readonly weekdays: readonly number[];
  readonly holidays: boolean;
  readonly dates: { readonly first: LocalDate; readonly last: LocalDate } | null;
  /** Empty: closed. */
  readonly spans: readonly Span[];
}

/** When a store is open, week by week, with its exceptions. */
export type OpeningHours = readonly HoursRule[];

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = '(Mo|Tu|We|Th|Fr|Sa|Su)';
const WEEKDAY_RANGE = new RegExp(`^${DAY}(?:-${DAY})?$`);
const DATE_RANGE =
  /^(\d{4}) ([A-Z][a-z]{2}) (\d{1,2})(?:\s?-\s?(?:(?:(\d{4}) )?([A-Z][a-z]{2}) )?(\d{1,2}))?$/;
const SPAN = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;
const DAY_MINUTES = 1_440;

/**
 * Reads opening hours as OpenStreetMap writes them (`opening_hours`, the part that stores need): `Mo-Fr 09:00-12:30,13:30-18:00; Sa
 * 10:00-16:00; PH off; 2027 Feb 05-2027 Feb 12 off`. Of several rules for a day the last one holds. Nothing is open over midnight.
 *
 * @returns null for what is written otherwise
 */
export function readOpeningHours(text: string): OpeningHours | null {
  const rules = text
    .split(';')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter((part) => part !== '')
    .map(ruleOf);
  const read = rules.filter((rule) => rule !== null);
  return read.length === 0 || read.length < rules.length ? null : read;
}

function ruleOf(text: string): HoursRule | null {
  if (text === '24/7') return { ...everyDay, spans: [{ from: 0, to: DAY_MINUTES }] };
  const match = /^(.*?) ?(off|closed|\d{2}:\d{2}-.*)$/.exec(text);
  if (match === null) return null;
  const [, days = '', hours = ''] = match;
  const spans = hours === 'off' || hours === 'closed' ? [] : spansOf(hours);
  const of = spans === null ? null : daysOf(days);
  return of === null || spans === null ? null : { ...of, spans };
}

const everyDay = { weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: true, dates: null } as const;

function daysOf(text: string): Omit<HoursRule, 'spans'> | null {
  if (text === '') return everyDay;
  const dates = datesOf(text);
  if (dates !== null) return { weekdays: [], holidays: false, dates };
  const weekdays: number[] = [];
  let holidays = false;
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === 'PH') {
      holidays = true;
      continue;
    }
    const range = WEEKDAY_RANGE.exec(part);
    if (range === null) return null;
    const first = WEEKDAYS.indexOf(range[1]!);
    const last = WEEKDAYS.indexOf(range[2] ?? range[1]!);
    // From Friday to Monday goes over the end of the week.
    for (let day = first; ; day = (day + 1) % 7) {
      weekdays.push(day + 1);
      if (day === last) break;
    }
  }
  return { weekdays, holidays, dates: null };
}

function datesOf(text: string): HoursRule['dates'] {
  const match = DATE_RANGE.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '', lastYear = year, lastMonth = month, lastDay = day] = match;
  const first = dateOf(year, month, day);
  const last = dateOf(lastYear, lastMonth, lastDay);
  return first === null || last === null || last < first ? null : { first, last };
}

function dateOf(year: string, month: string, day: string): LocalDate | null {
  const at = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  try {
    return parseLocalDate(`${year}-${at}-${day.padStart(2, '0')}`);
  } catch {
    return null;
  }
}

function spansOf(text: string): readonly Span[] | null {
  const spans: Span[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const match = SPAN.exec(part);
    if (match === null || Number(match[2]) > 59 || Number(match[4]) > 59) return null;
    const from = Number(match[1]) * 60 + Number(match[2]);
    const to = Number(match[3]) * 60 + Number(match[4]);
    const before = spans.at(-1)?.to ?? 0;
    if (from < before || to <= from || to > DAY_MINUTES) return null;
    spans.push({ from, to });
  }
  return spans;
}

/** When it is open on a day, the earliest first; nothing where it is closed. A date outranks a holiday, and that a weekday. */
export function spansOn(hours: OpeningHours, day: LocalDate, { holidays }: Calendar): readonly Span[] {
  const weekday = isoWeekday(day);
  const holiday = holidays.includes(day);
  const last = (applies: (rule: HoursRule) => boolean): HoursRule | undefined => hours.findLast(applies);
  const rule =
    last(({ dates }) => dates !== null && dates.first <= day && day <= dates.last) ??
    (holiday ? last((one) => one.holidays) : undefined) ??
    last(({ weekdays }) => weekdays.includes(weekday));
  return rule?.spans ?? [];
}

/** Minutes of a day as a clock shows them, `09:30`. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
