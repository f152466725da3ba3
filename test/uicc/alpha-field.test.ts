import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlpha } from '../../src/uicc/alpha-field.ts';
import { septetsOf, textOfSeptets } from '../../src/uicc/gsm-alphabet.ts';
import { type AlphaCoding, alphaField } from '../../src/virtual-uicc/encode-names.ts';

const alpha = (hex: string) => readAlpha(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('a name on a card', () => {
  it.each([
    ['the default alphabet, ended by FF', '48 65 6C 6C 6F FF FF', 'Hello'],
    ['the default alphabet, to the end of the field', '48 69', 'Hi'],
    ['what is not ASCII in it', '00 02 11 5B 60 7F', '@$_Ä¿à'],
    ['its extension table', '1B 65 1B 3C 1B 3E 1B 2F', '€[]\\'],
    ['an unknown code of the extension table', '1B 41', 'A'],
    ['coding 80', '80 5F 20 4F 1F FF FF FF', '张伟'],
    ['coding 80 with an odd byte at its end', '80 5F 20 FF', '张'],
    ['coding 80 with a surrogate pair', '80 D8 3D DE 00', '😀'],
    // The example of ETSI TS 102 221 Annex A: S, Bengali KA, and 09FF, whose byte is FF.
    ['coding 81 as its standard has it', '81 05 13 53 95 A6 A8 FF FF', 'S\u0995\u09a6\u09a8\u09ff'],
    ['coding 82 as its standard has it', '82 05 05 30 2D 82 D3 2D 31', '-\u0532\u0583-1'],
    ['an empty field', 'FF FF FF', ''],
    ['no field', '', ''],
  ])('is read in %s', (_, hex, text) => {
    expect(alpha(hex)).toEqual({ value: text, problems: [] });
  });

  it.each([
    ['a byte that the default alphabet has not', '48 C3 69 FF', 'Hi'],
    ['half of a surrogate pair', '80 00 41 D8 3D', 'A\ufffd'],
    ['a count beyond the field', '81 09 13 53 95', 'S\u0995'],
    ['coding 81 without its base', '81 05', ''],
  ])('says that something is wrong with %s, and gives the rest', (_, hex, text) => {
    expect(alpha(hex)).toEqual({ value: text, problems: ['name_coding'] });
  });

  it('never throws, and always gives whole characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 260 }), (bytes) => readAlpha(bytes).value.isWellFormed()),
    );
  });

  const cyrillic = fc.string({ unit: fc.constantFrom(...'ЖннаA1 яа'), minLength: 1, maxLength: 20 });
  const any = fc.string({ unit: fc.constantFrom(...'张伟😀Aé€'), minLength: 1, maxLength: 10 });
  it.each<[AlphaCoding, fc.Arbitrary<string>]>([
    ['81', cyrillic],
    ['82', cyrillic],
    ['80', any],
  ])('gives back what was written in coding %s', (coding, texts) => {
    fc.assert(
      fc.property(texts, fc.nat(10), (text, spare) => {
        const length = alphaField(text, 255, coding).length - 255 + 4 + text.length * 2 + spare;
        expect(readAlpha(alphaField(text, length, coding))).toEqual({ value: text, problems: [] });
      }),
    );
  });
});

describe('the GSM default alphabet', () => {
  it('has 128 places, and each but the escape leads back to itself', () => {
    for (let code = 0; code < 128; code++)
      if (code !== 0x1b) expect(septetsOf(textOfSeptets([code]))).toEqual([code]);
  });
});
