import type { IdentityDocument } from '../domain/people/document.ts';
import { parseDocument } from '../domain/people/document.ts';
import { type Eid, parseEid } from '../domain/values/eid.ts';
import { type Iccid, parseIccid } from '../domain/values/iccid.ts';
import { type Imsi, parseImsi } from '../domain/values/imsi.ts';
import type { LocalDate } from '../domain/values/local-date.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';

/** A source of numbers from 0 up to 1 that gives the same ones for the same seed. */
export type Random = () => number;

/** mulberry32: small, and good enough to choose names by. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** +86 170 000 00001 and on: the demo operator's own range, which stands for nobody. Up to 10,000, no two look the same masked. */
export function demoMsisdn(n: number): Msisdn {
  return `+86${17_000_000_000 + n}` as Msisdn;
}

/**
 * What numbers of other operators begin with: ranges that the number plan gives to nobody. Masked, a number shows its first
 * three and its last four digits, so each kind of number has a range of its own: no two look the same.
 */
const OTHER_HEADS = { contact: 154, company: 163, group: 142, second: 143 } as const;

/** A number at another operator; the n-th of its kind, of 10,000. */
export function otherMsisdn(n: number, kind: keyof typeof OTHER_HEADS = 'contact'): Msisdn {
  return `+86${OTHER_HEADS[kind] * 100_000_000 + (n % 10_000)}` as Msisdn;
}

/** Test network 001-01 (3GPP TS 23.003). `card` tells the accesses of a line apart. */
export function demoImsi(n: number, card = 0): Imsi {
  return parseImsi(`00101${card}${String(n).padStart(9, '0')}`);
}

/** 20 digits with a good Luhn digit; issuer 898699 is nobody's. */
export function demoIccid(n: number, card = 0): Iccid {
  return parseIccid(withLuhnDigit(`898699${card}${String(n).padStart(12, '0')}`));
}

/** What the EIDs of the demo begin with, whose eUICCs the demo can make; nobody makes eUICCs under 8999999. */
export const DEMO_EUM = '89999990';

/** 32 digits whose last two fit (SGP.02 section 2.2.2). `maker` is one of ten fictional ones; 0 is `DEMO_EUM`. */
export function demoEid(n: number, maker = 0): Eid {
  const body = `8999999${maker}${String(n).padStart(22, '0')}`;
  const check = 98n - (BigInt(`${body}00`) % 97n);
  return parseEid(body + String(check).padStart(2, '0'));
}

/** 15 digits with a good Luhn digit; type 00100000 is one of the test range (GSMA TS.06). */
export function demoImei(n: number): string {
  return withLuhnDigit(`00100000${String(n % 1_000_000).padStart(6, '0')}`);
}

function withLuhnDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[body.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return body + ((10 - (sum % 10)) % 10);
}

/** Provinces by the first two digits of GB/T 2260, which begin every citizen number. */
export const PROVINCE_DIGITS = {
  'CN-BJ': '11',
  'CN-SH': '31',
  'CN-GD': '44',
  'CN-HA': '41',
  'CN-SC': '51',
  'CN-ZJ': '33',
  'CN-JS': '32',
  'CN-LN': '21',
} as const;
export type DemoProvince = keyof typeof PROVINCE_DIGITS;

/**
 * A well-formed citizen number that no person can have: region `xx0000` is a province and not a county, and the
 * sequence number 000 is not given out (GB 11643-1999).
 */
export function demoCitizen(province: DemoProvince, born: LocalDate): IdentityDocument {
  const body = `${PROVINCE_DIGITS[province]}0000${born.replaceAll('-', '')}000`;
  let remainder = 0;
  for (const digit of body) remainder = ((remainder + Number(digit)) * 2) % 11;
  return parseDocument('cn_resident_id', body + '0123456789X'[(12 - remainder) % 11]!);
}

const LICENCE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A unified social credit code with a good check character and region 000000, which is nowhere. */
export function demoLicence(n: number): IdentityDocument {
  const body = `91000000${String(n).padStart(9, '0')}`;
  let total = 0;
  let weight = 1;
  for (const character of body) {
    total += LICENCE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return parseDocument('business_licence', body + LICENCE_ALPHABET[(31 - (total % 31)) % 31]!);
}

export function demoPassport(n: number, country: string): IdentityDocument {
  return parseDocument('passport', `D${String(n).padStart(8, '0')}`, country);
}
