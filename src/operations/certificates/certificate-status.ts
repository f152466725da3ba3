import { signedClaims, signingKeyOf } from '../../certificate/credential/sd-jwt.ts';
import type { Detachment } from '../../domain/cases/detachment.ts';
import { issuedAt } from '../../domain/certificates/certificate.ts';
import { detachmentOfClaims } from '../../domain/certificates/detachment-stated.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { findCertificate } from '../../store/certificates/certificates.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isCertificateId } from './certificate-id.ts';

export interface CertificateStatus {
  readonly certificateId: string;
  readonly issuedAt: string;
  readonly revoked: { readonly at: Date; readonly reason: string } | null;
  readonly supersededBy: string | null;
  readonly serviceEndedAt: string;
  readonly billingEndedOn: LocalDate;
  /** How it is known that the line is off. */
  readonly detach: Detachment;
  readonly numberReleasedOn: string | null;
  readonly keyId: string;
}

/**
 * What anyone may know of a certificate whose identifier they hold; nothing of the person or the number.
 * @throws HandbackError `certificate_unknown`
 */
export async function certificateStatus(
  op: Operations,
  actor: Actor,
  request: { readonly certificateId: string },
): Promise<CertificateStatus> {
  requireAccess(actor, 'certificateStatus');
  const { certificateId } = request;
  if (!isCertificateId(certificateId)) throw new HandbackError('certificate_unknown');
  const stored = await findCertificate(op.pool, certificateId);
  if (stored === null) throw new HandbackError('certificate_unknown');
  const claims = signedClaims(stored.jwt);
  return {
    certificateId,
    issuedAt: issuedAt(claims).toISOString(),
    revoked: stored.revokedAt === null ? null : { at: stored.revokedAt, reason: stored.revokedReason ?? '' },
    supersededBy: stored.supersededBy,
    serviceEndedAt: claims.serviceEndedAt,
    billingEndedOn: claims.billingEndedOn,
    detach: detachmentOfClaims(claims),
    numberReleasedOn: claims.numberReleasedOn,
    keyId: signingKeyOf(stored.jwt),
  };
}
