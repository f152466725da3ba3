import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { LENGTHS } from '../../../domain/guidance/guidance.ts';
import { CAPACITIES } from '../../../domain/rules/capacity.ts';
import { CHANNELS, EFFECTS, MATERIALS, STRENGTHS } from '../../../domain/rules/rulebook.ts';
import { ACCESS_KINDS, OPENED_CHANNELS, PAYMENT_KINDS } from '../../../domain/values/line-terms.ts';
import type { Operations } from '../../../operations/context.ts';
import { viewGuidance } from '../../../operations/guidance/view-guidance.ts';
import { named } from '../../kit/named-schema.ts';
import { Nullable, OneOf, operation } from '../../kit/schema.ts';
import { StoreSummary, storeBody } from '../stores/stores.ts';

const RuleQuoted = named(
  'RuleQuoted',
  Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    source: Type.Object({
      title: Type.String(),
      strength: OneOf(STRENGTHS, {
        description: 'What the source is worth; `operator`: the operator says so, and nobody else.',
      }),
      url: Type.Optional(Type.String()),
      citation: Type.Optional(Type.String()),
      clause: Type.Optional(Type.String()),
    }),
  }),
);

const Guidance = named(
  'Guidance',
  Type.Object({
    jurisdiction: Type.String(),
    province: Nullable(Type.String()),
    version: Type.String({ description: 'Of the rulebook.' }),
    stores: Type.Object(
      { total: Type.Integer({ minimum: 0 }), first: Type.Array(StoreSummary) },
      { description: 'Where this is done in person: how many, and the first few; `GET /stores` lists all.' },
    ),
    inPerson: Type.Boolean({ description: 'Whether somebody has to come in person.' }),
    places: Type.Object({
      rule: RuleQuoted,
      list: Type.Array(Type.Object({ channel: OneOf(CHANNELS), materials: Type.Array(OneOf(MATERIALS)) })),
    }),
    materialsRule: RuleQuoted,
    costs: Type.Array(
      Type.Object({
        of: OneOf(['arrears', 'unbilled_usage', 'contract_term']),
        effect: OneOf(EFFECTS.filter((effect) => effect !== 'not_applied')),
        rule: RuleQuoted,
      }),
    ),
    lengths: Type.Array(
      Type.Object({
        of: OneOf(LENGTHS),
        amount: Type.Integer(),
        unit: OneOf(['minutes', 'hours', 'days', 'working_days', 'months', 'years']),
        rule: RuleQuoted,
      }),
    ),
  }),
);

const Query = Type.Object(
  {
    jurisdiction: Type.String({ maxLength: 8, description: 'Small letters, e.g. `cn`.' }),
    province: Type.Optional(Type.String({ maxLength: 8, description: 'ISO 3166-2, e.g. `CN-GD`.' })),
    capacity: Type.Optional(OneOf(CAPACITIES, { default: 'owner', description: 'As whom somebody comes.' })),
    opened: Type.Optional(OneOf(OPENED_CHANNELS, { default: 'store' })),
    access: Type.Optional(OneOf(ACCESS_KINDS, { default: 'sim' })),
    payment: Type.Optional(OneOf(PAYMENT_KINDS, { default: 'postpaid' })),
    urgent: Type.Optional(
      Type.Boolean({ default: false, description: 'The phone or card is lost or stolen.' }),
    ),
  },
  { additionalProperties: false },
);

/** What somebody needs before they set out: public, and the same rules by which a line is decided on. */
export function guidanceRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Query> }>({
    ...operation('GET', '/guidance', {
      id: 'viewGuidance',
      asks: ['viewGuidance'],
      tag: 'Guidance',
      summary: 'What is needed to end a line: where, which papers, what it may cost, how long it takes',
      description:
        'By the rules of today, each with its version and source. It tells of no line: `GET /lines/{lineId}/eligibility` does.',
      query: Query,
      answers: { 200: Guidance },
      errors: ['request_invalid'],
    }),
    handler: async (request) => {
      const { province = null, ...asked } = request.query;
      const {
        capacity = 'owner',
        opened = 'store',
        access = 'sim',
        payment = 'postpaid',
        urgent = false,
      } = asked;
      const { jurisdiction } = asked;
      const { stores, ...guidance } = await viewGuidance(op, request.caller.actor, {
        ...{ jurisdiction, province, capacity, opened, access, payment, urgent },
      });
      return { ...guidance, stores: { total: stores.total, first: stores.first.map(storeBody) } };
    },
  });
}
