import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { confirm } from '../../../operations/cases/confirm.ts';
import { declare } from '../../../operations/cases/declare.ts';
import { review } from '../../../operations/cases/review.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { withdraw } from '../../../operations/cases/withdraw.ts';
import type { Operations } from '../../../operations/context.ts';
import { callerOf } from '../../kit/auth.ts';
import { type CaseEvents, CaseStreams } from '../../kit/event-stream.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, operation, Validate } from '../../kit/schema.ts';
import { ASSERTED, assertionOf, CASES_TAG, CaseById, Reason } from './case-requests.ts';
import { CaseSchema, ConfirmedSchema, caseView } from './case-view.ts';
import { EligibilitySchema, eligibilityView, ReviewSchema, reviewView } from './eligibility-view.ts';

const Declaration = named(
  'Declaration',
  Type.Object(
    {
      lineId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      number: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'In place of `lineId`, or beside it: they must then be of the same line.',
        }),
      ),
      reason: Type.Optional(Reason),
      ...ASSERTED,
    },
    { additionalProperties: false },
  ),
);
const DeclaredSchema = named(
  'Declared',
  Type.Object({
    caseId: CaseId,
    reference: Type.String(),
    receiptSecret: Type.String({ description: 'Shown once; opens the case when the number is gone.' }),
    declaredAt: Instant,
    eligibility: EligibilitySchema,
  }),
);
const TriedSchema = named('Tried', Type.Object({ eligibility: EligibilitySchema }));
const ConfirmAnswer = named('ConfirmAnswer', Type.Union([ConfirmedSchema, ReviewSchema]));
const Confirmation = named(
  'Confirmation',
  Type.Object(
    {
      contact: Type.Optional(
        Type.String({ maxLength: 64, description: 'Another number that reaches the person afterwards.' }),
      ),
      ...ASSERTED,
    },
    { additionalProperties: false },
  ),
);

const ReviewQuery = Type.Object(ASSERTED);

/** A case, from the declaration of who has signed in to its withdrawal. */
export function terminationRoutes(app: FastifyInstance, op: Operations, events: CaseEvents): void {
  declareRoute(app, op);
  viewCaseRoute(app, op);
  reviewCaseRoute(app, op);
  confirmRoute(app, op);
  withdrawRoute(app, op);
  followCaseRoute(app, op, events);
}

function declareRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof Declaration>; Querystring: Static<typeof Validate> }>({
    ...operation('POST', '/terminations', {
      id: 'declare',
      asks: ['declare'],
      tag: CASES_TAG,
      summary: 'Declare the termination of a line',
      description:
        'Received whatever stands in the way; blockers gate the confirmation. `lost`, `stolen` and `misused` bar the line at once. A system of the operator acts for a customer with `provenBy` and `channel`; the receipt in the answer belongs to the customer.',
      body: Declaration,
      query: Validate,
      answers: { 201: DeclaredSchema, 200: TriedSchema },
      errors: [
        'line_unknown',
        'case_open',
        'not_eligible',
        'factor_needed',
        'msisdn_invalid',
        'msisdn_not_international',
      ],
    }),
    handler: async (request, reply) => {
      const { lineId, number, reason = null } = request.body;
      const made = await declare(op, request.caller.actor, {
        lineId,
        number,
        reason,
        assertion: assertionOf(request.body),
        validateOnly: request.query.validate,
      });
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
}

function viewCaseRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('GET', '/terminations/:caseId', {
      id: 'viewCase',
      asks: ['viewCase'],
      tag: CASES_TAG,
      summary: 'A case as its person follows it',
      params: CaseById,
      conditions: ['if-none-match'],
      answers: { 200: CaseSchema },
      errors: ['case_unknown'],
    }),
    handler: async (request, reply) => {
      const view = await viewCase(op, request.caller.actor, { caseId: request.params.caseId });
      const tagText = `"${view.record.updatedAt.getTime().toString(36)}-${view.record.stage}"`;
      reply.header('etag', tagText);
      if (request.headers['if-none-match'] === tagText) return reply.code(304).send();
      return caseView(view);
    },
  });
}

function reviewCaseRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById>; Querystring: Static<typeof ReviewQuery> }>({
    ...operation('GET', '/terminations/:caseId/review', {
      id: 'reviewCase',
      asks: ['review'],
      tag: CASES_TAG,
      summary: 'What confirming now would mean',
      params: CaseById,
      query: ReviewQuery,
      answers: { 200: ReviewSchema },
      errors: ['case_unknown', 'line_unknown'],
    }),
    handler: async (request) => {
      const { caseId } = request.params;
      const assertion = assertionOf(request.query);
      return reviewView(await review(op, request.caller.actor, { caseId, assertion }));
    },
  });
}

function confirmRoute(app: FastifyInstance, op: Operations): void {
  app.route<{
    Params: Static<typeof CaseById>;
    Body: Static<typeof Confirmation>;
    Querystring: Static<typeof Validate>;
  }>({
    ...operation('POST', '/terminations/:caseId/confirm', {
      id: 'confirm',
      asks: ['confirm'],
      tag: CASES_TAG,
      summary: 'Confirm: the cooling-off begins',
      params: CaseById,
      query: Validate,
      body: Confirmation,
      answers: { 200: ConfirmAnswer },
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
      const confirmed = await confirm(op, request.caller.actor, {
        ...request.params,
        contact: request.body.contact,
        assertion: assertionOf(request.body),
        validateOnly: request.query.validate,
      });
      if (confirmed.view === null) return reviewView(confirmed.review!);
      const { receiptSecret } = confirmed;
      return { ...caseView(confirmed.view), ...(receiptSecret === null ? {} : { receiptSecret }) };
    },
  });
}

function withdrawRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('POST', '/terminations/:caseId/withdraw', {
      id: 'withdraw',
      asks: ['withdraw'],
      tag: CASES_TAG,
      summary: 'Take the declaration back',
      params: CaseById,
      answers: { 200: CaseSchema },
      errors: ['case_unknown', 'withdraw_too_late', 'factor_needed'],
    }),
    handler: async (request) => {
      const { view } = await withdraw(op, request.caller.actor, request.params);
      return caseView(view);
    },
  });
}

function followCaseRoute(app: FastifyInstance, op: Operations, events: CaseEvents): void {
  const streams = new CaseStreams(events);
  app.addHook('preClose', async () => streams.open.endAll());
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('GET', '/terminations/:caseId/events', {
      id: 'followCase',
      asks: ['viewCase'],
      tag: CASES_TAG,
      summary: 'The case as server-sent events, one whenever it changes',
      params: CaseById,
      answers: { 200: Type.String() },
      media: 'text/event-stream',
      errors: ['case_unknown'],
    }),
    handler: async (request, reply) => {
      // Who has signed out since, or lost the line, sees no more of it.
      const { caseId } = request.params;
      const { credential, client } = request.caller;
      await streams.follow(reply, { caseId, credential: credential ?? '', client }, async () => {
        const { actor } = await callerOf(op, request);
        return caseView(await viewCase(op, actor, { caseId }));
      });
    },
  });
}
