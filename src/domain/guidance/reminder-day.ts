import { HandbackError } from '../errors.ts';
import { addMonths, type LocalDate, parseTypedDate } from '../values/local-date.ts';

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
