import { HandbackError } from '../../../domain/errors.ts';
import {
  daysBetween,
  type LocalDate,
  localDateAt,
  parseLocalDate,
} from '../../../domain/values/local-date.ts';

/** No contract binds for longer, so a later date is a mistake or abuse. */
const FURTHEST_DAYS = 2 * 366;

/**
 * The day on which a line shall end, as somebody wrote it; null for as soon as possible.
 *
 * @param timeZone the line's; null where nobody may learn whose line it is: then a day is past only when it is so
 *   everywhere on Earth
 * @throws HandbackError `date_invalid`
 */
export function parseWantedEnd(text: string | null, now: Date, timeZone: string | null): LocalDate | null {
  if (text === null) return null;
  const endOn = parseLocalDate(text);
  const days = daysBetween(localDateAt(now, timeZone ?? 'UTC'), endOn);
  if (days > FURTHEST_DAYS) throw new HandbackError('date_invalid', { reason: 'too_far' });
  if (days < (timeZone === null ? -1 : 0)) throw new HandbackError('date_invalid', { reason: 'past' });
  return endOn;
}
