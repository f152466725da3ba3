import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { listDisputes } from '../../../operations/cases/disputes/list-disputes.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, operation } from '../../kit/schema.ts';

const Dispute = named(
  'Dispute',
  Type.Object({
    reference: Type.String({ description: 'The receipt number that the person has.' }),
    lineId: Type.String(),
    caseId: Nullable(CaseId),
    madeAt: Instant,
    check: Type.String(),
    effect: Type.String(),
    rule: Type.Object({ id: Type.String(), version: Type.Integer() }),
    said: Nullable(Type.String({ description: 'What the person wrote. Null once the person is erased.' })),
  }),
);
const DisputePage = named('DisputePage', pageOf('disputes', Dispute));
const Asked = Type.Object({
  lineId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  ...PAGE,
});

export function disputeRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/disputes', {
      id: 'listDisputes',
      asks: ['listDisputes'],
      tag: 'Staff',
      summary: 'What subscribers say against findings, the newest first',
      description: 'What they wrote is personal: the look is written to the audit log.',
      query: Asked,
      answers: { 200: DisputePage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { lineId = null, after = null } = request.query;
      const limit = limitOf(request.query);
      const { disputes, next } = await listDisputes(op, request.caller.actor, { lineId, after, limit });
      linkNext(request, reply, next);
      return {
        disputes: disputes.map(({ text, ...one }) => ({
          ...one,
          said: text,
          madeAt: one.madeAt.toISOString(),
        })),
        next,
      };
    },
  });
}
