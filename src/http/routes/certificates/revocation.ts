import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { REVOCATION_REASONS } from '../../../domain/certificates/revocation.ts';
import { revokeCertificate } from '../../../operations/certificates/revoke-certificate.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, OneOf, operation } from '../../kit/schema.ts';

const Revocation = named(
  'Revocation',
  Type.Object(
    {
      reason: OneOf(REVOCATION_REASONS, { description: 'Published.' }),
      note: Type.Optional(
        Type.String({ maxLength: 500, description: 'For the audit log; it is shown to nobody else.' }),
      ),
    },
    { additionalProperties: false },
  ),
);

export function revocationRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: { certificateId: string }; Body: Static<typeof Revocation> }>({
    ...operation('POST', '/certificates/:certificateId/revoke', {
      id: 'revokeCertificate',
      asks: ['revokeCertificate'],
      tag: 'Staff',
      summary: 'Revoke a certificate, with a reason that verifiers see',
      params: Type.Object({ certificateId: CaseId }),
      body: Revocation,
      answers: { 204: null },
      errors: ['certificate_unknown', 'field_invalid'],
    }),
    handler: async (request, reply) => {
      await revokeCertificate(op, request.caller.actor, { ...request.body, ...request.params });
      return reply.code(204).send();
    },
  });
}
