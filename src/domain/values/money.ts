import { HandbackError } from '../errors.ts';

/** An amount in the smallest unit of its currency (fen, pence, cents; whole yen), always a safe integer. */
export interface Money {
  /** ISO 4217, e.g. `CNY`. */
  readonly currency: string;
  readonly minor: number;
}

/** Digits after the point, where they are not two (ISO 4217 list one). */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** @throws HandbackError `money_invalid` for a currency that is not three capitals or an amount that is no safe integer. */
export function money(currency: string, minor: number): Money {
  if (!/^[A-Z]{3}$/.test(currency)) throw new HandbackError('money_invalid', { reason: 'currency' });
  if (!Number.isSafeInteger(minor))
    throw new HandbackError('money_invalid', { reason: 'not_a_safe_integer' });
  // -0 would differ from 0 in comparisons of records, and print as "-0".
  return { currency, minor: minor === 0 ? 0 : minor };
}

export function zero(currency: string): Money {
  return money(currency, 0);
}

/** @throws HandbackError `money_invalid` if the currencies differ or the sum leaves the safe range. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.currency, a.minor + b.minor);
}

/** The sum of amounts, all in `currency`; zero of it for none. */
export function sum(currency: string, amounts: Iterable<Money>): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

export function negate(m: Money): Money {
  return money(m.currency, -m.minor);
}

/**
 * `m` x numerator / denominator, exact until one rounding at the end: half up on the magnitude, so that a
 * refund rounds as the charge that it takes back.
 * @throws HandbackError `money_invalid` for a factor that is not integer / positive integer.
 */
export function multiply(m: Money, numerator: number, denominator = 1): Money {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator <= 0) {
    throw new HandbackError('money_invalid', { reason: 'factor' });
  }
  const product = BigInt(m.minor) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const magnitude = ((product < 0n ? -product : product) * 2n + divisor) / (divisor * 2n);
  return money(m.currency, Number(product < 0n ? -magnitude : magnitude));
}

/** Negative if `a` is less, 0 if equal, positive if more. @throws HandbackError `money_invalid` if the currencies differ. */
export function compareMoney(a: Money, b: Money): number {
  sameCurrency(a, b);
  return Math.sign(a.minor - b.minor);
}

/** The amount as a plain decimal, without currency and grouping, e.g. `-12.05`; for files and signed statements. */
export function decimalText(m: Money): string {
  const digits = MINOR_DIGITS[m.currency] ?? 2;
  const sign = m.minor < 0 ? '-' : '';
  const text = String(Math.abs(m.minor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Reads what `decimalText` writes, with as many or fewer digits after the point, e.g. `50`, `-12.05`.
 * @throws HandbackError `money_invalid`.
 */
export function parseDecimal(currency: string, text: string): Money {
  const digits = MINOR_DIGITS[currency] ?? 2;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > digits)
    throw new HandbackError('money_invalid', { reason: 'form' });
  const minor = Number(match[2] + fraction.padEnd(digits, '0'));
  return money(currency, match[1] === '-' ? -minor : minor);
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new HandbackError('money_invalid', {
      reason: 'currency_mismatch',
      left: a.currency,
      right: b.currency,
    });
  }
}
