import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeVerifyCrypto as crypto } from '../../src/ports/node-verify-crypto.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

describe('verification by Node', () => {
  it('knows Ed25519: RFC 8032 section 7.1, test 2', async () => {
    const key = hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    const signature = hex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(await crypto.verifyEd25519(key, hex('72'), signature)).toBe(true);
    expect(await crypto.verifyEd25519(key, hex('73'), signature)).toBe(false);
    expect(await crypto.verifyEd25519(key.slice(1), hex('72'), signature)).toBe(false);
    expect(await crypto.verifyEd25519(key, hex('72'), signature.slice(1))).toBe(false);
  });

  it('knows ES256: RFC 7515 appendix A.3', async () => {
    const key = {
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    };
    const signed =
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
    const signature = Buffer.from(
      'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
      'base64url',
    );
    expect(await crypto.verifyEs256(key, Buffer.from(signed), signature)).toBe(true);
    expect(await crypto.verifyEs256(key, Buffer.from(`${signed}x`), signature)).toBe(false);
    // No point of the curve.
    expect(await crypto.verifyEs256({ ...key, y: key.x }, Buffer.from(signed), signature)).toBe(false);
  });

  it('knows SHA-256 and zlib, and how much it may become', async () => {
    expect(Buffer.from(await crypto.sha256(Buffer.from('abc'))).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    const packed = deflateSync(Buffer.alloc(1_000));
    expect(await crypto.inflate(packed, 1_000)).toHaveLength(1_000);
    expect(() => crypto.inflate(packed, 999)).toThrow(RangeError);
    expect(() => crypto.inflate(packed.subarray(0, 5), 999)).toThrow(RangeError);
    expect(() => crypto.inflate(Buffer.from('no'), 999)).toThrow(RangeError);
  });
});
