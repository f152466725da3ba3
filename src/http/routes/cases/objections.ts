import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { OBJECTION_STATES } from '../../../domain/cases/objection.ts';
import { objectToCase } from '../../../operations/cases/objections/object-to-case.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { CASES_TAG } from './case-requests.ts';

const ObjectionRequest = named(
  'ObjectionRequest',
  Type.Object(
    {
      reference: Type.String({ maxLength: 40 }),
      token: Type.String({ maxLength: 40, description: 'The last part of the link in the message.' }),
    },
    { additionalProperties: false },
  ),
);

const Objection = named(
  'Objection',
  Type.Object({
    reference: Type.String(),
    state: OneOf(OBJECTION_STATES, {
      description: 'A case rests once; `used` where that is over, `too_late` from the removal on.',
    }),
    restsUntil: Nullable(Instant),
  }),
);

/** "This was not me", for whoever was told of a case. */
export function objectionRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof ObjectionRequest> }>({
    ...operation('POST', '/objections', {
      id: 'objectToCase',
      asks: ['objectToCase'],
      tag: CASES_TAG,
      summary: 'Let a case rest, once, by the link of the message that told of it',
      body: ObjectionRequest,
      answers: { 200: Objection },
      errors: ['case_unknown'],
    }),
    handler: async (request) => {
      const { reference, state, restsUntil } = await objectToCase(op, request.caller.actor, request.body);
      return { reference, state, restsUntil: restsUntil?.toISOString() ?? null };
    },
  });
}
