import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../src/domain/people/document.ts';
import { parseEid } from '../../../src/domain/values/eid.ts';
import { checkIccid, parseIccid } from '../../../src/domain/values/iccid.ts';
import { callingCodeOf, type Msisdn, maskMsisdn, parseMsisdn } from '../../../src/domain/values/msisdn.ts';

const digits = (min: number, max = min) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));

/** Countries with a known plan, and two without. */
const msisdns = fc.oneof(
  ...(
    [
      ['12', digits(9)],
      ['447', digits(9)],
      ['4915', digits(8, 9)],
      ['861', digits(10)],
      ['8529', digits(7)],
      ['6834', digits(3, 11)],
      ['9715', digits(6, 11)],
    ] as const
  ).map(([start, rest]) => rest.map((some) => `+${start}${some}`)),
);

describe('msisdn', () => {
  test('reading a number twice gives the same', () => {
    fc.assert(fc.property(msisdns, (text) => void expect(parseMsisdn(parseMsisdn(text))).toBe(text)));
  });

  test('separators and full-width digits between any two digits change nothing', () => {
    const separators = fc.constantFrom('', ' ', '-', '\u2011', '.', '\u200e', '\u00a0');
    const dressed = fc.tuple(msisdns, fc.array(separators, { minLength: 17, maxLength: 17 }), fc.boolean());
    fc.assert(
      fc.property(dressed, ([text, between, wide]) => {
        const widen = (c: string) => (wide ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c);
        const typed = [...text].map((c, i) => widen(c) + (i === 0 ? '' : between[i])).join('');
        expect(parseMsisdn(typed)).toBe(text);
      }),
    );
  });

  test('a mask shows at most seven digits, hides at least four, and shows only the ends', () => {
    fc.assert(
      fc.property(msisdns, (text) => {
        const mask = maskMsisdn(text as Msisdn);
        const national = text.slice(1 + callingCodeOf(text as Msisdn).length);
        const shown = mask.replace(/\D/g, '');
        expect(shown.length).toBeLessThanOrEqual(7);
        expect(shown.length).toBeLessThanOrEqual(national.length - 4);
        const [head, tail] = mask.split('****').map((part) => part.trim());
        expect(national.startsWith(head!) && national.endsWith(tail!)).toBe(true);
      }),
    );
  });

  test('a Chinese number is masked as people there know it', () => {
    expect(maskMsisdn(parseMsisdn('+8610000001234'))).toBe('100 **** 1234');
    expect(maskMsisdn(parseMsisdn('+447700900123'))).toBe('770 **** 123');
  });
});

test('of any EID with one digit changed, none is read', () => {
  const eid = '89049032123451234512345678901235';
  const change = fc.tuple(fc.integer({ min: 2, max: 31 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(change, ([at, by]) => {
      const digit = (Number(eid[at]) + by) % 10;
      expect(() => parseEid(eid.slice(0, at) + digit + eid.slice(at + 1))).toThrow('eid_invalid');
    }),
  );
});

test('of the ten last digits of an ICCID, exactly one fits', () => {
  fc.assert(
    fc.property(digits(16, 17), (body) => {
      const verdicts = [...'0123456789'].map((last) => checkIccid(parseIccid(`89${body}${last}`)).luhn);
      expect(verdicts.filter((verdict) => verdict === 'valid')).toHaveLength(1);
    }),
  );
});

describe('identity documents', () => {
  test('of the eleven check characters of a citizen number, exactly one fits', () => {
    fc.assert(
      fc.property(digits(3), (sequence) => {
        const fits = [...'0123456789X'].filter((check) => {
          try {
            return parseDocument('cn_resident_id', `11010519491231${sequence}${check}`);
          } catch {
            return false;
          }
        });
        expect(fits).toHaveLength(1);
      }),
    );
  });
});
