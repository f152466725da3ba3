import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { listDisputes } from '../../../operations/cases/disputes/list-disputes.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
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
    text: Nullable(Type.String({ description: 'What the person wrote. Null once the person is erased.' })),
  }),
);
const Asked = Type.Object({
  lineId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  after: Type.Optional(Type.String({ maxLength: 40, description: 'The `next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 50 })),
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
      answers: { 200: Type.Object({ disputes: Type.Array(Dispute), next: Nullable(Type.String()) }) },
      errors: [],
    }),
    handler: async ({ caller, query }) => {
      const { lineId = null, after = null, limit = 50 } = query;
      const { disputes, next } = await listDisputes(op, caller.actor, { lineId, after, limit });
      return {
        disputes: disputes.map((one) => ({ ...one, madeAt: one.madeAt.toISOString() })),
        next,
      };
    },
  });
}
