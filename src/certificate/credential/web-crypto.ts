import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { toBase64url } from '../sign/base64url.ts';

/** What verification needs of cryptography, by the Web Cryptography API: in browsers, and wherever else it exists. */
export const webCrypto: VerifyCrypto = {
  async sha256(data) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(data)));
  },

  async verifyEs256({ x, y }, data, signature) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    return holds(algorithm, { kty: 'EC', crv: 'P-256', x, y }, data, signature);
  },

  async verifyEd25519(key, data, signature) {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key) };
    return holds({ name: 'Ed25519' }, jwk, data, signature);
  },

  async inflate(data, most) {
    const reader = new Blob([bytesOf(data)])
      .stream()
      .pipeThrough(new DecompressionStream('deflate'))
      .getReader();
    const parts: Uint8Array[] = [];
    let length = 0;
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        length += read.value.length;
        // A few bytes may stand for gigabytes: it ends here, not when all of them are there.
        if (length > most) throw new RangeError('too much of it');
        parts.push(read.value);
      }
    } catch (error) {
      reader.cancel().catch(() => {});
      throw new RangeError('not zlib, or too much of it', { cause: error });
    }
    return Buffer.concat(parts);
  },
};

async function holds(
  algorithm: (EcKeyImportParams & EcdsaParams) | Algorithm,
  jwk: JsonWebKey,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  } catch (error) {
    // A browser without Ed25519 says so; a key that is none verifies nothing.
    if (error instanceof DOMException && error.name === 'NotSupportedError') throw error;
    return false;
  }
  return crypto.subtle.verify(algorithm, key, bytesOf(signature), bytesOf(data));
}

/** The Web Cryptography API takes no memory that is shared between threads, and nothing here is. */
const bytesOf = (data: Uint8Array): Uint8Array<ArrayBuffer> => data as Uint8Array<ArrayBuffer>;
