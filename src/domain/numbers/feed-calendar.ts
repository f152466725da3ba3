import {
  addDays,
  addMonths,
  earliestOf,
  type LocalDate,
  lastDayOfMonth,
  latestOf,
  parseLocalDate,
} from '../values/local-date.ts';

/**
 * Lists of numbers for others. `rnd`: the Reassigned Numbers Database of the FCC (USA). `mnrl`: the revoked numbers that TRAI publishes
 * (India). `range_holder`: ported-in numbers that go back to whoever holds their range.
 */
export const FEED_KINDS = ['rnd', 'mnrl', 'range_holder'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** A month, `YYYY-MM`. */
export type Period = string & { readonly __brand: 'Period' };

export interface FeedDates {
  /** The last day on which it may be handed in. */
  readonly dueOn: LocalDate;
  /** The first day on which it can be made: what it must cover is over then. */
  readonly from: LocalDate;
  /** The last day that it must cover. */
  readonly through: LocalDate;
}

/** Days before it is due on which operations are reminded. */
export const REMIND_DAYS = 5;

export function periodOf(date: LocalDate): Period {
  return date.slice(0, 7) as Period;
}

export function isPeriod(text: string): text is Period {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/**
 * When a list of a month is due, and what it covers. RND: by the 15th, with data through at least the 10th (FCC 18-177; ⚠ from a summary);
 * MNRL: on the 8th, of the month before (TRAI order of 2019-11-20); range holders: by the 5th, of the month before, as operators agree.
 */
export function feedDates(kind: FeedKind, period: Period): FeedDates {
  const day = (n: number): LocalDate => parseLocalDate(`${period}-${String(n).padStart(2, '0')}`);
  const monthBefore = lastDayOfMonth(addMonths(day(1), -1));
  switch (kind) {
    case 'rnd':
      return { dueOn: day(15), from: day(11), through: day(10) };
    case 'mnrl':
      return { dueOn: day(8), from: day(1), through: monthBefore };
    case 'range_holder':
      return { dueOn: day(5), from: day(1), through: monthBefore };
  }
}

/**
 * What a list covers that is made on a day: all that is over, and for a list of a month no more than that month. One that is made very late, or
 * for a month that somebody mistyped, takes nothing from the lists after it.
 */
export function throughOn(kind: FeedKind, period: Period, today: LocalDate): LocalDate {
  const { through } = feedDates(kind, period);
  if (kind !== 'rnd') return through;
  return earliestOf(latestOf(through, addDays(today, -1)), addMonths(through, 1));
}

/** How far a list is. */
export const feedState = (feed: { readonly madeAt: Date | null; readonly sentAt: Date | null }) =>
  feed.sentAt !== null ? 'sent' : feed.madeAt !== null ? 'made' : 'planned';
