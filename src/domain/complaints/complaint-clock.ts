import type { ComplaintRule } from '../rules/complaint-rule.ts';
import { addDays, type LocalDate, localDateAt, startOfDay } from '../values/local-date.ts';
import { type Calendar, isWorkingDay } from '../values/working-days.ts';

/** The clock of one complaint. */
export interface ComplaintClock {
  /** The last day on which an answer is in time. */
  readonly dueOn: LocalDate;
  /** The end of that day: from then on it is late. */
  readonly dueBy: Date;
  /** The end of the last working day that is not after it: nobody answers on a holiday. */
  readonly workBy: Date;
  /** From the beginning of this day on whoever works on it is reminded. */
  readonly remindAt: Date;
}

/** The last day for a complaint that came at a moment, by the rule: the days of the calendar, whatever they are. */
export function answerDueOn(
  { answerDays }: Pick<ComplaintRule, 'answerDays'>,
  at: Date,
  zone: string,
): LocalDate {
  return addDays(localDateAt(at, zone), answerDays);
}

/**
 * The clock of a complaint that is due on a day: by the rule, or by a regulator's letter, which counts where it is nearer. A last day on
 * which nobody works lets nobody off: what is due then is worked on before. Days are those of the zone, also over a change of the clock.
 */
export function complaintClock(
  dueOn: LocalDate,
  { warnWorkingDays }: Pick<ComplaintRule, 'warnWorkingDays'>,
  calendar: Calendar,
  zone: string,
): ComplaintClock {
  const lastDay = onOrBefore(dueOn, calendar);
  let reminder = lastDay;
  for (let left = warnWorkingDays; left > 0; left--) reminder = onOrBefore(addDays(reminder, -1), calendar);
  return {
    dueOn,
    dueBy: endOf(dueOn, zone),
    workBy: endOf(lastDay, zone),
    remindAt: startOfDay(reminder, zone),
  };
}

const endOf = (day: LocalDate, zone: string): Date => startOfDay(addDays(day, 1), zone);

/** A calendar in which nobody ever works is none. */
const LONGEST_REST_DAYS = 60;

function onOrBefore(day: LocalDate, calendar: Calendar): LocalDate {
  for (let n = 0, at = day; n < LONGEST_REST_DAYS; n++, at = addDays(at, -1))
    if (isWorkingDay(at, calendar)) return at;
  return day;
}
