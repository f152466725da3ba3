import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compareMoney,
  decimalText,
  money,
  multiply,
  negate,
  parseDecimal,
  sum,
} from '../../../src/domain/values/money.ts';

const minors = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('money', () => {
  test('halves round away from zero, so that a refund rounds as the charge it takes back', () => {
    expect(multiply(money('CNY', 5), 1, 2).minor).toBe(3);
    expect(multiply(money('CNY', -5), 1, 2).minor).toBe(-3);
    expect(multiply(money('CNY', 4), 1, 3).minor).toBe(1);
    fc.assert(
      fc.property(
        minors,
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        (minor, n, d) => {
          const m = money('EUR', minor);
          expect(multiply(negate(m), n, d)).toEqual(negate(multiply(m, n, d)));
        },
      ),
    );
  });

  test('rounding is off by at most half a unit', () => {
    fc.assert(
      fc.property(
        minors,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (minor, n, d) => {
          const rounded = BigInt(multiply(money('GBP', minor), n, d).minor);
          const off = rounded * BigInt(d) - BigInt(minor) * BigInt(n);
          expect((off < 0n ? -off : off) * 2n <= BigInt(d)).toBe(true);
        },
      ),
    );
  });

  test('two currencies are never added or compared', () => {
    expect(() => add(money('CNY', 1), money('GBP', 1))).toThrow('money_invalid');
    expect(() => compareMoney(money('CNY', 1), money('GBP', 1))).toThrow('money_invalid');
    expect(() => sum('CNY', [money('GBP', 1)])).toThrow('money_invalid');
  });

  test('parts of a minor unit, infinities and sums out of range are refused', () => {
    for (const minor of [0.5, Number.NaN, Infinity, 2 ** 53])
      expect(() => money('CNY', minor)).toThrow('money_invalid');
    const most = money('CNY', Number.MAX_SAFE_INTEGER);
    expect(() => add(most, money('CNY', 1))).toThrow('money_invalid');
    expect(() => multiply(money('CNY', 1), 0.3)).toThrow('money_invalid');
    expect(() => multiply(money('CNY', 1), 1, 0)).toThrow('money_invalid');
  });

  test('decimal text has as many digits as the currency, and is read back the same', () => {
    expect(decimalText(money('CNY', -5))).toBe('-0.05');
    expect(decimalText(money('JPY', 500))).toBe('500');
    expect(decimalText(money('KWD', 1))).toBe('0.001');
    fc.assert(
      fc.property(fc.constantFrom('CNY', 'JPY', 'KWD'), minors, (currency, minor) => {
        const m = money(currency, minor);
        expect(parseDecimal(currency, decimalText(m))).toEqual(m);
      }),
    );
  });
});
