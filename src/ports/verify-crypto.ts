/** What verification needs of cryptography, so that the same code runs in Node and in a browser (WebCrypto). Answers may come at once or later. */
export interface VerifyCrypto {
  sha256(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** ECDSA P-256 with SHA-256; `signature` is r || s, 64 bytes (RFC 7518 section 3.4); `key` is the JWK's coordinates, base64url. */
  verifyEs256(
    key: { readonly x: string; readonly y: string },
    data: Uint8Array,
    signature: Uint8Array,
  ): boolean | Promise<boolean>;
  /** Ed25519 (RFC 8032); `key` 32 bytes, `signature` 64. */
  verifyEd25519(key: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
  /** zlib (RFC 1950), never more than `most` bytes out. @throws RangeError */
  inflate(data: Uint8Array, most: number): Uint8Array | Promise<Uint8Array>;
}
