import type { FastifyInstance } from 'fastify';

const TWO_YEARS = 63_072_000;

/**
 * What every answer says: it is what its type says, nobody keeps it unless it says so itself, and, where the public address
 * is https, browsers come by TLS only (RFC 6797). Subdomains are not included: they are the operator's to decide on.
 */
export function securityHeaders(app: FastifyInstance, publicUrl: string): void {
  const hsts = publicUrl.startsWith('https:') ? `max-age=${TWO_YEARS}` : null;
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (hsts !== null) reply.header('strict-transport-security', hsts);
  });
}
