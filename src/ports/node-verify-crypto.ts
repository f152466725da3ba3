import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { VerifyCrypto } from './verify-crypto.ts';

/** Key objects by what they were made from: making one takes longer than a verification. */
const known = new Map<string, KeyObject>();
/** More keys than the operators of a country have; beyond that the oldest go. */
const MOST_KEYS = 1000;

/** What `info: true` makes of the answer; `bytesWritten` counts what was read. */
interface InflateReading {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function keyOf(name: string, jwk: { readonly [member: string]: string }): KeyObject | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
  if (known.size >= MOST_KEYS) known.delete(known.keys().next().value!);
  known.set(name, key);
  return key;
}

/** What verification needs of cryptography, by OpenSSL; every answer comes at once. */
export const nodeVerifyCrypto = {
  sha256(data: Uint8Array): Uint8Array {
    // As hex first: a hash that comes as bytes brings an ArrayBuffer of its own, and takes twice as long.
    return Buffer.from(hash('sha256', data), 'hex');
  },

  verifyEs256(
    { x, y }: { readonly x: string; readonly y: string },
    data: Uint8Array,
    signature: Uint8Array,
  ): boolean {
    const key = keyOf(`${x}.${y}`, { kty: 'EC', crv: 'P-256', x, y });
    return key !== null && verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
  },

  verifyEd25519(key: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
    const x = Buffer.from(key).toString('base64url');
    const publicKey = keyOf(x, { kty: 'OKP', crv: 'Ed25519', x });
    return publicKey !== null && verify(null, data, publicKey, signature);
  },

  inflate(data: Uint8Array, most: number): Uint8Array {
    let read: InflateReading;
    try {
      read = inflateSync(data, { maxOutputLength: most, info: true }) as unknown as InflateReading;
    } catch (error) {
      throw new RangeError('not zlib, or too much of it', { cause: error });
    }
    // What follows the end is passed over by zlib, and refused by browsers.
    if (read.engine.bytesWritten !== data.length) throw new RangeError('bytes after the end');
    return read.buffer;
  },
} satisfies VerifyCrypto;
