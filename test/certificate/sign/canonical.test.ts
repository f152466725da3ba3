import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../../src/certificate/sign/canonical.ts';
import { commitBytes, commitText, newSalt, opens } from '../../../src/certificate/verify/commitment.ts';
import { JsonFaultError, parseStrictJson } from '../../../src/domain/values/strict-json.ts';

const parse = (text: string) => parseStrictJson(Buffer.from(text));
const faultOf = (bytes: Uint8Array) => {
  try {
    parseStrictJson(bytes);
    return null;
  } catch (error) {
    return error instanceof JsonFaultError ? error.fault : error;
  }
};

describe('canonical JSON (RFC 8785)', () => {
  test('gives the bytes of the example in section 3.2.4, less the number that is no safe integer', () => {
    const value = parse(
      '{"numbers":[333333333.33333329,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonicalBytes(value).toString()).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts by UTF-16 code units as in section 3.2.3', () => {
    const value = parse('{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}');
    expect(canonicalBytes(value).toString()).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  test('refuses what JSON cannot hold', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined]) {
      expect(() => canonicalBytes({ value: value === undefined ? Number.NaN : value })).toThrow();
    }
    expect(() => canonicalBytes(undefined)).toThrow(TypeError);
    for (const value of [new Date(), new Map(), 1n, () => 1, [undefined]]) {
      expect(() => canonicalBytes({ value })).toThrow(TypeError);
    }
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => canonicalBytes(circle)).toThrow(RangeError);
    // What was begun and given up leaves nothing behind.
    expect(canonicalBytes([1]).toString()).toBe('[1]');
  });

  test('gives the same bytes as the reference implementation, also for many members and long texts', () => {
    const few = fc.jsonValue({ stringUnit: 'grapheme' });
    const many = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.integer(), { minKeys: 40 });
    const long = fc.string({ unit: 'grapheme', minLength: 20_000, maxLength: 30_000 });
    fc.assert(
      fc.property(fc.oneof(few, many), (value) => {
        expect(canonicalBytes(value).toString()).toBe(canonicalize(value));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(long, (value) => {
        expect(canonicalBytes({ value }).toString()).toBe(canonicalize({ value }));
      }),
      { numRuns: 5 },
    );
  });
});

describe('strict JSON', () => {
  test('agrees with JSON.parse on any value, whatever the layout', () => {
    const values = fc.jsonValue({ stringUnit: 'grapheme' });
    fc.assert(
      fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        let parsed: unknown;
        try {
          parsed = parse(text);
        } catch (error) {
          expect(['number_out_of_range', 'too_deep']).toContain((error as JsonFaultError).fault);
          return;
        }
        expect(canonicalBytes(parsed)).toEqual(canonicalBytes(JSON.parse(text)));
      }),
      { numRuns: 300 },
    );
  });

  test('names each fault', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['{"a":1,"a":2}', 'duplicate_key'],
      ['{"a":1,"\\u0061":2}', 'duplicate_key'],
      ['{"__proto__":1,"__proto__":2}', 'duplicate_key'],
      ['[9007199254740993]', 'number_out_of_range'],
      ['[1e999]', 'number_out_of_range'],
      ['[NaN]', 'not_json'],
      ['[Infinity]', 'not_json'],
      ['[01]', 'not_json'],
      ['[1,]', 'not_json'],
      ['["\\ud800"]', 'not_json'],
      ['["\u0001"]', 'not_json'],
      ['"abc', 'not_json'],
      ['"abc\\', 'not_json'],
      ['{}{}', 'not_json'],
      ['\ufeff\ufeff{}', 'not_json'],
      ['{\ufeff}', 'not_json'],
      ['', 'not_json'],
      ['['.repeat(200_000), 'too_deep'],
    ];
    for (const [text, fault] of cases)
      expect([text.slice(0, 40), faultOf(Buffer.from(text))]).toEqual([text.slice(0, 40), fault]);
    expect(faultOf(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toBe('not_utf8');
  });

  test('takes any bytes without another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const fault = faultOf(bytes);
        expect(fault === null || typeof fault === 'string').toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(faultOf(Buffer.from(`[${'"\\\\",'.repeat(300_000)}`))).toBe('not_json');
    expect(faultOf(Buffer.alloc(4_000_000, '1'))).toBe('number_out_of_range');
  });

  test('keeps __proto__ as a plain member', () => {
    const value = parse('{"__proto__":{"version":1}}') as Record<string, unknown>;
    expect(value['version']).toBeUndefined();
    expect(canonicalBytes(value).toString()).toBe('{"__proto__":{"version":1}}');
  });
});

describe('commitments', () => {
  test('are hex SHA-256 over salt and value', () => {
    // printf '\x00\x01...\x0f+8613812341234' | sha256sum
    expect(commitText('+8613812341234', '000102030405060708090a0b0c0d0e0f').commitment).toBe(
      'b12fe49feeefe3d436a4e6392802647d9c70ca40b6c94e5ac652889a0d9b602b',
    );
  });

  test('open with their own salt and value only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (value, other) => {
        const { commitment, opening } = commitText(value);
        expect(opens(commitment, opening, 'utf8')).toBe(true);
        expect(opens(commitment, { ...opening, salt: newSalt() }, 'utf8')).toBe(false);
        expect(opens(commitment, { ...opening, value: other }, 'utf8')).toBe(other === value);
      }),
    );
  });

  test('of raw bytes take one spelling of base64 only', () => {
    const { commitment, opening } = commitBytes(Uint8Array.of(0, 255, 16));
    expect(opening.value).toBe('AP8Q');
    expect(opens(commitment, opening, 'base64')).toBe(true);
    for (const value of ['AP8Q\n', 'AP 8Q', 'AP8Q=', 'AP8', '*AP8Q']) {
      expect(opens(commitment, { ...opening, value }, 'base64')).toBe(false);
    }
  });

  test('have salts of 16 bytes, in lower-case hex', () => {
    expect(newSalt()).toMatch(/^[0-9a-f]{32}$/);
    expect(newSalt()).not.toBe(newSalt());
    const { commitment, opening } = commitText('x');
    expect(opens(commitment, { ...opening, salt: opening.salt.toUpperCase() }, 'utf8')).toBe(
      /^[0-9]+$/.test(opening.salt),
    );
    expect(() => commitText('x', 'abcd')).toThrow(TypeError);
  });
});
