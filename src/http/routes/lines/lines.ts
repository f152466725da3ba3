import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { HandbackError } from '../../../domain/errors.ts';
import { LINE_STATUSES } from '../../../domain/lines/line.ts';
import type { Operations } from '../../../operations/context.ts';
import { findLines } from '../../../operations/lines/find-lines.ts';
import { myLines } from '../../../operations/lines/my-lines.ts';
import { named } from '../../kit/named-schema.ts';
import { linkNext, PAGE, pageAtHand, pageOf } from '../../kit/paging.ts';
import { Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { LineSchema, lineView } from './line-view.ts';

const LinesQuery = Type.Object({
  number: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      examples: ['+8617000000001'],
      description: 'For staff and systems, who must send it: the number, international or national.',
    }),
  ),
  ...PAGE,
});
const LinePage = named('LinePage', pageOf('lines', LineSchema));
const LineOfNumber = named(
  'LineOfNumber',
  Type.Object({
    lineId: Type.String(),
    status: OneOf(LINE_STATUSES),
    from: Instant,
    to: Nullable(Type.String({ format: 'date-time', description: 'Null while the line has the number.' })),
    openCase: Nullable(Type.String({ description: 'The reference of its open case.' })),
  }),
);
const LineOfNumberPage = named('LineOfNumberPage', pageOf('lines', LineOfNumber));

const LineList = named('LineList', Type.Union([LinePage, LineOfNumberPage]));

export function lineRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof LinesQuery> }>({
    ...operation('GET', '/lines', {
      id: 'listLines',
      asks: ['myLines', 'findLines'],
      tag: 'Lines',
      summary: 'The lines that a session may act on; for staff and systems, the lines of a number',
      description:
        'With a session: its lines. With a token that has `lines:read`: the line that has the `number` now, then those that had it before.',
      query: LinesQuery,
      answers: { 200: LineList },
      errors: ['msisdn_invalid', 'msisdn_not_international'],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { number } = request.query;
      if (number === undefined) {
        if (actor.kind !== 'subscriber') throw new HandbackError('request_invalid', { field: 'number' });
        const page = pageAtHand(await myLines(op, actor), request.query, ({ line }) => line.lineId);
        linkNext(request, reply, page.next);
        return { lines: page.items.map(lineView), next: page.next };
      }
      const holders = await findLines(op, actor, { number });
      const page = pageAtHand(holders, request.query, ({ lineId, from }) => `${lineId}@${from.getTime()}`);
      linkNext(request, reply, page.next);
      return {
        lines: page.items.map((one) => ({
          ...one,
          from: one.from.toISOString(),
          to: one.to?.toISOString() ?? null,
        })),
        next: page.next,
      };
    },
  });
}
