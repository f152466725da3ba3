import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { CHANNELS } from '../../../domain/rules/rulebook.ts';
import type { Operations } from '../../../operations/context.ts';
import { checkEligibility } from '../../../operations/lines/check-eligibility.ts';
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
      asks: ['checkEligibility'],
      tag: 'Lines',
      summary: 'Everything that stands in the way, in one pass',
      params: ById,
      query: Asked,
      answers: { 200: EligibilitySchema },
      errors: ['line_unknown'],
    }),
    handler: async (request) => {
      const { lineId } = request.params;
      const checked = await checkEligibility(op, request.caller.actor, { lineId, ...request.query });
      return eligibilityView(checked.eligibility);
    },
  });
}
