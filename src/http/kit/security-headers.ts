import type { FastifyInstance, FastifyReply } from 'fastify';

const TWO_YEARS = 63_072_000;

/**
 * What every answer says: it is what its type says, nobody keeps it unless it says so itself, and, where the public address
 * is https, browsers come by TLS only (RFC 6797). Subdomains are not included: they are the operator's to decide on.
 */
export function withSecurityHeaders(reply: FastifyReply, publicUrl: string): FastifyReply {
  reply.header('x-content-type-options', 'nosniff');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  if (publicUrl.startsWith('https:')) reply.header('strict-transport-security', `max-age=${TWO_YEARS}`);
  return reply;
}

export function securityHeaders(app: FastifyInstance, publicUrl: string): void {
  app.addHook('onSend', async (_request, reply) => void withSecurityHeaders(reply, publicUrl));
}
