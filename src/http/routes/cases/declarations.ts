import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { declarePublicly } from '../../../operations/cases/declarations/declare-publicly.ts';
import { dismissDeclarations } from '../../../operations/cases/declarations/dismiss-declarations.ts';
import { listDeclarations } from '../../../operations/cases/declarations/list-declarations.ts';
import { takeUpDeclaration } from '../../../operations/cases/declarations/take-up-declaration.ts';
import { viewDeclaration } from '../../../operations/cases/declarations/view-declaration.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { type AskedPage, linkNext, PageQuery, pageAtHand, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, operation, Validate } from '../../kit/schema.ts';
import { CASES_TAG, Reason } from './case-requests.ts';

const PublicForm = named(
  'PublicDeclaration',
  Type.Object(
    {
      number: Type.String({ minLength: 1, maxLength: 64 }),
      name: Type.String({ minLength: 1, maxLength: 200 }),
      contact: Type.Optional(Type.String({ maxLength: 200 })),
      reason: Type.Optional(Reason),
      endOn: Type.Optional(Nullable(Type.String({ format: 'date' }))),
    },
    { additionalProperties: false },
  ),
);
const ReceiptSchema = named(
  'Receipt',
  Type.Object({
    reference: Type.String(),
    receiptSecret: Type.String(),
    receivedAt: Instant,
    expiresAt: Instant,
  }),
);

const DeclarationState = named(
  'DeclarationState',
  Type.Object({ state: Type.String(), receivedAt: Instant, expiresAt: Instant }),
);
const TakenUp = named(
  'TakenUp',
  Type.Object({ caseId: CaseId, reference: Type.String(), receiptSecret: Type.String() }),
);
const Dismissed = named('Dismissed', Type.Object({ dismissed: Type.Integer() }));

/** The public form, its receipt, and how its holder takes it up. */
export function declarationRoutes(app: FastifyInstance, op: Operations): void {
  declarePubliclyRoute(app, op);
  viewDeclarationRoute(app, op);
  listDeclarationsRoute(app, op);
  takeUpRoute(app, op);
  dismissRoute(app, op);
}

function declarePubliclyRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof PublicForm>; Querystring: Static<typeof Validate> }>({
    ...operation('POST', '/declarations', {
      id: 'declarePublicly',
      asks: ['declarePublicly'],
      tag: CASES_TAG,
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
      const receipt = await declarePublicly(op, request.caller.actor, {
        number,
        name,
        contact,
        reason,
        endOn,
        validateOnly: request.query.validate ?? false,
      });
      if (receipt === null) return reply.code(204).send();
      return reply.code(201).send({
        ...receipt,
        receivedAt: receipt.receivedAt.toISOString(),
        expiresAt: receipt.expiresAt.toISOString(),
      });
    },
  });
}

function viewDeclarationRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/declarations/current', {
      id: 'viewDeclaration',
      asks: ['viewDeclaration'],
      tag: CASES_TAG,
      summary: 'What became of a declaration, by its receipt',
      description: 'Send `Handback-Receipt: REFERENCE SECRET`.',
      answers: {
        200: DeclarationState,
      },
      errors: ['case_unknown'],
    }),
    handler: async (request) => {
      const seen = await viewDeclaration(op, request.caller.actor);
      return { ...seen, receivedAt: seen.receivedAt.toISOString(), expiresAt: seen.expiresAt.toISOString() };
    },
  });
}

const OfLine = Type.Object({ lineId: Type.String({ minLength: 1, maxLength: 64 }) });
const WaitingDeclaration = named(
  'WaitingDeclaration',
  Type.Object({
    reference: Type.String(),
    receivedAt: Instant,
    expiresAt: Instant,
    wantedEndOn: Nullable(Type.String({ format: 'date', description: 'As the form said; it binds nobody.' })),
  }),
);
const DeclarationPage = named('WaitingDeclarationPage', pageOf('declarations', WaitingDeclaration));
const TakeUp = named(
  'TakeUp',
  Type.Object(
    {
      endOn: Type.Optional(
        Nullable(
          Type.String({
            format: 'date',
            description:
              'The last day of service that the holder wants, whatever the form said; null or absent for as soon as possible.',
          }),
        ),
      ),
    },
    { additionalProperties: false },
  ),
);

function listDeclarationsRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof OfLine>; Querystring: AskedPage }>({
    ...operation('GET', '/lines/:lineId/declarations', {
      id: 'listDeclarations',
      asks: ['listDeclarations'],
      tag: CASES_TAG,
      summary: 'Declarations of the public form that wait for the holder of a line',
      params: OfLine,
      query: PageQuery,
      answers: { 200: DeclarationPage },
      errors: ['line_unknown'],
    }),
    handler: async (request, reply) => {
      const all = await listDeclarations(op, request.caller.actor, request.params);
      const page = pageAtHand(all, request.query, ({ reference }) => reference);
      linkNext(request, reply, page.next);
      return {
        declarations: page.items.map((one) => ({
          ...one,
          receivedAt: one.receivedAt.toISOString(),
          expiresAt: one.expiresAt.toISOString(),
        })),
        next: page.next,
      };
    },
  });
}

const OneOfLine = Type.Object({ ...OfLine.properties, reference: Type.String({ maxLength: 64 }) });

function takeUpRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof OneOfLine>; Body: Static<typeof TakeUp> }>({
    ...operation('POST', '/lines/:lineId/declarations/:reference/take-up', {
      id: 'takeUpDeclaration',
      asks: ['takeUpDeclaration'],
      tag: CASES_TAG,
      summary: 'Take up a declaration that came through the public form',
      description:
        'A case begins; the time of the form stays the legal one. The answer holds the receipt of the holder, shown once.',
      params: OneOfLine,
      body: TakeUp,
      answers: {
        201: TakenUp,
      },
      errors: ['line_unknown', 'case_unknown', 'case_open', 'date_invalid'],
    }),
    handler: async (request, reply) => {
      const { endOn = null } = request.body;
      const made = await takeUpDeclaration(op, request.caller.actor, { ...request.params, endOn });
      return reply.code(201).header('location', `/api/v1/terminations/${made.caseId}`).send(made);
    },
  });
}

function dismissRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof OfLine> }>({
    ...operation('POST', '/lines/:lineId/declarations/dismiss', {
      id: 'dismissDeclarations',
      asks: ['dismissDeclarations'],
      tag: CASES_TAG,
      summary: '"Not me": sets aside the declarations that wait for the holder',
      description: 'For a while further forms for the number are received and open nothing.',
      params: OfLine,
      answers: { 200: Dismissed },
      errors: ['line_unknown'],
    }),
    handler: async (request) => ({
      dismissed: await dismissDeclarations(op, request.caller.actor, request.params),
    }),
  });
}
