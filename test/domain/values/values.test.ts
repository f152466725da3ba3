import { describe, expect, it, test } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import { parseDocument } from '../../../src/domain/people/document.ts';
import { parseEid } from '../../../src/domain/values/eid.ts';
import { checkIccid, parseTabledIccid } from '../../../src/domain/values/iccid.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { parseDecimal } from '../../../src/domain/values/money.ts';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import { listedIn } from '../../../src/domain/values/pasted-text.ts';
import { readVectors } from './read-vectors.ts';

/** How each type reads the fields of a vector, and what it says of a valid one. */
const TYPES: Readonly<Record<string, (...fields: string[]) => string>> = {
  msisdn: (text, country) => parseMsisdn(text!, country),
  imsi: (text) => parseImsi(text!),
  iccid: (text) => checkIccid(parseTabledIccid(text!)).luhn,
  eid: (text) => parseEid(text!),
  'local-date': (text) => parseLocalDate(text!),
  money: (text, currency) => String(parseDecimal(currency!, text!).minor),
  document: (type, number, country) => parseDocument(type!, number!, country).number,
};

describe.each(Object.entries(TYPES))('%s', (type, read) => {
  test.each(readVectors(type, 'valid'))('is read: $line', ({ fields, expected }) => {
    expect(read(...fields)).toBe(expected);
  });

  test.each(readVectors(type, 'invalid'))('is refused: $line', ({ fields, expected }) => {
    let error: unknown;
    try {
      read(...fields);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HandbackError);
    const { code, facts } = error as HandbackError;
    expect(facts['reason'] ?? code.replace(/^.*_/, '')).toBe(expected);
  });

  test.each(readVectors(type, 'invalid').filter(({ fields }) => fields.some((field) => field.length > 6)))(
    'an error does not repeat what was typed: $line',
    ({ fields }) => {
      const typed = fields.filter((field) => field.length > 6 && !/^[a-z_]+$/.test(field));
      try {
        read(...fields);
      } catch (error) {
        const said = JSON.stringify([(error as HandbackError).message, (error as HandbackError).facts]);
        for (const field of typed) expect(said).not.toContain(field);
      }
    },
  );
});

describe('what a text lists', () => {
  it.each([
    ['138 0013 8000\n139-0013-9000', ['138 0013 8000', '139-0013-9000']],
    [' 1\uff0c2\u30013\uff1b4,5;6 ', ['1', '2', '3', '4', '5', '6']],
    ['\n\n', []],
  ])('%j', (text, listed) => {
    expect(listedIn(text)).toEqual(listed);
  });
});
