import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';

const KEYS_KEPT = 100;
const keys = new Map<string, KeyObject>();

/** Reading a key takes longer than to verify with it, and there are few. */
function keyOf(jwk: { readonly kty: string; readonly crv: string; readonly x: string; readonly y?: string }) {
  const name = `${jwk.crv}.${jwk.x}.${jwk.y ?? ''}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  if (keys.size >= KEYS_KEPT) keys.clear();
  keys.set(name, key);
  return key;
}

/** Verification by Node's own cryptography; every answer comes at once. */
export const nodeCrypto: VerifyCrypto = {
  // As hex first: a hash that comes as bytes brings an ArrayBuffer of its own, and takes twice as long.
  sha256: (data) => Buffer.from(hash('sha256', data), 'hex'),
  verifyEs256: ({ x, y }, data, signature) =>
    signature.length === 64 &&
    verify(
      'sha256',
      data,
      { key: keyOf({ kty: 'EC', crv: 'P-256', x, y }), dsaEncoding: 'ieee-p1363' },
      signature,
    ),
  verifyEd25519: (key, data, signature) =>
    signature.length === 64 &&
    verify(
      null,
      data,
      keyOf({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') }),
      signature,
    ),
  inflate(data, most) {
    try {
      return inflateSync(data, { maxOutputLength: most });
    } catch (cause) {
      throw new RangeError('not zlib data, or more of it than is taken', { cause });
    }
  },
};
