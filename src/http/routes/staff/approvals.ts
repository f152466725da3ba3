import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { DECISIONS, TWO_PERSON_ACTS } from '../../../domain/rules/two-person.ts';
import type { Operations } from '../../../operations/context.ts';
import { followApproval } from '../../../operations/staff/approvals/follow-approval.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';

const Approval = named(
  'Approval',
  Type.Object({
    requestId: CaseId,
    act: OneOf(TWO_PERSON_ACTS),
    about: Type.String({ description: 'The case, the line or the certificate.' }),
    requestedAt: Instant,
    expiresAt: Instant,
    decision: Nullable(OneOf(DECISIONS, { description: 'Null while it waits, or once its time is over.' })),
    decidedAt: Nullable(Instant),
    reason: Nullable(Type.String()),
  }),
);
const ApprovalById = Type.Object({ requestId: CaseId });

/** What became of the acts for which a token asked a second person. */
export function approvalRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ApprovalById> }>({
    ...operation('GET', '/approvals/:requestId', {
      id: 'followApproval',
      asks: ['followApproval'],
      tag: 'Staff',
      summary: 'What became of an act that waits for a second person',
      params: ApprovalById,
      answers: { 200: Approval },
      errors: ['forbidden', 'approval_unknown'],
    }),
    handler: async (request) => {
      const found = await followApproval(op, request.caller.actor, request.params);
      const { requestId, act, about, decision, reason } = found;
      return {
        ...{ requestId, act, about, decision, reason },
        requestedAt: found.requestedAt.toISOString(),
        expiresAt: found.expiresAt.toISOString(),
        decidedAt: found.decidedAt?.toISOString() ?? null,
      };
    },
  });
}
