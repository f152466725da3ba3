import { HandbackError } from '../errors.ts';
import { plainText, withoutSeparators } from './pasted-text.ts';
import { type DigitsDamage, digitsDamage } from './spreadsheet-damage.ts';

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

interface NationalPlan {
  /** Dialled before the number inside the country, and no part of it; empty where there is none. */
  readonly trunk: string;
  /** What the national significant number of a mobile line looks like, numbers for things (M2M) included. */
  readonly mobile: RegExp;
  /** How mobile numbers begin, and no others: what begins so must be of that form. */
  readonly begins: RegExp;
  /** Fewest and most digits of any national significant number. */
  readonly digits: readonly [number, number];
}

const plan = (
  trunk: string,
  mobile: RegExp,
  begins: RegExp,
  ...digits: readonly [number, number]
): NationalPlan => ({ trunk, mobile, begins, digits });

/**
 * National numbering plans as notified to the ITU (ITU-T E.129), and only where the form is certain; elsewhere a leading 0
 * is the trunk prefix and the limits of E.164 decide.
 */
const NATIONAL_PLANS: Readonly<Record<string, NationalPlan>> = {
  '1': plan('1', /^[2-9]\d{9}$/, /^/, 10, 10),
  '7': plan('8', /^9\d{9}$/, /^9/, 10, 10),
  '33': plan('0', /^([67]\d{8}|700\d{10})$/, /^[67]/, 9, 13),
  '34': plan('', /^[67]\d{8}$/, /^[67]/, 9, 13),
  '39': plan('', /^3\d{8,9}$/, /^3/, 6, 11),
  '44': plan('0', /^7\d{9}$/, /^7/, 7, 10),
  '49': plan('0', /^1\d{9,10}$/, /^1[567]/, 5, 13),
  '60': plan('0', /^1\d{8,9}$/, /^1[0-9]/, 8, 10),
  '61': plan('0', /^4\d{8}$/, /^4/, 5, 14),
  '63': plan('0', /^9\d{9}$/, /^9/, 8, 10),
  '65': plan('', /^[89]\d{7}$/, /^[89]/, 8, 13),
  '66': plan('0', /^[689]\d{8}$/, /^[689]/, 8, 9),
  '81': plan('0', /^([789]0\d{8}|20\d{8,11})$/, /^[789]0/, 9, 13),
  '82': plan('0', /^1\d{8,10}$/, /^1[0-9]/, 7, 11),
  '84': plan('0', /^[35789]\d{8}$/, /^[35789]/, 7, 10),
  // 11 digits for people, 13 for things (M2M).
  '86': plan('0', /^1\d{10}(\d{2})?$/, /^1/, 9, 13),
  '90': plan('0', /^5\d{9}$/, /^5/, 10, 10),
  '91': plan('0', /^([6-9]\d{9}|5\d{12})$/, /^[6-9]/, 10, 13),
  '852': plan('', /^[4-9]\d{7}$/, /^[4-9]/, 8, 8),
  '853': plan('', /^6\d{7}$/, /^6/, 8, 8),
  '886': plan('0', /^9\d{8}$/, /^9/, 8, 9),
};

/** Countries without a trunk prefix whose national numbers may begin with 0: elsewhere a 0 behind the code is left over. */
const ZERO_IS_PART = new Set(['39', '225', '229', '241', '242', '378']);

type Reason =
  | 'empty'
  | 'not_a_digit'
  | 'too_short'
  | 'too_long'
  | 'country_code'
  | 'trunk_zero'
  | 'national_form'
  | 'ambiguous'
  | DigitsDamage;

function refuse(reason: Reason): never {
  throw new HandbackError('msisdn_invalid', { reason });
}

/**
 * Reads a number as people write it: spaces, dashes, dots, slashes and parentheses, full-width digits, `+` or
 * `00` before the country code, or the national form of `defaultCountry` (a calling code, e.g. `86`). A trunk prefix is
 * taken off where the country's plan is known, also one that was left behind the country code.
 * A number typed with its country code but without the plus is taken where the national form tells it apart.
 *
 * @throws HandbackError `msisdn_invalid` with `reason`; `msisdn_not_international` for a national form
 *   without `defaultCountry`.
 */
export function parseMsisdn(text: string, defaultCountry?: string): Msisdn {
  const damage = digitsDamage(text);
  // Three zeros and more behind a dot are a group of the number: `9123.0000`.
  if (damage !== null && !/\.0{3,}\s*$/.test(text)) refuse(damage);
  // "+44 (0)7700 ..." : the bracketed zero is for callers inside the country only.
  const compact = withoutSeparators(plainText(text).replace(/^(\(?(?:\+|00)[^()]+\)?[^()]*)\(0\)/u, '$1'));
  if (compact === '' || compact === '+') refuse('empty');
  // A dash stands between groups; in front it makes a negative amount of what was a number, and says that it was calculated with.
  if (/^[-\u2010-\u2015\u2212]/u.test(plainText(text))) refuse('not_a_digit');
  if (!/^\+?\d+$/.test(compact)) refuse('not_a_digit');
  if (compact.startsWith('+')) return international(compact.slice(1));
  if (compact.startsWith('00')) return international(compact.slice(2));
  if (defaultCountry === undefined) throw new HandbackError('msisdn_not_international');
  return national(compact, defaultCountry);
}

function international(digits: string): Msisdn {
  if (digits.startsWith('0')) refuse('country_code');
  if (digits.length < MIN_DIGITS) refuse('too_short');
  const country = codeAtStart(digits);
  const significant = withoutTrunk(digits.slice(country.length), country);
  if (country.length + significant.length > MAX_DIGITS) refuse('too_long');
  const known = NATIONAL_PLANS[country];
  if (known !== undefined) {
    const [fewest, most] = known.digits;
    if (significant.length < fewest) refuse('too_short');
    if (significant.length > most) refuse('too_long');
    if (known.begins.test(significant) && !known.mobile.test(significant)) refuse('national_form');
  }
  return `+${country}${significant}` as Msisdn;
}

/** A 0 between country code and number is for callers inside the country: it goes where what follows is certain. */
function withoutTrunk(significant: string, country: string): string {
  if (!significant.startsWith('0') || ZERO_IS_PART.has(country)) return significant;
  const known = NATIONAL_PLANS[country];
  if (known?.trunk === '0' && known.mobile.test(significant.slice(1))) return significant.slice(1);
  return refuse('trunk_zero');
}

function national(digits: string, country: string): Msisdn {
  const known = NATIONAL_PLANS[country];
  if (known === undefined) return unknownNational(digits, country);
  const subscriber =
    known.trunk !== '' && digits.startsWith(known.trunk) ? digits.slice(known.trunk.length) : digits;
  if (known.mobile.test(subscriber)) return international(country + subscriber);
  if (digits.startsWith(country)) {
    const rest = digits.slice(country.length);
    const typed = known.trunk === '0' && rest.startsWith('0') ? rest.slice(1) : rest;
    if (known.mobile.test(typed)) return international(country + typed);
  }
  if (digits.length > MAX_DIGITS) refuse('too_long');
  return refuse('national_form');
}

/** Whether the country's own code at the start is meant as such cannot be told where its numbers are not known. */
function unknownNational(digits: string, country: string): Msisdn {
  if (digits.startsWith(country)) refuse('ambiguous');
  return international(country + (ZERO_IS_PART.has(country) ? digits : digits.replace(/^0/, '')));
}

/** The calling code of a number, without the plus, e.g. `86`. */
export function callingCodeOf(msisdn: Msisdn): string {
  return codeAtStart(msisdn.slice(1));
}

function codeAtStart(digits: string): string {
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
