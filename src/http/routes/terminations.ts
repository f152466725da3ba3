import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { HandbackError } from '../../domain/errors.ts';
import { confirm, review } from '../../operations/cases/confirm.ts';
import { declare, REASONS } from '../../operations/cases/declare.ts';
import { declarePublicly, identify, viewDeclaration } from '../../operations/cases/declare-publicly.ts';
import { viewCase } from '../../operations/cases/view-case.ts';
import { withdraw } from '../../operations/cases/withdraw.ts';
import type { Operations } from '../../operations/context.ts';
import { asSubscriber, callerOf } from '../auth.ts';
import type { CaseEvents } from '../case-events.ts';
import { streamCase } from '../event-stream.ts';
import { CaseId, Instant, Nullable, operation } from '../schema.ts';
import {
  CaseSchema,
  caseView,
  EligibilitySchema,
  eligibilityView,
  ReviewSchema,
  reviewView,
} from '../views.ts';

const tag = 'Terminations';
const ById = Type.Object({ caseId: CaseId });
const Validate = Type.Object({
  validate: Type.Optional(Type.Boolean({ description: 'Checks everything and changes nothing.' })),
});
const Reason = Nullable(Type.Union(REASONS.map((reason) => Type.Literal(reason))));

const Declaration = Type.Object(
  { lineId: Type.String({ minLength: 1, maxLength: 64 }), reason: Type.Optional(Reason) },
  { additionalProperties: false },
);
const DeclaredSchema = Type.Object(
  {
    caseId: CaseId,
    reference: Type.String(),
    receiptSecret: Type.String({ description: 'Shown once; opens the case when the number is gone.' }),
    declaredAt: Instant,
    eligibility: EligibilitySchema,
  },
  { $id: 'Declared' },
);
const PublicForm = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    contact: Type.Optional(Type.String({ maxLength: 200 })),
    reason: Type.Optional(Reason),
    endOn: Type.Optional(Nullable(Type.String({ format: 'date' }))),
  },
  { additionalProperties: false },
);
const ReceiptSchema = Type.Object(
  { reference: Type.String(), receiptSecret: Type.String(), receivedAt: Instant, expiresAt: Instant },
  { $id: 'Receipt' },
);
const Confirmation = Type.Object(
  {
    contact: Type.Optional(
      Type.String({ maxLength: 64, description: 'Another number that reaches the person afterwards.' }),
    ),
  },
  { additionalProperties: false },
);

