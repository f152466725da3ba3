import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { OBSTACLES } from '../../../domain/cases/obstacles.ts';
import { STAGE_NAMES } from '../../../domain/cases/termination.ts';
import type { Operations } from '../../../operations/context.ts';
import { listCauses, viewCause } from '../../../operations/oversight/stuck/list-causes.ts';
import { retryGroup } from '../../../operations/oversight/stuck/retry-group.ts';
import { viewGroupRetry } from '../../../operations/oversight/stuck/view-group-retry.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';

const CAUSE = {
  stage: OneOf(STAGE_NAMES),
  code: Type.String({
    maxLength: 100,
    description: 'What stopped them; empty where nothing is known of it.',
  }),
  element: Type.String({ maxLength: 100, description: 'The system that it is about; empty where none is.' }),
};
const StuckGroup = named(
  'StuckGroup',
  Type.Object({
    ...CAUSE,
    count: Type.Integer({ minimum: 0 }),
    oldest: Instant,
    sample: Type.Array(Type.String(), { description: 'Some references, the oldest first.' }),
  }),
);
const StuckGroups = named('StuckGroups', Type.Object({ groups: Type.Array(StuckGroup) }));
const GroupRetryBody = named(
  'GroupRetry',
  Type.Object({
    ...CAUSE,
    dryRun: Type.Optional(Type.Boolean({ description: 'Only say which would be tried.' })),
  }),
);
const WouldRetry = named(
  'GroupRetryDryRun',
  Type.Object({
    would: Type.Integer({ minimum: 0 }),
    not: Type.Array(Type.Object({ reference: Type.String(), why: OneOf(OBSTACLES) })),
    more: Type.Boolean({ description: 'There are more than were looked at.' }),
  }),
);
const Begun = named('GroupRetryBegun', Type.Object({ retryId: CaseId, cases: Type.Integer({ minimum: 0 }) }));
const NUMBER = Type.Integer({ minimum: 0 });
const Report = named(
  'GroupRetryReport',
  Type.Object({
    retryId: CaseId,
    ...CAUSE,
    askedAt: Instant,
    finishedAt: Nullable(Instant),
    causeStillThere: Type.Boolean(),
    counts: Type.Object({
      ...{ all: NUMBER, left: NUMBER, notRetried: NUMBER, trying: NUMBER, wentOn: NUMBER },
      ...{ stuckAgain: NUMBER, sameCause: NUMBER, notKnown: NUMBER },
    }),
    cases: Type.Array(
      Type.Object({
        caseId: CaseId,
        reference: Nullable(Type.String()),
        result: Nullable(OneOf(['retried', 'not_retried'])),
        why: Nullable(Type.String()),
        outcome: Nullable(OneOf(['went_on', 'stuck_again', 'not_known'])),
        stuckCode: Nullable(Type.String()),
      }),
      { description: 'A hundred at most; the next ones go on after the last `caseId`.' },
    ),
    next: Nullable(CaseId),
  }),
);
const ByRetry = Type.Object({ retryId: CaseId });
const After = Type.Object({ after: Type.Optional(CaseId) });

/** Stuck cases by what stopped them, and trying a group of them again. */
export function stuckGroupRoutes(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/stuck-groups', {
      id: 'listStuckGroups',
      asks: ['listCauses'],
      tag: 'Staff',
      summary: 'Why cases wait for a person of the operator, the cause of most cases first',
      answers: { 200: StuckGroups },
      errors: [],
    }),
    handler: async (request) => {
      const { causes } = await listCauses(op, request.caller.actor);
      return { groups: causes.map((one) => ({ ...one, oldest: one.oldest.toISOString() })) };
    },
  });
  app.route<{ Body: Static<typeof GroupRetryBody> }>({
    ...operation('POST', '/stuck-groups/retries', {
      id: 'retryStuckGroup',
      asks: ['retryGroup'],
      tag: 'Staff',
      summary: 'Try all cases again that are stuck for one cause, a few first',
      description:
        'It is done in the background. Where the first few are stuck again for the same cause, the others are left alone.',
      body: GroupRetryBody,
      answers: { 200: WouldRetry, 202: Begun },
      errors: ['nothing_stuck', 'group_retry_running'],
    }),
    handler: async (request, reply) => {
      const { dryRun, ...cause } = request.body;
      if (!dryRun) return reply.code(202).send(await retryGroup(op, request.caller.actor, { cause }));
      const { dryRun: tried } = await viewCause(op, request.caller.actor, { cause, after: null });
      return reply.code(200).send(tried);
    },
  });
  app.route<{ Params: Static<typeof ByRetry>; Querystring: Static<typeof After> }>({
    ...operation('GET', '/stuck-groups/retries/:retryId', {
      id: 'getGroupRetry',
      asks: ['viewGroupRetry'],
      tag: 'Staff',
      summary: 'How far a retry of a group is, and what became of each case',
      params: ByRetry,
      query: After,
      answers: { 200: Report },
      errors: ['group_retry_unknown'],
    }),
    handler: async (request) => {
      const { retryId } = request.params;
      const { retry, counts, rows, next } = await viewGroupRetry(op, request.caller.actor, {
        retryId,
        after: request.query.after ?? null,
      });
      const { stage, code, element, askedAt, finishedAt, causeStillThere } = retry;
      return {
        ...{ retryId, stage, code, element, causeStillThere, counts, next },
        askedAt: askedAt.toISOString(),
        finishedAt: finishedAt?.toISOString() ?? null,
        cases: rows.map(({ caseId, reference, result, why, outcome, stuckCode }) => ({
          ...{ caseId, reference, result, why, outcome, stuckCode },
        })),
      };
    },
  });
}
