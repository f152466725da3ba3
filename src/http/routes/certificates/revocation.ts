import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { revokeCertificate } from '../../../operations/certificates/certificates.ts';
import type { Operations } from '../../../operations/context.ts';
import { requireScope } from '../../kit/auth.ts';
import { Reasoned } from '../../kit/reasoned.ts';
import { CaseId, operation } from '../../kit/schema.ts';

export function revocationRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: { certificateId: string }; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/certificates/:certificateId/revoke', {
      id: 'revokeCertificate',
      tag: 'Staff',
      summary: 'Revoke a certificate, with a reason that verifiers see',
      params: Type.Object({ certificateId: CaseId }),
      body: Reasoned,
      answers: { 204: null },
      errors: ['forbidden', 'certificate_unknown'],
    }),
    handler: async (request, reply) => {
      requireScope(request.caller, 'certificates:revoke');
      await revokeCertificate(op, request.caller.actor, request.params.certificateId, request.body.reason);
      return reply.code(204).send();
    },
  });
}
