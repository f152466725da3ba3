import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { VerifyCrypto } from './verify-crypto.ts';

/** Verification by Node's own cryptography. A key that is none verifies nothing. */
export const nodeVerifyCrypto: VerifyCrypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  verifyEs256: ({ x, y }, data, signature) =>
    verifies({ kty: 'EC', crv: 'P-256', x, y }, (key) =>
      verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature),
    ),
  verifyEd25519: (key, data, signature) =>
    verifies({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') }, (one) =>
      verify(null, data, one, signature),
    ),
  inflate(data, most) {
    try {
      return inflateSync(data, { maxOutputLength: most });
    } catch (cause) {
      throw new RangeError('not a zlib stream of this size', { cause });
    }
  },
};

function verifies(jwk: Readonly<Record<string, string>>, check: (key: KeyObject) => boolean): boolean {
  try {
    return check(createPublicKey({ key: jwk, format: 'jwk' }));
  } catch {
    return false;
  }
}
