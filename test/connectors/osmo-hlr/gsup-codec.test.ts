import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeGsup,
  encodeGsup,
  GSUP,
  GsupError,
  type GsupMessage,
} from '../../../src/connectors/osmo-hlr/gsup-codec.ts';
import {
  IpaError,
  IpaReader,
  identityName,
  identityResponse,
  ipaFrame,
} from '../../../src/connectors/osmo-hlr/ipa.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('GSUP vectors, as exchanged with OsmoHLR 1.5', () => {
  const vectors: readonly (readonly [string, string, GsupMessage])[] = [
    [
      'LocationCancelRequest with an odd IMSI',
      '1c 01 08 00 01 01 00 00 00 00 f1 06 01 01 28 01 02 60 03 48 42 00 61 06 4d 53 43 2d 31 00',
      {
        type: GSUP.locationCancelRequest,
        imsi: '001010000000001',
        cancelType: 'withdraw',
        domain: 'cs',
        sourceName: 'HB',
        destinationName: 'MSC-1',
      },
    ],
    [
      'LocationCancelResult',
      '1e 01 08 00 01 01 00 00 00 00 f1 28 01 02 60 06 4d 53 43 2d 31 00 61 03 48 42 00',
      {
        type: GSUP.locationCancelResult,
        imsi: '001010000000001',
        domain: 'cs',
        sourceName: 'MSC-1',
        destinationName: 'HB',
      },
    ],
    [
      'routing error',
      '4e 01 08 00 01 01 00 00 00 00 f1 60 07 4e 4f 42 4f 44 59 00 61 02 59 00',
      { type: GSUP.routingError, imsi: '001010000000001', sourceName: 'NOBODY', destinationName: 'Y' },
    ],
    [
      'UpdateLocationError with an even IMSI and a cause',
      '05 01 07 00 01 01 00 00 00 10 02 01 0b',
      { type: GSUP.updateLocationError, imsi: '00101000000001', cause: 11 },
    ],
  ];

  test.each(vectors)('%s', (_name, bytes, message) => {
    expect(encodeGsup(message).toString('hex')).toBe(hex(bytes).toString('hex'));
    expect(decodeGsup(hex(bytes))).toEqual(message);
  });

  test('elements that Handback does not use are skipped', () => {
    expect(decodeGsup(hex('10 01 08 00 01 01 00 00 00 00 f1 08 02 91 44 04 00 7f 01 00'))).toEqual({
      type: GSUP.insertDataRequest,
      imsi: '001010000000001',
    });
  });

  test.each([
    ['nothing', ''],
    ['no IMSI', '1e'],
    ['IMSI not first', '1e 28 01 02 01 08 00 01 01 00 00 00 00 f1'],
    ['two IMSIs', '1e 01 08 00 01 01 00 00 00 00 f1 01 08 00 01 01 00 00 00 00 f1'],
    ['a length beyond the end', '1e 01 09 00 01 01 00 00 00 00 f1'],
    ['a tag without length', '1e 01 08 00 01 01 00 00 00 00 f1 28'],
    ['an IMSI with a hex digit', '1e 01 08 00 01 0a 00 00 00 00 f1'],
    ['a filler in the middle', '1e 01 08 00 f1 01 00 00 00 00 f1'],
    ['an IMSI too short', '1e 01 02 00 f1'],
    ['an IMSI of 16 digits', '1e 01 08 00 01 01 00 00 00 00 11'],
    ['an unknown domain', '1e 01 08 00 01 01 00 00 00 00 f1 28 01 07'],
    ['a domain of two bytes', '1e 01 08 00 01 01 00 00 00 00 f1 28 02 01 01'],
    ['a NUL inside a name', '1e 01 08 00 01 01 00 00 00 00 f1 60 04 41 00 42 00'],
    ['an empty name', '1e 01 08 00 01 01 00 00 00 00 f1 60 01 00'],
  ])('refuses %s', (_name, bytes) => {
    expect(() => decodeGsup(hex(bytes))).toThrow(GsupError);
  });

  test.each([
    ['an IMSI with a letter', { type: 0x1c, imsi: '00101000000000a' }],
    ['a name with a line break', { type: 0x1c, imsi: '001010000000001', destinationName: 'A\nB' }],
    ['an empty name', { type: 0x1c, imsi: '001010000000001', sourceName: '' }],
  ])('does not write %s', (_name, message) => {
    expect(() => encodeGsup(message)).toThrow(GsupError);
  });
});

describe('GSUP properties', () => {
  const name = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 40,
  });
  const message: fc.Arbitrary<GsupMessage> = fc.record(
    {
      type: fc.integer({ min: 0, max: 255 }),
      imsi: fc.stringMatching(/^[0-9]{5,15}$/),
      cause: fc.integer({ min: 0, max: 255 }),
      cancelType: fc.constantFrom('update' as const, 'withdraw' as const),
      domain: fc.constantFrom('cs' as const, 'ps' as const),
      sourceName: name,
      destinationName: name,
    },
    { requiredKeys: ['type', 'imsi'], noNullPrototype: true },
  );

  test('what is written can be read back', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(decodeGsup(encodeGsup(one))).toEqual(one);
      }),
    );
  });

  test('any bytes are a message or a GsupError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeGsup(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(GsupError);
        }
      }),
    );
  });

  test('a message with one byte changed is a message or a GsupError', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, at, change) => {
        const bytes = encodeGsup(one);
        bytes[at % bytes.length]! ^= change;
        try {
          decodeGsup(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(GsupError);
        }
      }),
    );
  });
});

describe('IPA framing', () => {
  test('frames come out whole however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        (payloads, cuts) => {
          const bytes = Buffer.concat(payloads.map((payload) => ipaFrame(0xee, Buffer.from(payload))));
          const reader = new IpaReader(64, [0xee]);
          const read: string[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = cuts[turn % cuts.length]!;
            for (const frame of reader.read(bytes.subarray(at, at + size)))
              read.push(frame.payload.toString('hex'));
            at += size;
          }
          expect(read).toEqual(payloads.map((payload) => Buffer.from(payload).toString('hex')));
        },
      ),
    );
  });

  test.each([
    ['an empty frame', '00 00 ee'],
    ['a frame over the bound', 'ff ff ee'],
    ['another stream', '00 01 00 00'],
  ])('refuses %s', (_name, bytes) => {
    expect(() => [...new IpaReader(64, [0xee]).read(hex(bytes))]).toThrow(IpaError);
  });

  test('the identity holds the name, and a cut one is refused', () => {
    const payload = identityResponse('MSC-1').subarray(3);
    expect(identityName(payload)).toBe('MSC-1');
    expect(() => identityName(payload.subarray(0, 4))).toThrow(IpaError);
    expect(identityName(Buffer.of(5))).toBeNull();
  });
});
