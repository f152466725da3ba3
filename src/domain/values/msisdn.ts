import { HandbackError } from '../errors.ts';
import { plainText, withoutSeparators } from './pasted-text.ts';

/** A mobile number in E.164 form with its plus, e.g. `+447700900123`. */
export type Msisdn = string & { readonly __brand: 'Msisdn' };

/** ITU-T E.164 section 6: at most 15 digits with the country code. The shortest numbers in use have 7. */
const MAX_DIGITS = 15;
const MIN_DIGITS = 7;

/** Country codes of two digits (ITU-T E.164 assigned codes); 1 and 7 stand alone, all others have three. */
const TWO_DIGIT_CODES = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
);

interface NationalForm {
  /** Dialled before the number inside the country, and no part of it. */
  readonly trunk: string;
  /** What the national significant number of a mobile line looks like. */
  readonly mobile: RegExp;
}

/** Only where the form is certain; elsewhere a leading 0 is the trunk prefix and the length limits decide. */
const NATIONAL_FORMS: Readonly<Record<string, NationalForm>> = {
  '1': { trunk: '1', mobile: /^[2-9]\d{9}$/ },
  '7': { trunk: '8', mobile: /^9\d{9}$/ },
  '39': { trunk: '', mobile: /^3\d{8,9}$/ },
  '44': { trunk: '0', mobile: /^7\d{9}$/ },
  '49': { trunk: '0', mobile: /^1\d{9,10}$/ },
  // 11 digits for people, 13 for things (M2M).
  '86': { trunk: '', mobile: /^1\d{10}(\d{2})?$/ },
};

type Reason = 'empty' | 'not_a_digit' | 'too_short' | 'too_long' | 'country_code' | 'national_form';

function refuse(reason: Reason): never {
  throw new HandbackError('msisdn_invalid', { reason });
}

/**
 * Reads a number as people write it: spaces, dashes, dots, slashes and parentheses, full-width digits, `+` or
 * `00` before the country code, or the national form of `defaultCountry` (a calling code, e.g. `86`).
 * A number typed with its country code but without the plus is taken where the national form tells it apart.
 *
 * @throws HandbackError `msisdn_invalid` with `reason`; `msisdn_not_international` for a national form
 *   without `defaultCountry`.
 */
export function parseMsisdn(text: string, defaultCountry?: string): Msisdn {
  // "+44 (0)7700 ..." : the bracketed zero is for callers inside the country only.
  const compact = withoutSeparators(plainText(text).replace(/^((?:\+|00)[\d\s]+)\(0\)/u, '$1'));
  if (compact === '' || compact === '+') refuse('empty');
  if (!/^\+?\d+$/.test(compact)) refuse('not_a_digit');
  if (compact.startsWith('+')) return international(compact.slice(1));
  if (compact.startsWith('00')) return international(compact.slice(2));
  if (defaultCountry === undefined) throw new HandbackError('msisdn_not_international');
  return national(compact, defaultCountry);
}

function international(digits: string): Msisdn {
  if (digits.startsWith('0')) refuse('country_code');
  if (digits.length < MIN_DIGITS) refuse('too_short');
  if (digits.length > MAX_DIGITS) refuse('too_long');
  return `+${digits}` as Msisdn;
}

function national(digits: string, country: string): Msisdn {
  const form = NATIONAL_FORMS[country];
  if (form === undefined) return international(country + digits.replace(/^0/, ''));
  const subscriber = digits.startsWith(form.trunk) ? digits.slice(form.trunk.length) : digits;
  if (form.mobile.test(subscriber)) return international(country + subscriber);
  if (digits.startsWith(country) && form.mobile.test(digits.slice(country.length)))
    return international(digits);
  if (digits.length > MAX_DIGITS) refuse('too_long');
  return refuse('national_form');
}

/** The calling code of a number, without the plus, e.g. `86`. */
export function callingCodeOf(msisdn: Msisdn): string {
  const digits = msisdn.slice(1);
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1);
  const two = digits.slice(0, 2);
  return TWO_DIGIT_CODES.has(two) ? two : digits.slice(0, 3);
}

/**
 * A number that its owner recognises and nobody else can dial: at most 7 national digits stand, at least 4 are
 * hidden, e.g. `138 **** 1234` or `770 **** 123`. The country code is left out.
 */
export function maskMsisdn(msisdn: Msisdn): string {
  const subscriber = msisdn.slice(1 + callingCodeOf(msisdn).length);
  const shown = Math.max(0, Math.min(7, subscriber.length - 4));
  const tail = Math.ceil(shown / 2);
  const head = shown - tail;
  return [subscriber.slice(0, head), '****', subscriber.slice(subscriber.length - tail)]
    .filter(Boolean)
    .join(' ');
}
