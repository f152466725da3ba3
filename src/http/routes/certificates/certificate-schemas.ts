import { Type } from 'typebox';
import { DETACHMENTS } from '../../../domain/cases/detachment.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, LocalDateText, Nullable, OneOf } from '../../kit/schema.ts';

/** The holder's copy, an SD-JWT VC. It is sent as it was signed, never rewritten by this schema. */
export const CertificateSchema = named(
  'Certificate',
  Type.Object(
    {
      payload: Type.String({ description: 'The claims as they were signed, base64url.' }),
      protected: Type.String({ description: 'The protected header, base64url.' }),
      signature: Type.String({ description: 'ES256 over both, base64url.' }),
      header: Type.Object({
        disclosures: Type.Array(Type.String({ description: 'Base64url of `[salt, name, value]`.' })),
        tlog_proof: Type.Optional(
          Type.String({ description: 'That it is in the public log: a C2SP tlog-proof.' }),
        ),
      }),
    },
    {
      description:
        'An SD-JWT VC in its flattened JSON form (RFC 9901 section 8.1). Its claims: docs/reference/certificate.md.',
    },
  ),
);

/** What anyone may know of a certificate. */
export const CertificateStatus = named(
  'CertificateStatus',
  Type.Object({
    certificateId: CaseId,
    issuedAt: Instant,
    revoked: Nullable(Type.Object({ at: Instant, reason: Type.String() })),
    supersededBy: Nullable(CaseId),
    serviceEndedAt: Instant,
    billingEndedOn: LocalDateText,
    detach: OneOf(DETACHMENTS),
    numberReleasedOn: Nullable(LocalDateText),
    keyId: Type.String(),
  }),
);

export const VerdictSchema = named(
  'Verdict',
  Type.Object(
    { result: OneOf(['not_a_certificate', 'altered', 'unknown_issuer', 'authentic']) },
    {
      additionalProperties: true,
      description:
        'With `not_a_certificate`: `reason`. With `altered`: `where` and `detail`. With `unknown_issuer`: `reason` and `keyId`. With `authentic`: `claims` (what was signed and is disclosed), `issuer`, `status` and, if it was asked, `number`.',
    },
  ),
);
