import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { certificateLogProof } from '../../../operations/certificates/log-proof.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { preferred } from '../../kit/negotiate.ts';
import { CaseId, operation } from '../../kit/schema.ts';

const LogProofSchema = named(
  'LogProof',
  Type.Object({
    certificateId: CaseId,
    index: Type.Integer({ minimum: 0, description: 'Which leaf of the log, from 0.' }),
    entry: Type.String({ description: 'What stands there: the bytes of the leaf, as UTF-8.' }),
    proof: Type.String({ description: 'The whole `.tlog-proof` (C2SP tlog-proof).' }),
  }),
);

export function logProofRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: { certificateId: string } }>({
    ...operation('GET', '/certificates/:certificateId/log-proof', {
      id: 'certificateLogProof',
      asks: ['certificateLogProof'],
      tag: 'Certificates',
      summary: 'That a certificate stands in the public log, as a file to keep beside it',
      description: 'By `Accept`: JSON, or the `.tlog-proof` alone as text.',
      params: Type.Object({ certificateId: Type.String({ maxLength: 64 }) }),
      answers: { 200: LogProofSchema },
      alsoAs: ['text/plain'],
      errors: ['certificate_unknown', 'certificate_not_logged'],
    }),
    handler: async (request, reply) => {
      const proof = await certificateLogProof(op, request.caller.actor, request.params);
      reply.header('vary', 'accept');
      if (preferred(request.headers.accept, ['application/json', 'text/plain']) === 'application/json')
        return proof;
      return reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="${proof.certificateId}.tlog-proof"`)
        .send(proof.proof);
    },
  });
}