export function terminationRoutes(app: FastifyInstance, op: Operations, events: CaseEvents): void {
  app.route<{ Body: Static<typeof PublicForm>; Querystring: Static<typeof Validate> }>({
    ...operation('POST', '/declarations', {
      id: 'declarePublicly',
      tag,
      summary: 'Declare a termination without signing in',
      description:
        'Received and receipted at once, with the same answer for numbers that nobody has. Without effect until the holder proves who they are.',
      body: PublicForm,
      query: Validate,
      answers: { 201: ReceiptSchema, 204: null },
      errors: ['msisdn_invalid', 'msisdn_not_international', 'date_invalid'],
      perMinute: 30,
    }),
    handler: async (request, reply) => {
      const { number, name, contact = '', reason = null, endOn = null } = request.body;
      const receipt = await declarePublicly(
        op,
        { number, name, contact, reason, endOn },
        { validateOnly: request.query.validate ?? false },
      );
      if (receipt === null) return reply.code(204).send();
      return reply.code(201).send({
        ...receipt,
        receivedAt: receipt.receivedAt.toISOString(),
        expiresAt: receipt.expiresAt.toISOString(),
      });
    },
  });

  app.route({
    ...operation('GET', '/declarations/current', {
      id: 'viewDeclaration',
      tag,
      summary: 'What became of a declaration, by its receipt',
      description: 'Send `Handback-Receipt: REFERENCE SECRET`.',
      answers: {
        200: Type.Object({
          state: Type.String(),
          receivedAt: Instant,
          expiresAt: Instant,
        }),
      },
      errors: ['case_unknown'],
    }),
    handler: async (request) => {
      if (request.caller.actor.kind !== 'receipt') throw new HandbackError('not_signed_in');
      const { reference, secret } = request.caller.actor;
      const seen = await viewDeclaration(op, reference, secret);
      return { ...seen, receivedAt: seen.receivedAt.toISOString(), expiresAt: seen.expiresAt.toISOString() };
    },
  });

  app.route<{ Body: Static<typeof Declaration>; Querystring: Static<typeof Validate> }>({
    ...operation('POST', '/terminations', {
      id: 'declare',
      tag,
      summary: 'Declare the termination of a line',
      description:
        'Received whatever stands in the way; blockers gate the confirmation. `lost`, `stolen` and `misused` bar the line at once.',
      body: Declaration,
      query: Validate,
      answers: { 201: DeclaredSchema, 200: Type.Object({ eligibility: EligibilitySchema }) },
      errors: ['line_unknown', 'case_open', 'not_eligible', 'factor_needed'],
    }),
    handler: async (request, reply) => {
      const { lineId, reason = null } = request.body;
      const made = await declare(
        op,
        asSubscriber(request.caller),
        { lineId, reason },
        { validateOnly: request.query.validate ?? false },
      );
      if (!('caseId' in made))
        return reply.code(200).send({ eligibility: eligibilityView(made.eligibility) });
      return reply
        .code(201)
        .header('location', `/api/v1/terminations/${made.caseId}`)
        .send({
          ...made,
          declaredAt: made.declaredAt.toISOString(),
          eligibility: eligibilityView(made.eligibility),
        });
    },
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('GET', '/terminations/:caseId', {
      id: 'viewCase',
      tag,
      summary: 'A case as its person follows it',
      params: ById,
      answers: { 200: CaseSchema },
      errors: ['case_unknown'],
      tokenScope: 'cases:read',
    }),
    handler: async (request, reply) => {
      const view = await viewCase(op, request.caller.actor, { caseId: request.params.caseId });
      const tagText = `"${view.record.updatedAt.getTime().toString(36)}-${view.record.stage}"`;
      reply.header('etag', tagText).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === tagText) return reply.code(304).send();
      return caseView(view);
    },
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('GET', '/terminations/:caseId/review', {
      id: 'reviewCase',
      tag,
      summary: 'What confirming now would mean',
      params: ById,
      answers: { 200: ReviewSchema },
      errors: ['case_unknown', 'line_unknown'],
    }),
    handler: async (request) =>
      reviewView(await review(op, asSubscriber(request.caller), request.params.caseId)),
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('POST', '/terminations/:caseId/identify', {
      id: 'identify',
      tag,
      summary: 'Take up a declaration that came through the public form',
      description: 'The first time, the answer holds the receipt of the holder.',
      params: ById,
      answers: {
        200: Type.Object({ caseId: CaseId, reference: Type.String(), receiptSecret: Type.String() }),
        204: null,
      },
      errors: ['case_unknown', 'stage_conflict'],
    }),
    handler: async (request, reply) => {
      const receipt = await identify(op, asSubscriber(request.caller), request.params.caseId);
      return receipt === null ? reply.code(204).send() : receipt;
    },
  });

  app.route<{
    Params: Static<typeof ById>;
    Body: Static<typeof Confirmation>;
    Querystring: Static<typeof Validate>;
  }>({
    ...operation('POST', '/terminations/:caseId/confirm', {
      id: 'confirm',
      tag,
      summary: 'Confirm: the cooling-off begins',
      params: ById,
      query: Validate,
      body: Confirmation,
      answers: { 200: Type.Union([CaseSchema, ReviewSchema]) },
      errors: [
        'case_unknown',
        'line_unknown',
        'factor_needed',
        'not_eligible',
        'cannot_tell',
        'stage_conflict',
        'contact_invalid',
        'msisdn_invalid',
        'msisdn_not_international',
      ],
    }),
    handler: async (request) => {
      const validateOnly = request.query.validate ?? false;
      const { caseId } = request.params;
      const reviewed = await confirm(
        op,
        asSubscriber(request.caller),
        { caseId, ...request.body },
        { validateOnly },
      );
      if (validateOnly && reviewed !== null) return reviewView(reviewed);
      return caseView(await viewCase(op, request.caller.actor, { caseId }));
    },
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('POST', '/terminations/:caseId/withdraw', {
      id: 'withdraw',
      tag,
      summary: 'Take the declaration back',
      params: ById,
      answers: { 200: CaseSchema },
      errors: ['case_unknown', 'withdraw_too_late'],
      tokenScope: 'cases:steer',
    }),
    handler: async (request) => {
      await withdraw(op, request.caller.actor, request.params.caseId);
      return caseView(await viewCase(op, request.caller.actor, { caseId: request.params.caseId }));
    },
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('GET', '/terminations/:caseId/events', {
      id: 'followCase',
      tag,
      summary: 'The case as server-sent events, one whenever it changes',
      params: ById,
      answers: { 200: Type.String() },
      media: 'text/event-stream',
      errors: ['case_unknown'],
      tokenScope: 'cases:read',
    }),
    handler: async (request, reply) => {
      // Who has signed out since, or lost the line, sees no more of it.
      await streamCase(reply, events, request.params.caseId, async () => {
        const { actor } = await callerOf(op, request);
        return caseView(await viewCase(op, actor, { caseId: request.params.caseId }));
      });
    },
  });
}
