import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { listStuck } from '../../../operations/cases/steering/list-stuck.ts';
import { retryCase } from '../../../operations/cases/steering/retry-case.ts';
import { rollForward } from '../../../operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../operations/cases/steering/skip-stage.ts';
import type { Operations } from '../../../operations/context.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import { named } from '../../kit/named-schema.ts';
import {
  type AskedPage,
  afterInvalid,
  cutPage,
  limitOf,
  linkNext,
  PageQuery,
  pageOf,
} from '../../kit/paging.ts';
import { Reasoned } from '../../kit/reasoned.ts';
import { CaseId, Instant, operation } from '../../kit/schema.ts';
import { ApprovalAskedBody, approvalBody } from '../../kit/second-person.ts';
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
const StuckCasePage = named('StuckCasePage', pageOf('cases', StuckCase));
const STEER_ERRORS = ['case_unknown', 'stage_conflict'] as const;

/** Cases that wait for a person of the operator, and what that person may do. */
export function steeringRoutes(app: FastifyInstance, op: Operations): void {
  listStuckCasesRoute(app, op);
  retryCaseRoute(app, op);
  skipStageRoute(app, op);
  rollForwardRoute(app, op);
}

function listStuckCasesRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: AskedPage }>({
    ...operation('GET', '/stuck-cases', {
      id: 'listStuckCases',
      asks: ['listStuck'],
      tag: 'Staff',
      summary: 'Cases that wait for a person of the operator, the oldest first',
      query: PageQuery,
      answers: { 200: StuckCasePage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const after = placeOf(request.query.after);
      const limit = limitOf(request.query) + 1;
      const fetched = await listStuck(op, request.caller.actor, { after, limit });
      const page = cutPage(fetched, request.query, (c) => `${c.since.getTime()}.${c.caseId}`);
      linkNext(request, reply, page.next);
      return { cases: page.items.map((c) => ({ ...c, since: c.since.toISOString() })), next: page.next };
    },
  });
}

/** Where a page begins: since when the last case of the page before was stuck, and which it was. */
function placeOf(after: string | undefined): { readonly since: Date; readonly caseId: string } | null {
  if (after === undefined) return null;
  const [, ms, caseId] = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(after) ?? [];
  if (ms === undefined || caseId === undefined) throw afterInvalid();
  return { since: new Date(Number(ms)), caseId };
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
      description:
        'Where the rulebook wants a second person, nothing is skipped yet: they are asked, and the answer is 202.',
      params: CaseById,
      body: Reasoned,
      answers: { 204: null, 202: ApprovalAskedBody },
      errors: [...STEER_ERRORS, 'stage_not_skippable', 'approval_open'],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { caseId } = request.params;
      const { reason } = request.body;
      const result = await doOrAsk(
        op,
        actor,
        { act: 'skip_stage', with: { caseId, stage: null, reason } },
        () => skipStage(op, actor, { caseId, reason }),
      );
      return 'asked' in result ? reply.code(202).send(approvalBody(result.asked)) : reply.code(204).send();
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
