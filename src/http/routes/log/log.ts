import type { FastifyInstance } from 'fastify';
import type { Operations } from '../../../operations/context.ts';
import { logCheckpoint } from '../../../operations/log/log-checkpoint.ts';
import { logTile } from '../../../operations/log/log-tile.ts';
import { visitorOf } from '../../kit/auth.ts';

/** A tile never changes: whoever has it need not ask again. */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * The public log, as monitors and witnesses read it (C2SP tlog-tiles): outside of the API, by the names that its standard
 * gives, and for pages of everybody.
 */
export function logRoutes(app: FastifyInstance, op: Operations): void {
  const hidden = { hide: true };
  app.get(
    '/log/checkpoint',
    { schema: hidden, config: { asks: ['logCheckpoint'] } },
    async (request, reply) => {
      const checkpoint = await logCheckpoint(op, visitorOf(request));
      return reply
        .header('access-control-allow-origin', '*')
        .header('cache-control', 'no-cache')
        .type('text/plain; charset=utf-8')
        .send(checkpoint);
    },
  );
  app.get<{ Params: { '*': string } }>(
    '/log/tile/*',
    { schema: hidden, config: { asks: ['logTile'] } },
    async (request, reply) => {
      const tile = await logTile(op, visitorOf(request), { path: request.params['*'] });
      return reply
        .header('access-control-allow-origin', '*')
        .header('cache-control', FOREVER)
        .type('application/octet-stream')
        .send(Buffer.from(tile));
    },
  );
}
