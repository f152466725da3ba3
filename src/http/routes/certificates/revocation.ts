import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { revokeCertificate } from '../../../operations/certificates/revoke-certificate.ts';
import type { Operations } from '../../../operations/context.ts';
import { Reasoned } from '../../kit/reasoned.ts';
import { CaseId, operation } from '../../kit/schema.ts';

export function revocationRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: { certificateId: string }; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/certificates/:certificateId/revoke', {
      id: 'revokeCertificate',
      asks: ['revokeCertificate'],
      tag: 'Staff',
      summary: 'Revoke a certificate, with a reason that verifiers see',
      params: Type.Object({ certificateId: CaseId }),
      body: Reasoned,
      answers: { 204: null },
      errors: ['certificate_unknown'],
    }),
    handler: async (request, reply) => {
      await revokeCertificate(op, request.caller.actor, { ...request.body, ...request.params });
      return reply.code(204).send();
    },
  });
}
