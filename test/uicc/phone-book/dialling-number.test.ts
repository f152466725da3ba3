import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNamedNumber } from '../../../src/uicc/phone-book/dialling-number.ts';
import { encodeNumber } from '../../../src/virtual-uicc/encode-numbers.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const NAME = '416E6EFFFFFF'; // Ann
const none = () => undefined;
const read = (hex: string, extensions: readonly string[] = []) =>
  readNamedNumber(bytes(hex), (number) => {
    const found = extensions[number - 1];
    return found === undefined ? undefined : bytes(found);
  });

describe('a record of EF_ADN', () => {
  it.each([
    ['international', '07 91 68 31 08 20 01 05 FF FF FF FF FF FF', '+861380021050'],
    ['a short code', '04 81 01 80 F6 FF FF FF FF FF FF FF FF FF', '10086'],
    ['stars, hashes and a pause', '05 81 1A 00 CB F2 FF FF FF FF FF FF FF FF', '*100#p2'],
    ['no number at all', 'FF FF FF FF FF FF FF FF FF FF FF FF FF FF', ''],
  ])('gives %s', (_, number, expected) => {
    expect(read(`${NAME}${number}`)).toEqual({ value: { name: 'Ann', number: expected }, problems: [] });
  });

  it('follows a long number through its extension records', () => {
    const first = `${NAME} 0B 91 21 43 65 87 09 21 43 65 87 09 FF 02`;
    const extensions = ['FF'.repeat(13), '02 0A 11 11 11 11 11 11 11 11 11 11 01', '02'];
    const chain = [`02 02 22 F2 ${'FF'.repeat(8)} FF`, extensions[1]!];
    expect(read(first, chain)).toEqual({
      value: { name: 'Ann', number: `+12345678901234567890${'1'.repeat(20)}222` },
      problems: [],
    });
  });

  it.each([
    ['leads back to itself', [`02 01 22 ${'FF'.repeat(9)} 01`], 'extension_circular', '22'],
    [
      'leads back to an earlier one',
      [`02 01 22 ${'FF'.repeat(9)} 02`, `02 01 33 ${'FF'.repeat(9)} 01`],
      'extension_circular',
      '2233',
    ],
    ['leads to a record that is not there', [`02 01 22 ${'FF'.repeat(9)} 09`], 'extension_missing', '22'],
    ['is of no kind', ['00'.repeat(13)], 'extension_missing', ''],
    ['is longer than it can be', [`02 0B ${'22'.repeat(10)} FF`], 'extension_missing', ''],
    ['is a sub-address', [`01 03 22 22 22 ${'FF'.repeat(7)} FF`], 'subaddress_left_out', ''],
  ])('keeps what it has where a chain %s', (_, extensions, problem, rest) => {
    expect(read(`${NAME} 02 81 21 ${'FF'.repeat(9)} FF 01`, extensions)).toEqual({
      value: { name: 'Ann', number: `12${rest}` },
      problems: [problem],
    });
  });

  it.each([
    ['a length beyond its field', `${NAME} 0C 81 ${'21'.repeat(10)} FF FF`, ['number_coding'], 'Ann'],
    ['a digit that means nothing', `${NAME} 02 81 E1 ${'FF'.repeat(9)} FF FF`, ['number_coding'], 'Ann'],
    ['a name that is none', `48C3FF 02 81 21 ${'FF'.repeat(9)} FF FF`, ['name_coding'], 'H'],
  ])('names %s and gives the rest', (_, hex, problems, name) => {
    const read1 = read(hex);
    expect(read1.problems).toEqual(problems);
    expect(read1.value?.name).toBe(name);
  });

  it.each([
    ['all FF', 'FF'.repeat(20), []],
    ['shorter than a number', 'FF'.repeat(13), ['record_short']],
    ['of length 0', '', ['record_short']],
  ])('is nothing where it is %s', (_, hex, problems) => {
    expect(read(hex)).toEqual({ value: null, problems });
  });

  it('never throws, whatever the record and the extensions hold', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.array(fc.uint8Array({ maxLength: 14 }), { maxLength: 6 }),
        (record, extensions) => {
          readNamedNumber(Buffer.from(record), (n) => {
            const found = extensions[n - 1];
            return found && Buffer.from(found);
          });
        },
      ),
    );
  });

  it('gives back every number that was written', () => {
    const numbers = fc.stringMatching(/^\+?[0-9][0-9*#p]{0,70}$/);
    fc.assert(
      fc.property(numbers, (number) => {
        const { field, extensions } = encodeNumber(number, 1);
        expect(readNamedNumber(field, (n) => extensions[n - 1])).toEqual({
          value: { name: '', number },
          problems: [],
        });
      }),
    );
  });

  it('asks for no extension where none is named', () => {
    expect(readNamedNumber(bytes(`${NAME}02812143${'FF'.repeat(10)}`), none).problems).toEqual([]);
  });
});
