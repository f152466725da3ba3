import type { NoticeLength } from '../rules/rulebook.ts';
import { addDays, addMonths, type LocalDate } from '../values/local-date.ts';

/**
 * The last day of a contract whose notice was received on a day, which is not counted itself. A month ends on the day of the same
 * number, or on the last of a month that has none: 31 January gives the last of February. (For Germany sections 187 and 188 BGB.)
 */
export function endOfNotice(receivedOn: LocalDate, { unit, amount }: NoticeLength): LocalDate {
  return unit === 'months' ? addMonths(receivedOn, amount) : addDays(receivedOn, amount);
}

/** The last day on which notice must arrive for a contract to end on `endsOn`. */
export function lastNoticeDay(endsOn: LocalDate, length: NoticeLength): LocalDate {
  if (length.unit === 'days') return addDays(endsOn, -length.amount);
  let day = addMonths(endsOn, -length.amount);
  // Before the last of a short month several days lead to the same end.
  while (endOfNotice(addDays(day, 1), length) <= endsOn) day = addDays(day, 1);
  return day;
}
