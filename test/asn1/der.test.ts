import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ecdsaFromDer,
  ecdsaToDer,
  integer,
  oid,
  readMembers,
  readOnly,
  readTlv,
  sequence,
  setOf,
  TAG,
  time,
  tlv,
} from '../../src/asn1/der.ts';
import { signCms } from '../../src/certificate/sign/cms.ts';
import { verifyCms } from '../../src/certificate/sign/cms-read.ts';
import { readTrust } from '../../src/certificate/sign/trust.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { newRing } from '../certificate/fixtures.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('DER (X.690)', () => {
  test('writes the shortest lengths and integers', () => {
    expect(hex(tlv(0x04, Buffer.alloc(127))).slice(0, 4)).toBe('047f');
    expect(hex(tlv(0x04, Buffer.alloc(128))).slice(0, 6)).toBe('048180');
    expect(hex(tlv(0x04, Buffer.alloc(65_536))).slice(0, 10)).toBe('0483010000');
    expect(hex(integer(Buffer.of(0)))).toBe('020100');
    expect(hex(integer(Buffer.of(0, 0, 127)))).toBe('02017f');
    expect(hex(integer(Buffer.of(128)))).toBe('02020080');
  });

  test('writes object identifiers, sorted sets, and time by the century that RFC 5280 sets', () => {
    expect(hex(oid('1.2.840.113549.1.7.2'))).toBe('06092a864886f70d010702');
    expect(hex(oid('2.5.4.97'))).toBe('0603550461');
    expect(hex(setOf(integer(Buffer.of(2)), integer(Buffer.of(1))))).toBe('3106020101020102');
    expect(time(new Date('2049-12-31T23:59:59.999Z')).toString('latin1').slice(2)).toBe('491231235959Z');
    const late = time(new Date('2050-01-01T00:00:00Z'));
    expect([late[0], late.toString('latin1').slice(2)]).toEqual([TAG.generalizedTime, '20500101000000Z']);
  });

  test('reads back what it wrote, and refuses anything longer, shorter or not the shortest', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (parts) => {
        const bytes = sequence(...parts.map((part) => tlv(TAG.octetString, part)));
        expect(readMembers(readOnly(bytes), TAG.sequence).map(({ content }) => hex(content))).toEqual(
          parts.map(hex),
        );
        expect(() => readOnly(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(RangeError);
        expect(() => readOnly(bytes.subarray(0, -1))).toThrow(RangeError);
      }),
    );
    for (const bad of [
      '',
      '30',
      '3080',
      '308100',
      '30817f',
      '30820080',
      '30850000000000',
      '1f0100',
      '0401',
      '020100',
    ]) {
      expect(() => readMembers(readOnly(Buffer.from(bad, 'hex')), TAG.sequence), bad).toThrow(RangeError);
    }
  });

  test('carries ECDSA signatures between their two forms as node writes them', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let i = 0; i < 300; i++) {
      const der = sign('sha256', Buffer.of(i % 256, i >> 8), { key: privateKey, dsaEncoding: 'der' });
      expect(ecdsaToDer(ecdsaFromDer(der)).equals(der)).toBe(true);
    }
  });
});

describe('CMS signature', () => {
  test('holds for its own digest only, and is never an exception for hostile bytes', async () => {
    const ring = await newRing();
    const trust = await readTrust([ring.publicKeys()], nodeVerifyCrypto);
    const digest = createHash('sha256').update('content').digest();
    const cms = signCms(digest, ring.signer());
    expect(await verifyCms(cms, digest, trust, nodeVerifyCrypto)).toMatchObject({
      ok: true,
      key: { keyId: ring.signer().keyId },
    });
    expect(await verifyCms(cms, createHash('sha256').digest(), trust, nodeVerifyCrypto)).toEqual({
      ok: false,
      fault: 'altered',
    });
    const stranger = await newRing();
    expect(
      await verifyCms(signCms(digest, stranger.signer()), digest, trust, nodeVerifyCrypto),
    ).toMatchObject({
      fault: 'unknown_issuer',
    });
    for (let at = 0; at < cms.length; at++) {
      const damaged = Buffer.from(cms);
      damaged[at]! ^= 1 << (at % 8);
      expect([at, (await verifyCms(damaged, digest, trust, nodeVerifyCrypto)).ok]).toEqual([at, false]);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        async (bytes) => !(await verifyCms(Buffer.from(bytes), digest, trust, nodeVerifyCrypto)).ok,
      ),
    );
    expect(cms.length).toBeLessThan(2200);
  });
});

describe('tags of two bytes', () => {
  test('are written and read as the number that their bytes make', () => {
    const value = tlv(0xbf2f, tlv(0x5f37, Buffer.alloc(200, 7)));
    expect(value.subarray(0, 4).toString('hex')).toBe('bf2f81cc');
    const [inner] = readMembers(readOnly(value), 0xbf2f);
    expect(inner?.tag).toBe(0x5f37);
    expect(inner?.content).toHaveLength(200);
  });

  test.each(['bf', 'bf1e00', 'bf8100', 'bf2f', 'bf800100'])('refuses %s', (hex) => {
    expect(() => readTlv(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  });
});
