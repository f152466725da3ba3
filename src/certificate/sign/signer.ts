import { type KeyObject, sign, verify } from 'node:crypto';

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

/** False for anything but the one spelling (base64url) of a valid 64-byte signature; never throws on a hostile one. */
export function verifyBytes(data: Uint8Array, signature: string, publicKey: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature) return false;
  return verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes);
}
