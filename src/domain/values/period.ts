import { HandbackError } from '../errors.ts';
import { addLocalDays } from './local-date.ts';

/** A length of time as a rule states it. Minutes and hours elapse; days are days of the calendar. */
export interface Period {
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly amount: number;
}

const UNIT_MS = { minutes: 60_000, hours: 3_600_000 } as const;

/**
 * When a period that began at `instant` is over. Three days later it is the same time of day in `zone`, also
 * when the clocks changed in between and 71 or 73 hours have passed.
 * @throws HandbackError `date_invalid` for an amount that is no whole number >= 0, or an unknown zone.
 */
export function addPeriod(instant: Date, period: Period, zone: string): Date {
  if (!Number.isSafeInteger(period.amount) || period.amount < 0) {
    throw new HandbackError('date_invalid', { reason: 'period' });
  }
  if (period.unit === 'days') return addLocalDays(instant, period.amount, zone);
  return new Date(instant.getTime() + period.amount * UNIT_MS[period.unit]);
}
