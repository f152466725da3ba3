import type { Claims } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { CertificateIssuer, IssuerNames } from '../../ports/certificate-issuer.ts';
import { signJwt } from '../sign/sign-jwt.ts';
import type { CertificateSigner } from '../sign/signer.ts';
import { faultOf } from './claims-shape.ts';
import { VCT_PATH } from './type-metadata.ts';

/**
 * Signs the claims of one certificate: an issuer-signed JWT of an SD-JWT VC. Pure but for the signature: nothing is stored.
 *
 * @param chain whether the key's certificate and the operator's root go with it (`x5c`, RFC 7515 section 4.1.6)
 * @throws HandbackError `statement_invalid` for claims of another operator, or such as a verifier could not read
 */
export function issueCertificate(claims: Claims, signer: CertificateSigner, chain = false): string {
  const fault = claims.operator.id === signer.issuer.id ? faultOf(claims) : 'operator.id';
  if (fault !== null) throw new HandbackError('statement_invalid', { certificateId: claims.jti, fault });
  const x5c = [signer.certificate, signer.root].map((one) => one.toString('base64'));
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: signer.keyId, ...(chain ? { x5c } : {}) };
  return signJwt(header, claims, signer);
}

/**
 * The port that certificates are issued through; it signs with whatever key is active at that moment.
 *
 * @param address the operator's public address
 */
export function certificateIssuerOf(
  ring: { signer(): CertificateSigner },
  operator: IssuerNames['operator'],
  address: string,
  chain = false,
): CertificateIssuer {
  return {
    names: { iss: address, vct: `${address}${VCT_PATH}`, operator },
    statusUri: (list) => `${address}/status-lists/${list}`,
    issue: (claims) => issueCertificate(claims, ring.signer(), chain),
  };
}
