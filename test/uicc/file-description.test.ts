import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIccid, readImsi } from '../../src/uicc/bcd.ts';
import { parse2gDescription, parseFcp } from '../../src/uicc/file-description.ts';
import { readPhoneBookReference } from '../../src/uicc/phone-book/reference.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('what a card says of a file', () => {
  it.each([
    [
      'records',
      '62 12 82 05 42 21 00 22 FA 83 02 6F 3A 80 02 21 34 8A 01 05',
      { kind: 'records', recordLength: 34, recordCount: 250 },
    ],
    ['cyclic records', '62 07 82 05 46 21 00 1C 0A', { kind: 'records', recordLength: 28, recordCount: 10 }],
    [
      'records that it does not count',
      '62 06 82 04 42 21 00 1C',
      { kind: 'records', recordLength: 28, recordCount: null },
    ],
    ['bytes', '62 08 82 02 41 21 80 02 00 0A', { kind: 'transparent', size: 10 }],
    [
      'a folder whose PIN1 is enabled',
      '62 0F 82 02 78 21 C6 09 90 01 80 83 01 01 83 01 81',
      { kind: 'folder', pin: { keyReference: 1, triesLeft: null } },
    ],
    [
      'a folder behind the universal PIN',
      '62 0F 82 02 78 21 C6 09 90 01 40 83 01 01 83 01 11',
      { kind: 'folder', pin: { keyReference: 0x11, triesLeft: null } },
    ],
    ['a folder without a word of PINs', '62 04 82 02 78 21', { kind: 'folder', pin: null }],
  ])('is read of %s', (_, hex, expected) => {
    expect(parseFcp(bytes(hex))).toEqual(expected);
  });

  it.each([
    [
      'records',
      '00 00 02 20 6F 3A 04 00 11 FF FF 01 02 01 22',
      { kind: 'records', recordLength: 34, recordCount: 16 },
    ],
    [
      'a file of length 0',
      '00 00 00 00 6F 3A 04 00 11 FF FF 01 02 01 00',
      { kind: 'records', recordLength: 0, recordCount: 0 },
    ],
    ['bytes', '00 00 00 0A 2F E2 04 00 11 FF FF 01 01 00', { kind: 'transparent', size: 10 }],
    [
      'a folder',
      '00 00 00 00 7F 20 02 00 00 00 00 00 0A 13 00 09 04 00 83 8A 00 00 00',
      { kind: 'folder', pin: { keyReference: 1, triesLeft: 3 } },
    ],
  ])('is read of %s on a card of 2G', (_, hex, expected) => {
    expect(parse2gDescription(bytes(hex))).toEqual(expected);
  });

  it.each([
    '',
    '62',
    '62 00',
    '62 05 82',
    '62 02 82 00',
    '6F 04 82 02 78 21',
    '62 04 82 02 41 21',
    '62 04 82 02 42 21',
    '62 04 82 02 40 21',
  ])('is nothing in %j', (hex) => {
    expect(parseFcp(bytes(hex))).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (some) => {
        for (const hex of [Buffer.from(some), Buffer.concat([Buffer.of(0x62, some.length), some])]) {
          parseFcp(hex);
          parse2gDescription(hex);
          readPhoneBookReference(hex);
        }
      }),
    );
  });
});

describe('the numbers of a card', () => {
  it.each([
    ['98684200000000000010', '89862400000000000001'],
    ['986842000000000000F1', '8986240000000000001'],
    ['98687A0000000000FFFF', '8986A70000000000'],
    ['FFFFFFFFFFFFFFFFFFFF', null],
  ])('have the ICCID %s as printed', (hex, iccid) => {
    expect(readIccid(bytes(hex))).toBe(iccid);
  });

  it.each([
    ['08 49 06 10 32 54 76 98 10', '460012345678901'],
    ['08 41 06 10 32 54 76 98 F0', '46001234567890'],
    ['FF FF FF FF FF FF FF FF FF', null],
    ['09 49 06 10 32 54 76 98 10', null],
    ['', null],
  ])('have the IMSI %s as digits', (hex, imsi) => {
    expect(readImsi(bytes(hex))).toBe(imsi);
  });
});

describe('EF_PBR', () => {
  it('names the files of a set with their ties and their bytes in the index', () => {
    const record = bytes(
      'A8 0F C0 03 4F 3A 01 C1 03 4F 17 02 C5 03 4F 09 03 A9 0D C7 02 4F 22 C4 02 4F 11 CA 03 4F 50 05 AA 04 C2 02 4F 4A FF FF',
    );
    expect(readPhoneBookReference(record)).toEqual([
      { kind: 'numbers', tie: 'same_record', id: '4F3A', indexByte: 0 },
      { kind: 'index', tie: 'same_record', id: '4F17', indexByte: 1 },
      { kind: 'furtherNumber', tie: 'by_index', id: '4F11', indexByte: 1 },
      { kind: 'email', tie: 'by_index', id: '4F50', indexByte: 2 },
      { kind: 'extension', tie: 'named', id: '4F4A', indexByte: 0 },
    ]);
  });
});
