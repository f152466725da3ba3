import { type KeyObject, sign } from 'node:crypto';
import { nodeCrypto } from '../verify/node-crypto.ts';
import { canonicalBytes } from './canonical.ts';

export interface Issuer {
  /** Stable and unique, e.g. the operator's domain name; it is bound by every signature. */
  readonly id: string;
  readonly name: string;
}

/** The active signing key: what issues certificates, status lists and PDF signatures. */
export interface CertificateSigner {
  readonly issuer: Issuer;
  readonly keyId: string;
  /** X.509 in DER, issued by `root`. */
  readonly certificate: Buffer;
  readonly root: Buffer;
  /** ECDSA P-256 with SHA-256; returns r || s, 64 bytes (IEEE P1363). */
  sign(data: Uint8Array): Buffer;
}

/** A signer over a private key held in this process. */
export function signerOf(parts: Omit<CertificateSigner, 'sign'>, privateKey: KeyObject): CertificateSigner {
  return { ...parts, sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }) };
}

/** Base64url ES256 (RFC 7518 section 3.4) over the canonical form of a value that names its own `format`. */
export function signCanonical(value: { readonly format: string }, signer: CertificateSigner): string {
  return signer.sign(canonicalBytes(value)).toString('base64url');
}

/** False for anything but the one spelling of a valid 64-byte signature; never throws on a hostile one. */
export function verifyCanonical(
  value: { readonly format: string },
  signature: string,
  key: { readonly x: string; readonly y: string },
): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  return (
    bytes.toString('base64url') === signature && nodeCrypto.verifyEs256(key, canonicalBytes(value), bytes)
  );
}
