import type { Language } from '../domain/values/language.ts';

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
