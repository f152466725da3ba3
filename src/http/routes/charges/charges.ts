import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import {
  CHARGE_KINDS,
  CHARGE_REASONS,
  DISPUTE_OUTCOMES,
  DISPUTE_STATES,
} from '../../../domain/charges/tripwire.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type Charge, listCharges } from '../../../operations/charges/list-charges.ts';
import { type ChargeAnswer, receiveCharge } from '../../../operations/charges/receive-charge.ts';
import { settleCharge } from '../../../operations/charges/settle-charge.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { Instant, LocalDateText, Money, Nullable, operation } from '../../kit/schema.ts';

const oneOf = <T extends string>(values: readonly T[]) => Type.Union(values.map((one) => Type.Literal(one)));

const ChargeSaid = named(
  'Charge',
  Type.Object(
    {
      chargeId: Type.String({ minLength: 1, maxLength: 128, description: 'Said twice, it is one charge.' }),
      lineId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      number: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
      accountId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      kind: oneOf(CHARGE_KINDS),
      from: LocalDateText,
      to: LocalDateText,
      amount: Money,
    },
    { additionalProperties: false, description: 'Exactly one of `lineId`, `number` and `accountId`.' },
  ),
);
const Batch = named(
  'ChargeBatch',
  Type.Object(
    { charges: Type.Array(ChargeSaid, { minItems: 1, maxItems: 500 }) },
    { additionalProperties: false },
  ),
);
const ANSWER = {
  chargeId: Type.String(),
  verdict: oneOf(['pass', 'held'] as const),
  because: oneOf(CHARGE_REASONS),
  heldFrom: Nullable(LocalDateText),
  held: Nullable(Money),
};
const Answer = named('ChargeAnswer', Type.Object(ANSWER));
const BatchAnswer = named(
  'ChargeBatchAnswer',
  Type.Object({
    charges: Type.Array(
      Type.Union([
        Answer,
        named('ChargeRefused', Type.Object({ chargeId: Type.String(), code: Type.String() })),
      ]),
    ),
  }),
);
const Held = named(
  'HeldCharge',
  Type.Object({
    ...{ ...ANSWER, lineId: Type.String(), reference: Nullable(Type.String()), receivedAt: Instant },
    ...{ kind: oneOf(CHARGE_KINDS), from: LocalDateText, to: LocalDateText, amount: Money },
    dispute: Nullable(oneOf(DISPUTE_STATES)),
    disputeRef: Nullable(Type.String()),
    certificateId: Nullable(Type.String()),
    reason: Nullable(Type.String()),
    settledAt: Nullable(Instant),
  }),
);
const HeldPage = named('HeldChargePage', pageOf('charges', Held));
const Asked = Type.Object({
  state: Type.Optional(oneOf([...DISPUTE_STATES, 'unsettled'] as const)),
  lineId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  ...PAGE,
});
const Settled = named(
  'ChargeSettled',
  Type.Object(
    { outcome: oneOf(DISPUTE_OUTCOMES), reason: Type.String({ minLength: 1, maxLength: 500 }) },
    { additionalProperties: false },
  ),
);
const Which = Type.Object({ chargeId: Type.String({ minLength: 1, maxLength: 128 }) });

/** What a charge can be refused for, whether alone or among others. */
const REFUSALS = [
  ...(['line_unknown', 'charge_conflict', 'money_invalid', 'date_invalid'] as const),
  ...(['msisdn_invalid', 'msisdn_not_international', 'field_invalid', 'field_missing'] as const),
] as const;

export function chargeRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof ChargeSaid> }>({
    ...operation('POST', '/charges', {
      id: 'receiveCharge',
      asks: ['receiveCharge'],
      tag: 'Staff',
      summary: 'Whether a charge may be booked: what lies after the end of its line is held and disputed',
      body: ChargeSaid,
      answers: { 200: Answer },
      errors: [...REFUSALS],
    }),
    handler: (request) => receiveCharge(op, request.caller.actor, request.body),
  });

  app.route<{ Body: Static<typeof Batch> }>({
    ...operation('POST', '/charges/batch', {
      id: 'receiveCharges',
      asks: ['receiveCharge'],
      tag: 'Staff',
      summary: 'The same for up to 500 charges, each with an answer of its own',
      body: Batch,
      answers: { 200: BatchAnswer },
      errors: [],
    }),
    handler: async (request) => {
      const charges: (ChargeAnswer | { chargeId: string; code: string })[] = [];
      for (const one of request.body.charges)
        charges.push(
          await receiveCharge(op, request.caller.actor, one).catch((error: unknown) => {
            if (error instanceof HandbackError && (REFUSALS as readonly string[]).includes(error.code))
              return { chargeId: one.chargeId, code: error.code };
            throw error;
          }),
        );
      return { charges };
    },
  });

  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/charges', {
      id: 'listCharges',
      asks: ['listCharges'],
      tag: 'Staff',
      summary: 'Charges that were held, the newest first',
      query: Asked,
      answers: { 200: HeldPage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { state = null, lineId = null, after = null } = request.query;
      const limit = limitOf(request.query);
      const { charges, next } = await listCharges(op, request.caller.actor, { state, lineId, after, limit });
      linkNext(request, reply, next);
      return { charges: charges.map(shown), next };
    },
  });

  app.route<{ Params: Static<typeof Which>; Body: Static<typeof Settled> }>({
    ...operation('POST', '/charges/:chargeId/outcome', {
      id: 'settleCharge',
      asks: ['settleCharge'],
      tag: 'Staff',
      summary: 'What became of a held charge, where the billing system did not say it',
      params: Which,
      body: Settled,
      answers: { 204: null },
      errors: ['charge_unknown', 'charge_settled', 'field_invalid', 'field_missing'],
    }),
    handler: async (request, reply) => {
      await settleCharge(op, request.caller.actor, { ...request.params, ...request.body });
      return reply.code(204).send();
    },
  });
}

const shown = ({ receivedAt, settledAt, ...charge }: Charge) => ({
  ...charge,
  receivedAt: receivedAt.toISOString(),
  settledAt: settledAt?.toISOString() ?? null,
});
