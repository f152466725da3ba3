import { plainText } from './pasted-text.ts';

/**
 * What a table did to digits that should have been text: `spreadsheet_number` shortened them (8.986E+19), `decimal_number`
 * put `.0` behind them, `rounded_number` made zeros of all after the fifteenth.
 */
export type DigitsDamage = 'spreadsheet_number' | 'decimal_number' | 'rounded_number';

/** A decimal mark or a signed exponent gives it away: `1.23E17`, `1,23e+17`, `5E+20`. */
const SHORTENED = /^[+-]?(\d+[.,]\d*[eE][+-]?\d{1,3}|\d+[eE]\+\d{1,3}|\d[eE]\d{2})$/;
/** Digits alone, or a running number behind a few letters: what `12345.0` and `T0000307.0` were before is a guess. */
const DECIMAL = /^([+-]?\d+|[A-Za-z]{1,4}\d{4,})[.,]0+$/;
/** Spreadsheets keep fifteen digits. Below eighteen digits too many numbers end like this by themselves. */
const ROUNDED = /^\d{15}0{3,}$/;

/**
 * What happened to a number that identifies something, or null where nothing shows. The digits that are gone cannot be
 * brought back, and two persons may now have the same ones; so such a text is refused and never mended.
 */
export function digitsDamage(text: string): DigitsDamage | null {
  if (!/[eE.,\uFF0E\uFF0C]|000$/.test(text)) return null;
  const plain = plainText(text);
  if (SHORTENED.test(plain)) return 'spreadsheet_number';
  if (DECIMAL.test(plain)) return 'decimal_number';
  return ROUNDED.test(plain) ? 'rounded_number' : null;
}

/** As `digitsDamage`, of a text that may well hold a number with a decimal mark, such as an amount. */
export function isShortened(text: string): boolean {
  return /[eE]/.test(text) && SHORTENED.test(plainText(text));
}
