/** Crockford's base 32: no I, L, O or U, so that it survives being read out or written down. */
export const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param bytes of which the bits are a multiple of five */
export function base32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let left = (bytes.length * 8) / 5; left > 0; left--) {
    text = BASE32[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}
