import canonicalize from 'canonicalize';

/**
 * The canonical form of a JSON value as UTF-8 bytes (RFC 8785, JSON Canonicalization Scheme).
 * Signatures and hashes are over these bytes, so the layout of a file never matters.
 * @throws Error on NaN, Infinity, lone surrogates, cycles, or a value that JSON cannot hold.
 */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return Buffer.from(text, 'utf8');
}
