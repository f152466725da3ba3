import { HandbackError } from '../errors.ts';
import { type LocalDate, parseLocalDate } from '../values/local-date.ts';
import { withoutSeparators } from '../values/pasted-text.ts';
import { type DigitsDamage, digitsDamage } from '../values/spreadsheet-damage.ts';

/** Documents that identify a person or a business, as far as their numbers can be told apart. */
export const DOCUMENT_TYPES = [
  'cn_resident_id', // 居民身份证
  'hk_mo_tw_residence_permit', // 港澳台居民居住证
  'hk_mo_tw_permit', // 港澳居民来往内地通行证, 台湾居民来往大陆通行证
  'foreign_permanent_resident', // 外国人永久居留身份证
  'passport',
  'business_licence', // 统一社会信用代码
  'other',
] as const;

export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** What may identify a person; and an organisation, of which some are registered elsewhere. The first is the usual one. */
export const PERSONAL_DOCUMENTS = DOCUMENT_TYPES.filter((type) => type !== 'business_licence');
export const COMPANY_DOCUMENTS: readonly DocumentType[] = ['business_licence', 'other'];

/** An identity document; `number` is normalised, so two readings of one document are equal. */
export interface IdentityDocument {
  readonly type: DocumentType;
  /** Who issued it: ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly number: string;
}

type Reason =
  | 'empty'
  | 'type'
  | 'country'
  | 'form'
  | 'length'
  | 'old_form'
  | 'region'
  | 'birth_date'
  | 'birth_date_to_come'
  | 'check_digit'
  | DigitsDamage;

function refuse(reason: Reason): never {
  throw new HandbackError('document_invalid', { reason });
}

const PARSERS: Readonly<Record<DocumentType, (number: string) => void>> = {
  cn_resident_id: (number) => checkCitizenNumber(number, CITIZEN_REGIONS),
  hk_mo_tw_residence_permit: (number) => checkCitizenNumber(number, ['81', '82', '83']),
  hk_mo_tw_permit: checkTravelPermit,
  foreign_permanent_resident: checkPermanentResident,
  passport: checkPassport,
  business_licence: checkBusinessLicence,
  other: (number) => {
    if (!/^[\p{L}\p{N}]{3,40}$/u.test(number)) refuse('form');
  },
};

/** Types that only China issues; their country may be left out. */
const CHINESE: ReadonlySet<DocumentType> = new Set(
  DOCUMENT_TYPES.filter((t) => t !== 'passport' && t !== 'other'),
);

/**
 * Reads a document number as typed: any case, full-width characters, separators.
 * Check digits are verified where a standard defines them.
 *
 * @param country ISO 3166-1 alpha-2; required for a passport and for `other`.
 * @throws HandbackError `document_invalid` with `reason`; the number itself is never in the error.
 */
export function parseDocument(type: string, number: string, country?: string): IdentityDocument {
  if (!isDocumentType(type)) refuse('type');
  const issuer = (country ?? (CHINESE.has(type) ? 'CN' : '')).toUpperCase();
  if (!/^[A-Z]{2}$/.test(issuer)) refuse('country');
  if (CHINESE.has(type) && issuer !== 'CN') refuse('country');
  const damage = digitsDamage(number);
  if (damage !== null && damage !== 'rounded_number') refuse(damage);
  const value = withoutSeparators(number).toUpperCase();
  // Some numbers end in zeros by themselves; where a check digit fits, it is the document's own.
  if (damage !== null && !checkFits(type, value)) refuse(damage);
  PARSERS[type](value);
  return { type, country: issuer, number: value };
}

/** Enough of a number to know the document again, and too little to use it: at most eight of its characters. */
export function maskDocument(number: string): string {
  const shown = number.length >= 12 ? 4 : number.length >= 6 ? 2 : 1;
  return `${number.slice(0, shown)} **** ${number.slice(-shown)}`;
}

/**
 * What no document can have that is valid today: the birth date that the number holds is still to come.
 * @throws HandbackError `document_invalid`
 */
export function refuseUnborn({ type, number }: IdentityDocument, today: LocalDate): void {
  if (BIRTH_DATED.has(type) && /^\d{17}[\dX]$/.test(number) && birthDate(number) > today)
    refuse('birth_date_to_come');
}

/** Types whose 18-digit numbers hold a birth date. */
const BIRTH_DATED: ReadonlySet<DocumentType> = new Set([
  'cn_resident_id',
  'hk_mo_tw_residence_permit',
  'foreign_permanent_resident',
]);

function birthDate(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
}

/**
 * A document number as a person gives it for an answer, made as `parseDocument` makes it; of what type is not known yet.
 * Refused is only what no document of any type can have, so that a slip of the finger costs no try: nothing at all,
 * other characters than letters and digits, or a Chinese number in which the check digit shows the slip.
 *
 * @throws HandbackError `document_invalid`
 */
export function parseDocumentAnswer(text: string, today: LocalDate): string {
  const number = withoutSeparators(text.slice(0, 200).normalize('NFKC')).toUpperCase();
  if (number === '') refuse('empty');
  if (!/^[\p{L}\p{N}]{3,40}$/u.test(number)) refuse('form');
  if (/^\d{17}[\dX]$/.test(number) && looksChinese(number)) {
    if (number[17] !== mod11Check(number) && !isBusinessLicence(number)) refuse('check_digit');
    if (number[17] === mod11Check(number) && birthDate(number) > today) refuse('birth_date_to_come');
  }
  return number;
}

/**
 * The number of today for one of the first generation of cards (GB 11643-1989: fifteen digits, the year in two): the same
 * person's, for a birth in the 1900s. GB 11643-1999 added the century and a check character.
 *
 * @returns null where the text is no such number
 */
export function withCentury(number: string): string | null {
  if (!/^\d{15}$/.test(number) || !CITIZEN_REGIONS.includes(number.slice(0, 2))) return null;
  const body = `${number.slice(0, 6)}19${number.slice(6)}`;
  try {
    checkBirthDate(body.slice(6, 14));
  } catch {
    return null;
  }
  return body + mod11Check(body);
}

/** Begins like a region and holds a date: nobody else numbers like this. */
function looksChinese(number: string): boolean {
  if (!CITIZEN_REGIONS.includes(number.slice(0, 2)) && !/^(83|9\d)/.test(number)) return false;
  try {
    checkBirthDate(number.slice(6, 14));
    return number.slice(6, 8) === '19' || number.slice(6, 8) === '20';
  } catch {
    return false;
  }
}

function isBusinessLicence(number: string): boolean {
  try {
    checkBusinessLicence(number);
    return true;
  } catch {
    return false;
  }
}

function checkFits(type: DocumentType, number: string): boolean {
  if (BIRTH_DATED.has(type)) return number.length === 18 && number[17] === mod11Check(number);
  return type === 'business_licence' && isBusinessLicence(number);
}

function isDocumentType(type: string): type is DocumentType {
  return (DOCUMENT_TYPES as readonly string[]).includes(type);
}

/** First two digits of a region, GB/T 2260. */
const CITIZEN_REGIONS =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  );

