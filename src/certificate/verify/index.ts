import { readStatusToken as readToken, type StatusListReading } from '../credential/status-token.ts';
import { webCrypto } from '../credential/web-crypto.ts';
import { readTrust as read, type Trust, type TrustDocument } from '../sign/trust.ts';
import type { Verdict } from './verdict.ts';
import { type VerifyOptions, verifyCertificate as verify } from './verify.ts';

/**
 * `handback/verify`: verification without a database, a server or a connection, wherever the Web Cryptography API is
 * (Node 20, browsers). What a certificate is: docs/reference/certificate.md.
 */

export type { CertificateCopy, Claims } from '../../domain/certificates/certificate.ts';
export type { VerifyCrypto } from '../../ports/verify-crypto.ts';
export type { StatusList, StatusListReading } from '../credential/status-token.ts';
export type { Trust, TrustDocument, TrustedKey, TrustKey } from '../sign/trust.ts';
export type * from './verdict.ts';
export { statusOf } from './verify.ts';
export type { VerifyOptions };

/** Reads trust documents that operators publish; see `Trust`. @throws HandbackError `trust_invalid` */
export function readTrust(documents: readonly (Uint8Array | TrustDocument)[]): Promise<Trust> {
  return read(documents, webCrypto);
}

/**
 * Verifies a certificate (compact, JSON or PDF). Nothing is fetched and nothing is thrown.
 *
 * @param options `now` is the present instant and `crypto` that of this runtime where they are not given
 */
export function verifyCertificate(
  bytes: Uint8Array,
  options: Omit<VerifyOptions, 'crypto' | 'now'> & Partial<Pick<VerifyOptions, 'crypto' | 'now'>>,
): Promise<Verdict> {
  return verify(bytes, { crypto: webCrypto, now: new Date(), ...options });
}

/** Checks a status list token. Never throws. */
export function readStatusToken(token: string, trust: Trust): Promise<StatusListReading> {
  return readToken(token, trust, webCrypto);
}
