import type { Language } from '../domain/values/language.ts';
import type { LocalDate } from '../domain/values/local-date.ts';
import { decimalText, type Money } from '../domain/values/money.ts';

/** What a language is, and how dates and amounts are written in it: settings, none of which is read as words. */
export interface Writing {
  readonly tag: Language;
  /** What the language calls itself. */
  readonly name: string;
  /** For dates, times, amounts and lists on pages (BCP 47, as `Intl` takes it). */
  readonly locale: string;
  /** For dates in text messages. */
  readonly smsLocale: string;
  /** The script, which decides how large the letters are printed. */
  readonly script: 'latin' | 'han';
  /** The language that stands beside it on a certificate. */
  readonly paperBeside: Language;
  /** What a CSV file begins with, so that a spreadsheet of this language reads it as UTF-8. */
  readonly spreadsheetMark: string;
}

/** How dates, times and amounts read in one language and one clock. */
export interface Formats {
  /** Day and clock time. */
  moment(at: Date | string): string;
  clock(at: Date | string): string;
  exactClock(at: Date | string): string;
  /** With seconds: for proofs. */
  exact(at: Date | string): string;
  date(on: LocalDate): string;
  money(amount: Money): string;
  /** The amount without its sign. */
  size(amount: Money): string;
  list(items: readonly string[]): string;
  /** How large a file is. */
  fileSize(bytes: number): string;
  readonly zone: string;
}

const made = new Map<string, Formats>();

/** @param locale BCP 47 */
export function formatsIn(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', hourCycle: 'h23', timeZone });
  const exact = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23', timeZone });
  const civil = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const fileSize = (bytes: number): string => {
    const [unit, of] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
    const style = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(locale, style).format(bytes / of);
  };
  const list = new Intl.ListFormat(locale, { type: 'disjunction' });
  const money = (amount: Money): string =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency }).format(
      decimalText(amount) as `${number}`,
    );
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' })
    .formatToParts(0)
    .find((part) => part.type === 'timeZoneName')!.value;
  const formats: Formats = {
    moment: (at) => `${day.format(new Date(at))} ${clock.format(new Date(at))}`,
    clock: (at) => clock.format(new Date(at)),
    exactClock: (at) => exact.format(new Date(at)),
    exact: (at) => `${day.format(new Date(at))} ${exact.format(new Date(at))}`,
    date: (on) => civil.format(new Date(`${on}T00:00:00Z`)),
    money,
    fileSize,
    size: (amount) => money({ ...amount, minor: Math.abs(amount.minor) }),
    list: (items) => list.format(items),
    zone,
  };
  made.set(key, formats);
  return formats;
}
