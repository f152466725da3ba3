import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { viewRefundDestination } from '../../../operations/cases/refunds/view-refund-destination.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { Nullable, OneOf, operation } from '../../kit/schema.ts';
import { CaseById } from './case-requests.ts';

const RefundDestination = named(
  'RefundDestination',
  Type.Object({
    kind: Nullable(OneOf(['as_paid', 'bank_account'])),
    account: Nullable(Type.String()),
    name: Nullable(Type.String()),
  }),
);

export function refundRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('GET', '/terminations/:caseId/refund-destination', {
      id: 'viewRefundDestination',
      asks: ['viewRefundDestination'],
      tag: 'Terminations',
      summary: 'Where a refund goes, as its person said',
      description:
        'Its person sees the account masked. Staff and systems see it whole, and the look is written to the audit log.',
      params: CaseById,
      answers: { 200: RefundDestination },
      errors: ['case_unknown'],
    }),
    handler: async (request) => {
      const said = await viewRefundDestination(op, request.caller.actor, request.params);
      const bank = said?.kind === 'bank_account' ? said : null;
      return { kind: said?.kind ?? null, account: bank?.account ?? null, name: bank?.name ?? null };
    },
  });
}