/** GB 11643-1999: six region digits, birth date, three sequence digits, check character. */
function checkCitizenNumber(number: string, regions: readonly string[]): void {
  // The first generation of cards had fifteen digits. It ended on 2013-01-01, and the two digits of the year do not say
  // which century: who was born in 1890 or 1990 cannot be told from it for certain.
  if (/^\d{15}$/.test(number)) refuse('old_form');
  if (number.length !== 18) refuse('length');
  if (!/^\d{17}[\dX]$/.test(number)) refuse('form');
  if (!regions.includes(number.slice(0, 2))) refuse('region');
  checkBirthDate(number.slice(6, 14));
  if (number[17] !== mod11Check(number)) refuse('check_digit');
}

function checkBirthDate(digits: string): void {
  if (digits < '18000101') refuse('birth_date');
  try {
    parseLocalDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
  } catch {
    refuse('birth_date');
  }
}

/** ISO 7064 MOD 11-2 over the first 17 digits. */
function mod11Check(number: string): string {
  let remainder = 0;
  for (let i = 0; i < 17; i++) remainder = ((remainder + Number(number[i])) * 2) % 11;
  return '0123456789X'[(12 - remainder) % 11]!;
}

/**
 * Hong Kong and Macao: H or M and 8 digits for life, with 2 more on cards before 2013 that count renewals.
 * Taiwan: 8 digits for life; before 2015 10 digits and a letter in parentheses.
 */
function checkTravelPermit(number: string): void {
  if (!/^([HM]\d{8}(\d{2})?|\d{8}|\d{10}[A-Z])$/.test(number)) refuse('form');
}

/**
 * New form (2023): 9, two province digits, three digits of nationality, birth date, three sequence digits and a
 * MOD 11-2 check character. Old form: three letters of nationality and 12 digits, whose check rule is not public.
 */
function checkPermanentResident(number: string): void {
  if (/^[A-Z]{3}\d{12}$/.test(number)) return;
  if (number.length !== 18) refuse('length');
  if (!/^9\d{16}[\dX]$/.test(number)) refuse('form');
  checkBirthDate(number.slice(6, 14));
  if (number[17] !== mod11Check(number)) refuse('check_digit');
}

/** ICAO Doc 9303 part 4: at most nine letters and digits in the number field; fewer than five are not in use. */
function checkPassport(number: string): void {
  if (!/^[A-Z0-9]+$/.test(number)) refuse('form');
  if (number.length < 5 || number.length > 9) refuse('length');
}

const LICENCE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015: 18 characters without I O S V Z; the check character is weighted by powers of 3, modulo 31. */
function checkBusinessLicence(number: string): void {
  if (number.length !== 18) refuse('length');
  let total = 0;
  let weight = 1;
  for (let i = 0; i < 18; i++) {
    const value = LICENCE_ALPHABET.indexOf(number[i]!);
    if (value < 0) refuse('form');
    if (i < 17) total += value * weight;
    weight = (weight * 3) % 31;
  }
  if (number[17] !== LICENCE_ALPHABET[(31 - (total % 31)) % 31]) refuse('check_digit');
}
