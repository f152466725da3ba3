import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { OUTCOMES, STAGE_NAMES } from '../../../domain/cases/termination.ts';
import { WAITING_FOR } from '../../../domain/cases/waiting.ts';
import { listCases } from '../../../operations/cases/list-cases.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { CASES_TAG } from './case-requests.ts';

const ListedCase = named(
  'ListedCase',
  Type.Object({
    caseId: CaseId,
    reference: Type.String(),
    lineId: Type.String(),
    stage: OneOf(STAGE_NAMES),
    outcome: Nullable(OneOf(OUTCOMES)),
    waitingFor: Nullable(OneOf(WAITING_FOR)),
    problem: Nullable(Type.Record(Type.String(), Type.Unknown())),
    declaredAt: Instant,
    updatedAt: Instant,
    closedAt: Nullable(Instant),
  }),
);
const CasePage = named('CasePage', pageOf('terminations', ListedCase));
const CaseQuery = Type.Object({
  stage: Type.Optional(OneOf(STAGE_NAMES)),
  lineId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  open: Type.Optional(
    Type.Boolean({ description: 'True: only open cases; false: only closed ones; without it: both.' }),
  ),
  ...PAGE,
});

export function caseListRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof CaseQuery> }>({
    ...operation('GET', '/terminations', {
      id: 'listTerminations',
      asks: ['listCases'],
      tag: CASES_TAG,
      summary: 'Cases, the newest first: by line, by stage, open or closed',
      query: CaseQuery,
      answers: { 200: CasePage },
      errors: ['case_unknown'],
    }),
    handler: async (request, reply) => {
      const { stage = null, lineId = null, open, after = null } = request.query;
      const { cases, next } = await listCases(op, request.caller.actor, {
        state: open === undefined ? 'all' : open ? 'open' : 'closed',
        stage,
        lineId,
        after,
        limit: limitOf(request.query),
      });
      linkNext(request, reply, next);
      return {
        terminations: cases.map(({ declaredAt, updatedAt, closedAt, ...one }) => ({
          ...one,
          declaredAt: declaredAt.toISOString(),
          updatedAt: updatedAt.toISOString(),
          closedAt: closedAt?.toISOString() ?? null,
        })),
        next,
      };
    },
  });
}
