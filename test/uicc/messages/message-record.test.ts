import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinParts } from '../../../src/uicc/messages/join-parts.ts';
import { readMessageRecord } from '../../../src/uicc/messages/message-record.ts';
import { type CardMessage, messageRecords } from '../../../src/virtual-uicc/encode-messages.ts';

const record = (hex: string) => Buffer.from(hex.replaceAll(' ', '').padEnd(352, 'F'), 'hex');
const read = (hex: string) => readMessageRecord(record(hex));
const SERVICE_CENTRE = '07 91 13 26 04 00 00 F0';

describe('a record of EF_SMS', () => {
  it('is read as other decoders of PDUs read it', () => {
    expect(
      read(
        `01 ${SERVICE_CENTRE} 04 0B 91 13 46 61 00 89 F6 00 00 20 80 62 91 73 14 08 0C C8F71D14969741F977FD07`,
      ),
    ).toEqual({
      value: {
        status: 'read',
        kind: 'received',
        address: '+31641600986',
        time: '2002-08-26T19:37:41+00:00',
        serviceCentre: '+31624000000',
        text: 'How are you?',
        data: null,
        deliveryStatus: null,
        part: null,
      },
      problems: [],
    });
  });

  it.each([
    ['80', '1999-03-29T15:16:59+02:00'],
    ['23', '1999-03-29T15:16:59+08:00'],
    ['4A', '1999-03-29T15:16:59-06:00'],
    ['32', '1999-03-29T15:16:59+05:45'],
  ])('has its time with the zone %s', (zone, time) => {
    const { value } = read(
      `01 07 91 72 83 01 00 10 F5 04 0B 91 72 38 88 09 00 F1 00 00 99 30 92 51 61 95 ${zone} 0A E8329BFD4697D9EC37`,
    );
    expect(value).toMatchObject({ time, text: 'hellohello', address: '+27838890001' });
  });

  it.each([
    ['a month 13', '62 31 92 51 61 95 80'],
    ['a 30th of February', '62 20 03 51 61 95 80'],
    ['a digit that is none', '6A 30 92 51 61 95 80'],
    ['a zone that nobody lives in', '62 30 92 51 61 95 97'],
  ])('has no time where that says %s, and its text all the same', (_, stamp) => {
    const { value, problems } = read(`01 00 04 03 81 21 F3 00 00 ${stamp} 02 E834`);
    expect(value).toMatchObject({ time: null, text: 'hi', serviceCentre: null, address: '123' });
    expect(problems).toEqual(['message_time']);
  });

  it('names its sender where that is a name', () => {
    // 7 semi-octets of four letters, packed.
    expect(read('03 00 04 07 D0 C2 B0 7B 0D 00 08 62 11 03 01 00 00 23 04 4F 60 59 7D').value).toMatchObject({
      status: 'unread',
      address: 'Bank',
      text: '你好',
    });
  });

  it.each([
    ['none', '01 00 03 81 21 F3 00 00', 0],
    ['relative', '11 00 03 81 21 F3 00 00 A7', 1],
    ['absolute', '19 00 03 81 21 F3 00 00 62110301000023', 7],
    ['enhanced', '09 00 03 81 21 F3 00 00 01000000000000', 7],
  ])('is read to its text past a validity that is %s', (_, head) => {
    expect(read(`05 00 ${head} 02 E834`)).toEqual({
      value: expect.objectContaining({
        kind: 'sent',
        status: 'sent',
        text: 'hi',
        time: null,
        address: '123',
      }),
      problems: [],
    });
  });

  it('may report a delivery', () => {
    const head = '01 00 06 2A 03 81 21 F3 62 11 03 01 00 00 23 62 11 03 01 50 00 23 00';
    expect(read(head)).toEqual({
      value: expect.objectContaining({
        kind: 'delivery_report',
        deliveryStatus: 0,
        time: '2026-11-30T10:05:00+08:00',
        text: null,
      }),
      problems: [],
    });
    // With parameters: a coding and user data.
    expect(read(`${head} 06 00 02 E834`).value).toMatchObject({ text: 'hi' });
  });

  it('begins its text at the septet after a header', () => {
    // Header of 6 bytes, one fill bit, then `hi`; the length counts 7 septets of header.
    expect(
      read('01 00 44 03 81 21 F3 00 00 62 11 03 01 00 00 23 09 05 00 03 2A 02 01 D0 69').value,
    ).toMatchObject({
      text: 'hi',
      part: { reference: '8:42', total: 2, number: 1 },
    });
  });

  it.each([
    ['data', '04', 'C0FFEE', { text: null, data: 'C0FFEE' }, []],
    ['compressed', '20', 'C0FFEE', { text: null, data: 'C0FFEE' }, ['message_compressed']],
    ['reserved, as the default alphabet', '8F', 'E83400', { text: 'hi@' }, []],
  ])('tells what is %s', (_, coding, data, expected, problems) => {
    const { value, problems: told } = read(`01 00 04 03 81 21 F3 00 ${coding} 62110301000023 03 ${data}`);
    expect(value).toMatchObject(expected);
    expect(told).toEqual(problems);
  });

  it.each([
    [
      'a header longer than the text',
      '01 00 44 03 81 21 F3 00 04 62110301000023 03 0A 00 03',
      'message_coding',
    ],
    [
      'an element longer than its header',
      '01 00 44 03 81 21 F3 00 04 62110301000023 04 03 00 09 01',
      'message_coding',
    ],
    [
      'a table of one language',
      '01 00 44 03 81 21 F3 00 00 62110301000023 08 03 25 01 01 A0 68',
      'message_language_table',
    ],
  ])('says so where there is %s', (_, hex, problem) => {
    expect(read(hex).problems).toContain(problem);
  });

  it.each([
    ['an address of 21 digits', '01 00 04 15 81'],
    ['a service centre of 12 bytes', '01 0C 91'],
    ['an end before its end', '01 00 04 03 81'],
    ['a command, which no card keeps', '05 00 02 00 00'],
    ['a submission that came in', '01 00 01 00 03 81 21 F3 00 00 02 E834'],
  ])('is named as unreadable with %s', (_, hex) => {
    const short = readMessageRecord(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    expect(short).toEqual({ value: null, problems: ['message_coding'] });
  });

  it('ends where the record ends, and says so', () => {
    const cut = Buffer.from('010004038121F3000862110301000023064F60', 'hex');
    expect(readMessageRecord(cut)).toMatchObject({ value: { text: '你' }, problems: ['message_cut_off'] });
  });

  it.each([
    ['free', `00${'31'.repeat(175)}`],
    ['never written', 'FF'.repeat(176)],
  ])('is nothing where it is %s', (_, hex) => {
    expect(readMessageRecord(Buffer.from(hex, 'hex'))).toEqual({ value: null, problems: [] });
  });

  it('never throws, and text that is no part is always whole characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 180 }), (bytes) => {
        const { value } = readMessageRecord(Buffer.from(bytes));
        if (value !== null) joinParts([{ ...value, record: 1 }]);
      }),
    );
  });
});

