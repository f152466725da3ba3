import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { listStuck } from '../../../operations/cases/steering/list-stuck.ts';
import { retryCase } from '../../../operations/cases/steering/retry-case.ts';
import { rollForward } from '../../../operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../operations/cases/steering/skip-stage.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { Reasoned } from '../../kit/reasoned.ts';
import { CaseId, Instant, operation } from '../../kit/schema.ts';
import { CaseById } from './case-requests.ts';

const StuckCase = named(
  'StuckCase',
  Type.Object({
    caseId: CaseId,
    reference: Type.String(),
    stage: Type.String(),
    problem: Type.Record(Type.String(), Type.Unknown()),
    since: Instant,
  }),
);
const STEER_ERRORS = ['case_unknown', 'stage_conflict'] as const;

/** Cases that wait for a person of the operator, and what that person may do. */
export function steeringRoutes(app: FastifyInstance, op: Operations): void {
  listStuckCasesRoute(app, op);
  retryCaseRoute(app, op);
  skipStageRoute(app, op);
  rollForwardRoute(app, op);
}

function listStuckCasesRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/stuck-cases', {
      id: 'listStuckCases',
      asks: ['listStuck'],
      tag: 'Staff',
      summary: 'Cases that wait for a person of the operator, the oldest first',
      answers: {
        200: Type.Object({
          cases: Type.Array(StuckCase),
        }),
      },
      errors: [],
    }),
    handler: async (request) => {
      const cases = await listStuck(op, request.caller.actor);
      return { cases: cases.map((c) => ({ ...c, since: c.since.toISOString() })) };
    },
  });
}

function retryCaseRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('POST', '/terminations/:caseId/retry', {
      id: 'retryCase',
      asks: ['retryCase'],
      tag: 'Staff',
      summary: 'Try a stuck stage again',
      params: CaseById,
      answers: { 204: null },
      errors: STEER_ERRORS,
    }),
    handler: async (request, reply) => {
      await retryCase(op, request.caller.actor, request.params);
      return reply.code(204).send();
    },
  });
}

function skipStageRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById>; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/terminations/:caseId/skip', {
      id: 'skipStage',
      asks: ['skipStage'],
      tag: 'Staff',
      summary: 'Go on without a stage that cannot be done; it stays unproven',
      params: CaseById,
      body: Reasoned,
      answers: { 204: null },
      errors: [...STEER_ERRORS, 'stage_not_skippable'],
    }),
    handler: async (request, reply) => {
      await skipStage(op, request.caller.actor, { ...request.body, ...request.params });
      return reply.code(204).send();
    },
  });
}

function rollForwardRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById>; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/terminations/:caseId/roll-forward', {
      id: 'rollForward',
      asks: ['rollForward'],
      tag: 'Staff',
      summary: 'Stop waiting for a serving node; the detach is recorded as unconfirmed',
      params: CaseById,
      body: Reasoned,
      answers: { 204: null },
      errors: STEER_ERRORS,
    }),
    handler: async (request, reply) => {
      await rollForward(op, request.caller.actor, { ...request.body, ...request.params });
      return reply.code(204).send();
    },
  });
}
