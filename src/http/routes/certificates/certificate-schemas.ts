import { Type } from 'typebox';
import { DETACHMENTS } from '../../../domain/cases/detachment.ts';
import { CARD_CONDITIONS, DESTRUCTION_METHODS } from '../../../domain/certificates/card-words.ts';
import { UNBINDING_RESULTS } from '../../../domain/esim/unbinding.ts';
import { named } from '../../kit/named-schema.ts';
import { Bill, CaseId, Instant, LocalDateText, Nullable, OneOf } from '../../kit/schema.ts';

const Commitment = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'Hex SHA-256(salt || value); salt and value are in `openings`.',
});

const StatementSchema = named(
  'CertificateStatement',
  Type.Object({
    version: Type.Literal(1),
    certificateId: CaseId,
    supersedes: Nullable(CaseId),
    issuer: Type.Object({ name: Type.String(), id: Type.String() }),
    caseReference: Type.String(),
    issuedAt: Instant,
    declaredAt: Instant,
    confirmedAt: Instant,
    serviceEndedAt: Instant,
    billingEndedOn: LocalDateText,
    numberReleasedOn: Nullable(LocalDateText),
    timeZone: Type.String(),
    rulebook: Type.Object({ jurisdiction: Type.String(), version: Type.String() }),
    subject: Type.Object({
      msisdn: Nullable(Commitment),
      lineId: Commitment,
      holder: Nullable(Commitment),
    }),
    accesses: Type.Array(
      Type.Object({
        kind: Type.String(),
        imsi: Commitment,
        iccid: Commitment,
        detach: OneOf([...DETACHMENTS, 'confirmed']),
        absentAtEnd: Type.Boolean(),
        evidence: Type.Array(
          Type.Object({
            stage: Type.String(),
            meaning: Type.String(),
            element: Type.String(),
            node: Type.Optional(Type.Object({ domain: OneOf(['cs', 'ps']), name: Type.String() })),
            at: Instant,
            hash: Commitment,
          }),
        ),
      }),
    ),
    profiles: Type.Array(
      Type.Object({
        iccid: Commitment,
        eid: Nullable(Commitment),
        result: OneOf(UNBINDING_RESULTS),
        proof: Nullable(
          Type.Object({
            event: Type.Literal('delete'),
            sequenceNumber: Type.Integer(),
            receivedAt: Instant,
            hash: Commitment,
          }),
        ),
      }),
    ),
    cards: Type.Optional(
      Type.Array(
        Type.Object({
          iccid: Commitment,
          condition: OneOf(CARD_CONDITIONS),
          takenInOn: LocalDateText,
          destroyed: Nullable(
            Type.Object({
              on: LocalDateText,
              method: OneOf(DESTRUCTION_METHODS),
              particleClass: Nullable(
                Type.String({ examples: ['E-4'], description: 'ISO/IEC 21964 (DIN 66399).' }),
              ),
            }),
          ),
        }),
        { description: 'What came back of the old cards; absent where nothing did.' },
      ),
    ),
    bill: Bill,
    number: OneOf(['quarantined', 'returned_to_range_holder', 'none']),
    withdrawals: Type.Integer(),
  }),
);

/** The holder's copy. It is sent as it was kept, never rewritten by this schema: the signature is over its bytes. */
export const CertificateSchema = named(
  'Certificate',
  Type.Object({
    format: Type.Literal('handback-certificate/1'),
    statement: StatementSchema,
    proof: Type.Object(
      {
        algorithm: Type.Literal('ES256'),
        keyId: Type.String(),
        signedAt: Instant,
        leafIndex: Type.Integer(),
        treeSize: Type.Integer(),
        path: Type.Array(Type.String()),
        root: Type.String(),
        signature: Type.String({ description: 'Base64url, r||s, over the canonical batch head.' }),
      },
      { description: 'That the statement is in a signed batch: a Merkle proof (RFC 6962).' },
    ),
    openings: Type.Record(Type.String(), Type.Object({ salt: Type.String(), value: Type.String() }), {
      description: 'By the JSON pointer of the commitment that each opens.',
    }),
  }),
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
        'With `not_a_certificate`: `reason`. With `altered`: `where` and `detail`. With `unknown_issuer`: `reason` and `keyId`. With `authentic`: `statement`, `issuer`, `status` and, if it was asked, `number`.',
    },
  ),
);
