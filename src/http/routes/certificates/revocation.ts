import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { REVOCATION_REASONS } from '../../../domain/certificates/revocation.ts';
import { revokeCertificate } from '../../../operations/certificates/revoke-certificate.ts';
import type { Operations } from '../../../operations/context.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, OneOf, operation } from '../../kit/schema.ts';
import { ApprovalAskedBody, approvalBody } from '../../kit/second-person.ts';

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
      description:
        'Where the rulebook wants a second person, it is not revoked yet: they are asked, and the answer is 202.',
      params: Type.Object({ certificateId: CaseId }),
      body: Revocation,
      answers: { 204: null, 202: ApprovalAskedBody },
      errors: ['certificate_unknown', 'field_invalid', 'approval_open'],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { certificateId } = request.params;
      const { reason, note = '' } = request.body;
      const revocation = { certificateId, reason, note };
      const result = await doOrAsk(op, actor, { act: 'revoke_certificate', with: revocation }, () =>
        revokeCertificate(op, actor, revocation),
      );
      return 'asked' in result ? reply.code(202).send(approvalBody(result.asked)) : reply.code(204).send();
    },
  });
}
