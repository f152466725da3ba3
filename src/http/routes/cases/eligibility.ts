import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { CHANNELS } from '../../../domain/rules/rulebook.ts';
import { eligibilityOf } from '../../../operations/cases/check-eligibility.ts';
import type { Operations } from '../../../operations/context.ts';
import { lineFor } from '../../../operations/lines/line-for.ts';
import { asSubscriber } from '../../kit/auth.ts';
import { OneOf, operation } from '../../kit/schema.ts';
import { EligibilitySchema, eligibilityView } from './eligibility-view.ts';

const ById = Type.Object({ lineId: Type.String({ minLength: 1, maxLength: 64 }) });
const Asked = Type.Object({
  channel: Type.Optional(OneOf(CHANNELS)),
  urgent: Type.Optional(Type.Boolean()),
});

export function eligibilityRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ById>; Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/lines/:lineId/eligibility', {
      id: 'checkEligibility',
      tag: 'Lines',
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
