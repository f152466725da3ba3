import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { bookLateUsage } from '../../operations/cases/late-usage.ts';
import { listStuck, retryCase, rollForward, skipStage } from '../../operations/cases/steer-case.ts';
import { revokeCertificate } from '../../operations/certificates/certificates.ts';
import type { Operations } from '../../operations/context.ts';
import { requireScope } from '../auth.ts';
import { CaseId, Instant, LocalDateText, Money, Nullable, operation } from '../schema.ts';

const tag = 'Operations';
const ById = Type.Object({ caseId: CaseId });
const Reasoned = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
);
const Usage = Type.Object(
  {
    usageId: Type.String({ minLength: 1, maxLength: 128 }),
    lineId: Type.String({ minLength: 1, maxLength: 64 }),
    usedOn: LocalDateText,
    amount: Money,
  },
  { additionalProperties: false },
);
const STEER_ERRORS = ['forbidden', 'case_unknown', 'stage_conflict'] as const;

export function operationsRoutes(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/stuck-cases', {
      id: 'listStuckCases',
      tag,
      summary: 'Cases that wait for a person of the operator, the oldest first',
      answers: {
        200: Type.Object({
          cases: Type.Array(
            Type.Object({
              caseId: CaseId,
              reference: Type.String(),
              stage: Type.String(),
              problem: Type.Record(Type.String(), Type.Unknown()),
              since: Instant,
            }),
          ),
        }),
      },
      errors: ['forbidden'],
    }),
    handler: async (request) => {
      requireScope(request.caller, 'cases:read');
      const cases = await listStuck(op, request.caller.actor);
      return { cases: cases.map((c) => ({ ...c, since: c.since.toISOString() })) };
    },
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('POST', '/terminations/:caseId/retry', {
      id: 'retryCase',
      tag,
      summary: 'Try a stuck stage again',
      params: ById,
      answers: { 204: null },
      errors: STEER_ERRORS,
    }),
    handler: async (request, reply) => {
      requireScope(request.caller, 'cases:steer');
      await retryCase(op, request.caller.actor, request.params.caseId);
      return reply.code(204).send();
    },
  });

  app.route<{ Params: Static<typeof ById>; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/terminations/:caseId/skip', {
      id: 'skipStage',
      tag,
      summary: 'Go on without a stage that cannot be done; it stays unproven',
      params: ById,
      body: Reasoned,
      answers: { 204: null },
      errors: [...STEER_ERRORS, 'stage_not_skippable'],
    }),
    handler: async (request, reply) => {
      requireScope(request.caller, 'cases:steer');
      await skipStage(op, request.caller.actor, request.params.caseId, request.body.reason);
      return reply.code(204).send();
    },
  });

  app.route<{ Params: Static<typeof ById>; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/terminations/:caseId/roll-forward', {
      id: 'rollForward',
      tag,
      summary: 'Stop waiting for a serving node; the detach is recorded as unconfirmed',
      params: ById,
      body: Reasoned,
      answers: { 204: null },
      errors: STEER_ERRORS,
    }),
    handler: async (request, reply) => {
      requireScope(request.caller, 'cases:steer');
      await rollForward(op, request.caller.actor, request.params.caseId, request.body.reason);
      return reply.code(204).send();
    },
  });

  app.route<{ Body: Static<typeof Usage> }>({
    ...operation('POST', '/late-usage', {
      id: 'bookLateUsage',
      tag,
      summary: 'Usage that arrived after the final bill: a supplementary bill and a superseding certificate',
      body: Usage,
      answers: { 201: Type.Object({ invoiceId: Type.String(), certificateId: Nullable(Type.String()) }) },
      errors: ['forbidden', 'line_unknown', 'certificate_not_ready', 'money_invalid', 'date_invalid'],
    }),
    handler: async (request, reply) => {
      requireScope(request.caller, 'usage:write');
      return reply.code(201).send(await bookLateUsage(op, request.caller.actor, request.body));
    },
  });

  app.route<{ Params: { certificateId: string }; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/certificates/:certificateId/revoke', {
      id: 'revokeCertificate',
      tag,
      summary: 'Revoke a certificate, with a reason that verifiers see',
      params: Type.Object({ certificateId: CaseId }),
      body: Reasoned,
      answers: { 204: null },
      errors: ['forbidden', 'certificate_unknown'],
    }),
    handler: async (request, reply) => {
      requireScope(request.caller, 'certificates:revoke');
      await revokeCertificate(op, request.caller.actor, request.params.certificateId, request.body.reason);
      return reply.code(204).send();
    },
  });
}
