import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Operations } from '../../../operations/context.ts';
import { countTexts } from '../../../operations/numbers/change-rest.ts';
import { named } from '../../kit/named-schema.ts';
import { LocalDateText, operation } from '../../kit/schema.ts';

const Counts = named(
  'TextCounts',
  Type.Object(
    {
      counts: Type.Array(
        Type.Object(
          {
            number: Type.String({ minLength: 1, maxLength: 32 }),
            on: LocalDateText,
            texts: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 10_000 },
      ),
    },
    {
      additionalProperties: false,
      description:
        'How many texts came for a number on a day. What they said and who sent them has no place here.',
    },
  ),
);
const Kept = named(
  'TextCountsKept',
  Type.Object({ kept: Type.Integer({ description: 'Of numbers that rest; of others nothing is kept.' }) }),
);

export function numberTextRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof Counts> }>({
    ...operation('POST', '/number-texts', {
      id: 'countTexts',
      asks: ['countTexts'],
      tag: 'Staff',
      summary: 'How many texts came for numbers, so that those for which codes still come rest longer',
      body: Counts,
      answers: { 200: Kept },
      errors: ['field_invalid', 'date_invalid', 'msisdn_invalid', 'msisdn_not_international'],
    }),
    handler: async (request) => ({ kept: await countTexts(op, request.caller.actor, request.body) }),
  });
}
