import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { webCrypto } from '../../../src/certificate/credential/web-crypto.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import type { VerifyCrypto } from '../../../src/ports/verify-crypto.ts';

const IMPLEMENTATIONS: readonly (readonly [string, VerifyCrypto])[] = [
  ['node', nodeVerifyCrypto],
  ['WebCrypto', webCrypto],
];

const data = Buffer.from('the line has ended');
const coordinates = (key: KeyObject) => {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return { x, y };
};
/** The order of P-256 (SEC 2 section 2.4.2), big-endian. */
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

describe.each(IMPLEMENTATIONS)('cryptography by %s', (_, crypto) => {
  test('hashes', async () => {
    for (const bytes of [Buffer.alloc(0), data, Buffer.alloc(100_000, 7)])
      expect(Buffer.from(await crypto.sha256(bytes))).toEqual(createHash('sha256').update(bytes).digest());
    // Of a view only what it shows.
    expect(Buffer.from(await crypto.sha256(data.subarray(4, 8)))).toEqual(
      createHash('sha256').update('line').digest(),
    );
  });

  test('takes an ES256 signature by its key over its data, and no other', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = coordinates(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
    const key = coordinates(publicKey);
    const good = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const der = sign('sha256', data, { key: privateKey, dsaEncoding: 'der' });
    expect(await crypto.verifyEs256(key, data, good)).toBe(true);
    const flipped = Buffer.from(good);
    flipped[40]! ^= 1;
    const zero = Buffer.alloc(64);
    const wrong: readonly (readonly [{ x: string; y: string }, Uint8Array, Uint8Array])[] = [
      [other, data, good],
      [key, Buffer.from('the line has not ended'), good],
      [key, data, flipped],
      [key, data, good.subarray(0, 63)],
      [key, data, Buffer.concat([good, Buffer.alloc(1)])],
      [key, data, der],
      [key, data, zero],
      [key, data, Buffer.concat([ORDER, ORDER])],
      [key, data, Buffer.alloc(0)],
      // Not a point of the curve, and not coordinates.
      [{ x: key.x, y: other.y }, data, good],
      [{ x: 'AAAA', y: 'AAAA' }, data, good],
      [{ x: '', y: '' }, data, good],
      [{ x: key.y, y: key.x }, data, good],
    ];
    for (const [i, [by, over, signature]] of wrong.entries())
      expect([i, await crypto.verifyEs256(by, over, signature)]).toEqual([i, false]);
  });

  test('takes an Ed25519 signature by its key over its data, and no other', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
    const good = sign(null, data, privateKey);
    expect(await crypto.verifyEd25519(key, data, good)).toBe(true);
    const flipped = Buffer.from(good);
    flipped[3]! ^= 1;
    const wrong: readonly (readonly [Uint8Array, Uint8Array, Uint8Array])[] = [
      [key, Buffer.from('other'), good],
      [key, data, flipped],
      [key, data, good.subarray(1)],
      [key, data, Buffer.alloc(0)],
      [key.subarray(1), data, good],
      [Buffer.concat([key, key]), data, good],
    ];
    for (const [i, [by, over, signature]] of wrong.entries())
      expect([i, await crypto.verifyEd25519(by, over, signature)]).toEqual([i, false]);
  });

  test('inflates zlib up to its bound, and nothing else', async () => {
    const bytes = Buffer.alloc(1000, 'line ');
    const packed = deflateSync(bytes);
    expect(Buffer.from(await crypto.inflate(packed, 1000))).toEqual(bytes);
    expect(Buffer.from(await crypto.inflate(deflateSync(Buffer.alloc(0)), 10))).toHaveLength(0);
    const checksum = Buffer.from(packed);
    checksum[checksum.length - 1]! ^= 1;
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    const wrong: readonly (readonly [Uint8Array, number])[] = [
      [packed, 999],
      [packed.subarray(0, -1), 1000],
      [Buffer.concat([packed, Buffer.of(0)]), 1000],
      [Buffer.concat([packed, packed]), 10_000],
      [checksum, 1000],
      [gzipSync(bytes), 1000],
      [deflateRawSync(bytes), 1000],
      [Buffer.alloc(0), 1000],
      [bomb, 1024],
    ];
    for (const [i, [from, most]] of wrong.entries())
      await expect((async () => crypto.inflate(from, most))(), `wrong ${i}`).rejects.toBeInstanceOf(
        RangeError,
      );
  });
});
