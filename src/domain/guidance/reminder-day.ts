import { HandbackError } from '../errors.ts';
import {
  addDays,
  addMonths,
  type LocalDate,
  localDateAt,
  localInstant,
  parseTypedDate,
} from '../values/local-date.ts';

/**
 * The day on which somebody wants to be reminded before a line ends.
 * @param today where the operator is
 * @throws HandbackError `date_invalid` for what is no day, is over, or is more than a year ahead
 */
export function reminderDay(text: string, today: LocalDate): LocalDate {
  const day = parseTypedDate(text);
  if (day < today || day > addMonths(today, 12)) throw new HandbackError('date_invalid', { reason: 'range' });
  return day;
}

/** In the morning, when people can still do something about it. */
const NINE = 9 * 60;

/** When the message of a day is sent. */
export const reminderInstant = (day: LocalDate, zone: string): Date => localInstant(day, NINE, zone);

/**
 * The days on which somebody can be reminded of the end of a service: their morning is still ahead, and before the end.
 * @returns null where there is none
 */
export function reminderDays(
  now: Date,
  serviceEndAt: Date,
  zone: string,
): { readonly first: LocalDate; readonly last: LocalDate } | null {
  const today = localDateAt(now, zone);
  const endDay = localDateAt(serviceEndAt, zone);
  const first = reminderInstant(today, zone) > now ? today : addDays(today, 1);
  const last = reminderInstant(endDay, zone) < serviceEndAt ? endDay : addDays(endDay, -1);
  return first <= last ? { first, last } : null;
}
