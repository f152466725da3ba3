import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  avpsOf,
  DiameterError,
  DiameterReader,
  decodeAvps,
  encodeAvp,
  encodeMessage,
  FLAG,
  numberOf,
  onlyOne,
  textOf,
} from '../../../src/connectors/s6a/codec.ts';
import { AVP, COMMAND, VENDOR_3GPP } from '../../../src/connectors/s6a/dictionary.ts';
import {
  addressBytes,
  cancelLocation,
  insertStatus,
  isDiameterIdentity,
} from '../../../src/connectors/s6a/messages.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const identity = { originHost: 'hss.example', originRealm: 'example' };
const to = { host: 'mme.example', realm: 'example' };
const ids = { hopByHop: 7, endToEnd: 8 };
const read = (bytes: Buffer) => [...new DiameterReader(65_536).read(bytes)];

describe('the encoding of Diameter', () => {
  test('an AVP has its vendor only where it has one, and its padding is not in its length', () => {
    expect(encodeAvp(AVP.userName, '00101')).toEqual(hex('00000001 40 00000d 3030313031 000000'));
    expect(encodeAvp(AVP.cancellationType, 2)).toEqual(hex('0000058c c0 000010 000028af 00000002'));
    expect(encodeAvp(AVP.clrFlags, 1)).toEqual(hex('00000666 80 000010 000028af 00000001'));
  });

  test('a cancellation withdraws the subscription and never asks the phone to come back', () => {
    const bytes = cancelLocation('hss.example;1;2', identity, to, '001010000000001')(ids);
    const [message] = read(bytes);
    expect(message).toMatchObject({
      flags: FLAG.request | FLAG.proxiable,
      command: COMMAND.cancelLocation,
      application: 16_777_251,
      ...ids,
    });
    const avps = avpsOf(message!);
    expect(textOf(avps[0]!)).toBe('hss.example;1;2');
    expect(textOf(onlyOne(avps, AVP.destinationHost))).toBe('mme.example');
    expect(textOf(onlyOne(avps, AVP.userName))).toBe('001010000000001');
    expect(numberOf(onlyOne(avps, AVP.cancellationType))).toBe(2);
    // TS 29.272 section 7.3.152: bit 1 is Reattach-Required.
    expect(numberOf(onlyOne(avps, AVP.clrFlags))).toBe(1);
  });

  test('a bar names all packet services, and a grant names no barring', () => {
    const inserted = (service: 'refused' | 'granted') => {
      const [message] = read(insertStatus('s', identity, to, '001010000000001', service)(ids));
      return decodeAvps(onlyOne(avpsOf(message!), AVP.subscriptionData)!.data).map(
        ({ code, vendor, data }) => [code, vendor, data.readUInt32BE(0)],
      );
    };
    expect(inserted('refused')).toEqual([
      [1424, VENDOR_3GPP, 1],
      [1425, VENDOR_3GPP, 0b1001],
    ]);
    expect(inserted('granted')).toEqual([[1424, VENDOR_3GPP, 0]]);
  });

  test.each([
    ['127.0.0.1', '0001 7f000001'],
    ['::1', '0002 00000000000000000000000000000001'],
    ['2001:db8::7:1%eth0', '0002 20010db8000000000000000000070001'],
    ['fe80:1:2:3:4:5:6:7', '0002 fe800001000200030004000500060007'],
  ])('the address %s', (address, bytes) => {
    expect(addressBytes(address)).toEqual(hex(bytes));
  });

  test('an identity is a domain name', () => {
    for (const good of ['mme01.epc.mnc001.mcc001.3gppnetwork.org', 'NODE-1', 'a'])
      expect(isDiameterIdentity(good), good).toBe(true);
    for (const bad of ['', 'A\0B', 'a b', '.a', 'a-', 'a;b', 'mme\n', 'a'.repeat(256)])
      expect(isDiameterIdentity(bad), bad).toBe(false);
  });
});

describe('reading Diameter', () => {
  const message = encodeMessage({ flags: 0, command: 280, application: 0, ...ids }, [
    encodeAvp(AVP.originHost, 'a'),
    encodeAvp(AVP.resultCode, 2001),
  ]);

  test('finds the same messages however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (cuts) => {
        const reader = new DiameterReader(65_536);
        const stream = Buffer.concat([message, message, message]);
        const found: Buffer[] = [];
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          for (const { raw } of reader.read(stream.subarray(at, at + cut))) found.push(Buffer.from(raw));
          at += cut;
        }
        expect(found).toEqual([message, message, message]);
      }),
    );
  });

  test.each([
    ['another version', hex('02000014 00000118 00000000 00000000 00000000')],
    ['a length shorter than a header', hex('01000010')],
    ['a length that is no multiple of four', hex('01000015')],
    ['a length beyond the bound', hex('01ffffff')],
  ])('refuses %s', (_name, bytes) => {
    expect(() => read(bytes)).toThrow(DiameterError);
  });

  test.each([
    ['shorter than its header', hex('00000001 40 000007 00000000')],
    ['longer than the message', hex('00000001 40 00000d 31')],
    ['cut within its header', hex('00000001 40')],
    ['with a vendor that is cut', hex('0000058c c0 00000b 0028af00')],
  ])('refuses an AVP %s', (_name, bytes) => {
    expect(() => decodeAvps(bytes)).toThrow(DiameterError);
  });

  test('a number has four bytes', () => {
    const [avp] = decodeAvps(encodeAvp(AVP.resultCode, Buffer.from([7])));
    expect(() => numberOf(avp!)).toThrow(DiameterError);
  });

  test('what comes twice could be read either way, and is nothing', () => {
    const twice = decodeAvps(
      Buffer.concat([encodeAvp(AVP.resultCode, 2001), encodeAvp(AVP.resultCode, 5012)]),
    );
    expect(onlyOne(twice, AVP.resultCode)).toBeNull();
  });

  test('gives back the AVPs that were encoded, whatever they hold', () => {
    const anAvp = fc.record({
      code: fc.nat(0xffff_ffff),
      vendor: fc.nat(0xffff_ffff),
      mandatory: fc.boolean(),
      data: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(anAvp, { maxLength: 8 }), (avps) => {
        const bytes = encodeMessage(
          { flags: 0, command: 317, application: 1, ...ids },
          avps.map((avp) => encodeAvp(avp, Buffer.from(avp.data))),
        );
        const [found, ...more] = read(bytes);
        expect(more).toEqual([]);
        expect(avpsOf(found!).map(({ code, vendor, data }) => [code, vendor, [...data]])).toEqual(
          avps.map(({ code, vendor, data }) => [code, vendor, [...data]]),
        );
      }),
    );
  });

  test('noise is refused or read, and never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          for (const found of read(Buffer.from(noise))) avpsOf(found);
          decodeAvps(Buffer.from(noise));
        } catch (error) {
          expect(error).toBeInstanceOf(DiameterError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
