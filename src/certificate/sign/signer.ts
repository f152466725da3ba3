import { type KeyObject, sign } from 'node:crypto';
import type { Issuer } from './issuer.ts';

export type { Issuer };

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
