/** Who signs certificates. */
export interface Issuer {
  /** Stable and unique, e.g. the operator's domain name; it is bound by every signature. */
  readonly id: string;
  readonly name: string;
}

/** A public key of P-256 as a JWK spells it: base64url of 32 bytes each (RFC 7518 section 6.2.1). */
export interface Coordinates {
  readonly x: string;
  readonly y: string;
}
