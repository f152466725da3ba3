import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { HELD_KINDS } from '../../../domain/people/retention.ts';
import type { Operations } from '../../../operations/context.ts';
import { viewMyRecords } from '../../../operations/erasure/view-kept.ts';
import { named } from '../../kit/named-schema.ts';
import { LocalDateText, Nullable, operation } from '../../kit/schema.ts';

const Records = named(
  'Records',
  Type.Object({
    held: Type.Array(
      Type.Object({
        kind: Type.Union(Object.keys(HELD_KINDS).map((kind) => Type.Literal(kind))),
        count: Type.Integer(),
        until: Nullable(LocalDateText),
      }),
    ),
    because: Type.Array(Type.Union([Type.Literal('standing_line'), Type.Literal('open_dispute')]), {
      description: 'What keeps it longer than the period says.',
    }),
    rule: Nullable(Type.Object({ id: Type.String(), version: Type.Integer(), source: Type.String() })),
    years: Nullable(Type.Integer({ description: 'By that rule, after the last line ended.' })),
    until: Nullable(LocalDateText),
  }),
);

/** What is held of whoever asks. */
export function heldRecordRoutes(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/records', {
      id: 'viewMyRecords',
      asks: ['viewMyRecords'],
      tag: 'Sign in',
      summary: 'What is held of you, by which rule, and until when',
      description: 'The last day of each kind still counts; null while a line is in service.',
      answers: { 200: Records },
      errors: ['not_signed_in', 'factor_needed'],
    }),
    handler: async (request) => {
      const { held, back, rule, years, until } = await viewMyRecords(op, request.caller.actor);
      const quoted = rule === null ? null : { id: rule.id, version: rule.version, source: rule.source.title };
      return { held, because: back, rule: quoted, years, until };
    },
  });
}
