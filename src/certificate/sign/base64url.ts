const ALPHABET = /^[A-Za-z0-9_-]*$/;

/** Base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The bytes; null for anything but their one spelling, since two spellings of one signature would be two certificates. */
export function fromBase64url(text: string): Uint8Array | null {
  if (!ALPHABET.test(text)) return null;
  // Buffer reads both alphabets of base64, here and in its port to browsers.
  const bytes = Buffer.from(text, 'base64');
  return toBase64url(bytes) === text ? bytes : null;
}
