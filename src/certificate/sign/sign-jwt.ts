import type { CertificateSigner } from './signer.ts';

/** Signs header and payload as a compact JWS (RFC 7515 section 7.1) with ES256; of claims, a JWT. */
export function signJwt(
  header: Readonly<Record<string, unknown>>,
  payload: object,
  signer: Pick<CertificateSigner, 'sign'>,
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${signer.sign(Buffer.from(signed)).toString('base64url')}`;
}
