import { addDays, type LocalDate, localDateAt, startOfDay } from './local-date.ts';

/** Which days nobody works; `workdays` are worked although they fall on a weekend. */
export interface Calendar {
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  readonly weekend: readonly number[];
  readonly holidays: readonly LocalDate[];
  readonly workdays: readonly LocalDate[];
}

export function isWorkingDay(date: LocalDate, { weekend, holidays, workdays }: Calendar): boolean {
  if (workdays.includes(date)) return true;
  return !weekend.includes(isoWeekday(date)) && !holidays.includes(date);
}

/**
 * The end of the n-th working day after `instant`: the day on which something came does not count, as periods of days are
 * counted everywhere (e.g. § 187 BGB).
 *
 * @param n one or more
 * @returns midnight in `zone` after that day
 */
export function endOfWorkingDay(instant: Date, n: number, calendar: Calendar, zone: string): Date {
  let day = localDateAt(instant, zone);
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return startOfDay(addDays(day, 1), zone);
}

/** The last day of a period whose end `endOfWorkingDay` gave: the one that the midnight follows. */
export function lastDayOf(end: Date, zone: string): LocalDate {
  return localDateAt(new Date(end.getTime() - 1), zone);
}

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export function isoWeekday(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