describe('a text that was sent in parts', () => {
  const stored = (messages: readonly CardMessage[]) =>
    messages.flatMap(messageRecords).map((bytes, i) => {
      const { value, problems } = readMessageRecord(bytes);
      expect(problems).toEqual([]);
      return { ...value!, record: i + 1 };
    });
  const LONG = 'a€b'.repeat(120);

  it.each([
    ['8-bit', LONG, 42],
    ['16-bit', LONG, 300],
    ['8-bit, in UCS2', '你好😀'.repeat(60), 7],
    ['16-bit, in UCS2', '😀'.repeat(100), 0xffff],
  ])('is joined by its %s reference, in whatever order its parts lie', (_, text, reference) => {
    const parts = stored([{ from: '10086', time: '2026-11-30T10:00:00+08:00', text, reference }]);
    expect(parts.length).toBeGreaterThan(2);
    for (const order of [parts, parts.toReversed()])
      expect(joinParts(order)).toMatchObject([
        { text, parts: parts.length, missing: [], records: parts.map(({ record }) => record) },
      ]);
  });

  it('says which parts are missing', () => {
    const parts = stored([{ from: '10086', time: '2026-11-30T10:00:00+08:00', text: 'x'.repeat(400) }]);
    expect(joinParts(parts.filter((_, i) => i !== 1))).toMatchObject([
      { parts: 3, missing: [2], text: `${'x'.repeat(153)}[…]${'x'.repeat(94)}`, records: [1, 3] },
    ]);
  });

  it('keeps apart what another sender, another direction, another width or another turn of the reference is', () => {
    const time = '2026-11-30T10:00:00+08:00';
    const all = stored([
      { from: '10086', time, text: 'a'.repeat(200), reference: 1 },
      { from: '10010', time, text: 'b'.repeat(200), reference: 1 },
      { to: '10086', text: 'c'.repeat(200), reference: 1 },
      { from: '10086', time, text: 'd'.repeat(200), reference: 257 },
      { from: '10086', time, text: 'e'.repeat(200), reference: 1 },
    ]);
    expect(joinParts(all).map(({ text }) => text![0])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(joinParts(all).every(({ text, missing }) => text!.length === 200 && missing.length === 0)).toBe(
      true,
    );
  });

  it('is unread as long as one part is', () => {
    const parts = stored([{ from: '10086', time: '2026-11-30T10:00:00+08:00', text: 'x'.repeat(200) }]);
    const [first, second] = parts;
    expect(joinParts([first!, { ...second!, status: 'unread' }])).toMatchObject([{ status: 'unread' }]);
  });

  it('gives back every text that was written', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'aé€你😀[ '), minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 0xffff }), (text, reference) => {
        const joined = joinParts(stored([{ to: '+4930', text, reference }]));
        expect(joined.map((one) => one.text)).toEqual([text]);
      }),
    );
  });
});
