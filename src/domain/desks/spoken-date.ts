import { HandbackError } from '../errors.ts';
import { type LocalDate, parseLocalDate, parseTypedDate } from '../values/local-date.ts';
import { plainText } from '../values/pasted-text.ts';

/** A month of a year, `YYYY-MM`. */
export type LocalMonth = string & { readonly __brand: 'LocalMonth' };

export type SpokenDate =
  | { readonly kind: 'day'; readonly day: LocalDate }
  | { readonly kind: 'month'; readonly month: LocalMonth };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A day, or a month of a year, as an agent types what a caller says: `2020-05-17`, `2020\u5e745\u6708`, `May 2020`, `17 May 2020`,
 * `05-2020`, `202005`, full-width digits. An order that could be read in two ways (`05/06/2020`) is refused.
 *
 * @throws HandbackError `date_invalid`; it costs no try
 */
export function parseSpokenDate(text: string): SpokenDate {
  const plain = plainText(text.slice(0, 100)).toLowerCase();
  const month = monthOf(plain);
  if (month !== null) return { kind: 'month', month };
  return { kind: 'day', day: namedDayOf(plain) ?? parseTypedDate(plain.replace(/[\u53f7]$/, '\u65e5')) };
}

function monthOf(plain: string): LocalMonth | null {
  const bare = plain.replace(/\s/g, '').replace(/\u4efd$/, '');
  const yearFirst =
    /^(\d{4})[-/.\u5e74](\d{1,2})\u6708?$/.exec(bare) ?? /^((?:19|20)\d{2})(\d{2})$/.exec(bare);
  const monthFirst = /^(\d{1,2})[-/.](\d{4})$/.exec(bare);
  const named = /^([a-z]{3,9})\.?,?\s*(\d{4})$/.exec(plain) ?? null;
  if (yearFirst !== null) return month(yearFirst[1]!, Number(yearFirst[2]));
  if (monthFirst !== null) return month(monthFirst[2]!, Number(monthFirst[1]));
  return named === null ? null : month(named[2]!, numberOf(named[1]!));
}

/** `17 May 2020`, `17th of May, 2020`, `May 17, 2020`. */
function namedDayOf(plain: string): LocalDate | null {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/.exec(plain);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(plain);
  const [day, name, year] =
    dayFirst !== null
      ? [dayFirst[1]!, dayFirst[2]!, dayFirst[3]!]
      : monthFirst !== null
        ? [monthFirst[2]!, monthFirst[1]!, monthFirst[3]!]
        : [];
  if (day === undefined || name === undefined || year === undefined) return null;
  return parseLocalDate(`${month(year, numberOf(name))}-${day.padStart(2, '0')}`);
}

function numberOf(name: string): number {
  const at = MONTHS.indexOf(name.slice(0, 3));
  const whole = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
    .format(Date.UTC(2020, Math.max(at, 0), 1))
    .toLowerCase();
  // `mar` and `march` and `sept`, but not `margaret`.
  return at >= 0 && whole.startsWith(name) ? at + 1 : 0;
}

function month(year: string, number: number): LocalMonth {
  if (number < 1 || number > 12) throw new HandbackError('date_invalid', { reason: 'form' });
  return `${year}-${String(number).padStart(2, '0')}` as LocalMonth;
}
