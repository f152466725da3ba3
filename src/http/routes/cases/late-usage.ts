import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { bookLateUsage } from '../../../operations/cases/book-late-usage.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { LocalDateText, Money, Nullable, operation } from '../../kit/schema.ts';

const Usage = named(
  'LateUsage',
  Type.Object(
    {
      usageId: Type.String({ minLength: 1, maxLength: 128 }),
      lineId: Type.String({ minLength: 1, maxLength: 64 }),
      usedOn: LocalDateText,
      amount: Money,
    },
    { additionalProperties: false },
  ),
);

const Booked = named(
  'LateUsageBooked',
  Type.Object({ invoiceId: Type.String(), certificateId: Nullable(Type.String()) }),
);

export function lateUsageRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof Usage> }>({
    ...operation('POST', '/late-usage', {
      id: 'bookLateUsage',
      asks: ['bookLateUsage'],
      tag: 'Staff',
      summary: 'Usage that arrived after the final bill: a supplementary bill and a superseding certificate',
      body: Usage,
      answers: { 201: Booked },
      errors: ['line_unknown', 'certificate_not_ready', 'money_invalid', 'date_invalid'],
    }),
    handler: async (request, reply) => {
      return reply.code(201).send(await bookLateUsage(op, request.caller.actor, request.body));
    },
  });
}
