import type { FastifyInstance } from 'fastify';

/** How long a request may take until it is here as a whole. */
const REQUEST_MS = 30_000;
/** The same for a long file over a slow line. */
export const LONGEST_REQUEST_MS = 15 * 60_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route whose request may take long to arrive: its file is read while it comes in. */
    takesLong?: true;
  }
}

/**
 * Ends requests that take too long to arrive: whoever sends a byte now and then must not hold a connection. Node has one limit for a
 * whole server, and files of campaigns need a longer one.
 *
 * @param mostMs of requests in general
 */
export function boundRequestTime(app: FastifyInstance, mostMs = REQUEST_MS): void {
  app.addHook('onRequest', async (request, reply) => {
    const { raw, routeOptions } = request;
    const hasBody = 'content-length' in raw.headers || 'transfer-encoding' in raw.headers;
    if (!hasBody || raw.complete || routeOptions.config.takesLong === true) return;
    const timer = setTimeout(() => {
      if (raw.complete) return;
      if (!reply.raw.headersSent) reply.raw.writeHead(408, { connection: 'close' }).end();
      raw.destroy();
    }, mostMs);
    timer.unref();
    raw.once('close', () => clearTimeout(timer));
  });
}
