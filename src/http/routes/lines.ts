import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { CHANNELS } from '../../domain/rules/rulebook.ts';
import { lineFor } from '../../operations/access.ts';
import { eligibilityOf } from '../../operations/cases/check-eligibility.ts';
import type { Operations } from '../../operations/context.ts';
import { myLines } from '../../operations/lines/my-lines.ts';
import { asSubscriber } from '../auth.ts';
import { operation } from '../schema.ts';
import { EligibilitySchema, eligibilityView, LineSchema, lineView } from '../views.ts';

const tag = 'Lines';
const ById = Type.Object({ lineId: Type.String({ minLength: 1, maxLength: 64 }) });
const Asked = Type.Object({
  channel: Type.Optional(Type.Union(CHANNELS.map((channel) => Type.Literal(channel)))),
  urgent: Type.Optional(Type.Boolean()),
});

export function lineRoutes(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/lines', {
      id: 'myLines',
      tag,
      summary: 'The lines that the session may act on',
      answers: { 200: Type.Object({ lines: Type.Array(LineSchema) }) },
      errors: [],
    }),
    handler: async (request) => ({ lines: (await myLines(op, asSubscriber(request.caller))).map(lineView) }),
  });

  app.route<{ Params: Static<typeof ById>; Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/lines/:lineId/eligibility', {
      id: 'checkEligibility',
      tag,
      summary: 'Everything that stands in the way, in one pass',
      params: ById,
      query: Asked,
      answers: { 200: EligibilitySchema },
      errors: ['line_unknown'],
    }),
    handler: async (request) => {
      const record = await lineFor(op.pool, asSubscriber(request.caller), request.params.lineId);
      const rules = op.rulebooks.current(record.line.jurisdiction, record.line.province, op.clock.now());
      const { channel = 'online', urgent = false } = request.query;
      return eligibilityView(await eligibilityOf(op, record, { channel, urgent, rules }));
    },
  });
}
