import { decimalText, type Money } from '../../domain/values/money.ts';

/** Currency code, then the amount with grouped thousands, e.g. `CNY 1,234.50`: read alike in both languages. */
export function moneyText(amount: Money): string {
  const [whole = '', fraction] = decimalText(amount).split('.');
  const grouped = whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
  return `${amount.currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A UTC instant as local date and time with its offset. @throws RangeError for an unknown zone. */
export function localTime(instant: string, timeZone: string): { date: string; time: string; offset: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const offset = of('timeZoneName').replace('GMT', 'UTC');
  return {
    date: `${of('year')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}:${of('second')}`,
    offset: offset === 'UTC' ? 'UTC+00:00' : offset,
  };
}
