import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { declarePublicly } from '../../../operations/cases/declare-publicly.ts';
import { identify } from '../../../operations/cases/identify.ts';
import { viewDeclaration } from '../../../operations/cases/view-declaration.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, Nullable, operation, Validate } from '../../kit/schema.ts';
import { CASES_TAG, CaseById, Reason } from './case-requests.ts';

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

/** The public form, its receipt, and how its holder takes it up. */
export function declarationRoutes(app: FastifyInstance, op: Operations): void {
  declarePubliclyRoute(app, op);
  viewDeclarationRoute(app, op);
  identifyRoute(app, op);
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
        200: Type.Object({
          state: Type.String(),
          receivedAt: Instant,
          expiresAt: Instant,
        }),
      },
      errors: ['case_unknown'],
    }),
    handler: async (request) => {
      const seen = await viewDeclaration(op, request.caller.actor);
      return { ...seen, receivedAt: seen.receivedAt.toISOString(), expiresAt: seen.expiresAt.toISOString() };
    },
  });
}

function identifyRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('POST', '/terminations/:caseId/identify', {
      id: 'identify',
      asks: ['identify'],
      tag: CASES_TAG,
      summary: 'Take up a declaration that came through the public form',
      description: 'The first time, the answer holds the receipt of the holder.',
      params: CaseById,
      answers: {
        200: Type.Object({ caseId: CaseId, reference: Type.String(), receiptSecret: Type.String() }),
        204: null,
      },
      errors: ['case_unknown', 'stage_conflict'],
    }),
    handler: async (request, reply) => {
      const receipt = await identify(op, request.caller.actor, request.params);
      return receipt === null ? reply.code(204).send() : receipt;
    },
  });
}
