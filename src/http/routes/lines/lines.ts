import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Operations } from '../../../operations/context.ts';
import { myLines } from '../../../operations/lines/my-lines.ts';
import { operation } from '../../kit/schema.ts';
import { LineSchema, lineView } from './line-view.ts';

export function lineRoutes(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/lines', {
      id: 'myLines',
      asks: ['myLines'],
      tag: 'Lines',
      summary: 'The lines that the session may act on',
      answers: { 200: Type.Object({ lines: Type.Array(LineSchema) }) },
      errors: [],
    }),
    handler: async (request) => ({ lines: (await myLines(op, request.caller.actor)).map(lineView) }),
  });
}
