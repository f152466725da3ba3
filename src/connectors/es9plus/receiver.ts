import type { ServerOptions } from 'node:https';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { proxyTrust, type TrustedProxies } from '../../domain/values/trusted-proxies.ts';
import { NotificationFault } from '../../rsp/faults.ts';
import { parsePendingNotification } from '../../rsp/notification.ts';
import { type Admission, JUNK_LIMITS, JunkLimit, type JunkLimits, type Outcome } from './junk-limit.ts';

/**
 * ES9+ handleNotification (GSMA SGP.22 sections 5.6.4 and 6.5.2.9): where a phone, or an SM-DP+ that a phone delivered
 * to, leaves what an eUICC signed. A 2xx answer lets the phone erase the only copy, so it is given after storing.
 */
export const HANDLE_NOTIFICATION_PATH = '/gsma/rsp2/es9plus/handleNotification';

/** The version of SGP.22 that is answered with; a caller of any version is served. */
const ADMIN_PROTOCOL = 'gsma/rsp/v2.2.2';
/** Three times the size of the largest notification that is taken: base64, JSON, and room for unknown members. */
const BODY_LIMIT = 64 * 1024;

/**
 * Resolves when the bytes are stored for good, or, without `keepUnsigned`, were `dropped` because no trusted eUICC signed
 * them; `quarantined` if they are stored and prove nothing.
 */
export type Accept = (notification: Buffer, how: { readonly keepUnsigned: boolean }) => Promise<Outcome>;

export interface Es9PlusOptions {
  /** Certificate and key in PEM; phones expect one that chains to a GSMA CI. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly accept: Accept;
  readonly onFault?: (error: unknown) => void;
  /** Connections at once; more wait in the kernel's queue. */
  readonly maxConnections?: number;
  /** How much that proves nothing is stored for one client in an hour; then only what is signed is taken. */
  readonly junkPerHour?: number;
  readonly limits?: JunkLimits;
  readonly trustedProxies?: TrustedProxies;
  /** How long a connection may say nothing, in milliseconds. */
  readonly silenceMs?: number;
}

const MAX_CONNECTIONS = 4_000;
const SILENCE_MS = 15_000;
/** What a phone waits that is told to come again. */
const RETRY_SECONDS = 60;

/** The endpoint for phones, not yet listening. */
export function createEs9PlusReceiver(options: Es9PlusOptions): FastifyInstance {
  const app = createRspServer(options.tls, options);
  const { limits = JUNK_LIMITS, junkPerHour: client = limits.storedPerHour.client } = options;
  const storedPerHour = { ...limits.storedPerHour, client };
  handleNotificationRoute(app, options.accept, new JunkLimit({ ...limits, storedPerHour }));
  return app;
}

/** An HTTPS server that strangers may connect to: bounded in connections, in what they send, and in how long they are silent. */
export function createRspServer(
  tls: ServerOptions,
  limits: Pick<Es9PlusOptions, 'onFault' | 'maxConnections' | 'silenceMs' | 'trustedProxies'>,
): FastifyInstance {
  const silence = limits.silenceMs ?? SILENCE_MS;
  const app: FastifyInstance = Fastify({
    https: {
      ...tls,
      minVersion: 'TLSv1.2',
      handshakeTimeout: silence,
      headersTimeout: silence,
      requestTimeout: silence,
      connectionsCheckingInterval: silence / 2,
    },
    logger: false,
    trustProxy: proxyTrust(limits.trustedProxies ?? null),
    bodyLimit: BODY_LIMIT,
    connectionTimeout: silence,
    requestTimeout: silence,
    keepAliveTimeout: silence,
  });
  app.server.maxConnections = limits.maxConnections ?? MAX_CONNECTIONS;
  app.setErrorHandler((thrown, _request, reply) => {
    const { statusCode } = thrown as { statusCode?: number };
    if (statusCode !== undefined && statusCode < 500)
      return reply.code(statusCode).send({ error: 'request_invalid' });
    limits.onFault?.(thrown);
    return reply.code(503).header('retry-after', '60').send({ error: 'not_stored' });
  });
  return app;
}

/** Adds handleNotification in both forms: the JSON binding of the standard, and the bare bytes as a forwarder has them. */
export function handleNotificationRoute(app: FastifyInstance, accept: Accept, junk: JunkLimit | null): void {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post(HANDLE_NOTIFICATION_PATH, async (request: FastifyRequest, reply: FastifyReply) => {
    const notification = notificationOf(request.body);
    reply.header('x-admin-protocol', ADMIN_PROTOCOL);
    if (notification === null) return reply.code(400).send({ error: 'request_invalid' });
    if (junk === null) {
      await accept(notification, { keepUnsigned: true });
      return reply.code(204).send();
    }
    const admission = junk.admit(request.ip);
    if ('waitMs' in admission) {
      const seconds = Math.max(Math.ceil(admission.waitMs / 1_000), RETRY_SECONDS);
      return reply.code(503).header('retry-after', String(seconds)).send({ error: 'busy' });
    }
    const outcome = await lookedAt(notification, accept, admission);
    if (outcome !== 'dropped') return reply.code(204).send();
    return reply
      .code(429)
      .header('retry-after', String(Math.max(1, Math.ceil(admission.fullForMs / 1_000))))
      .send({ error: 'too_many' });
  });
}

/** What is not even of the form of something signed is dropped without looking at signatures, and costs no budget. */
async function lookedAt(
  notification: Buffer,
  accept: Accept,
  { keepUnsigned, settle }: Extract<Admission, { readonly keepUnsigned: boolean }>,
): Promise<Outcome> {
  if (!keepUnsigned && !isSignedForm(notification)) {
    settle('accepted');
    return 'dropped';
  }
  let outcome: Outcome = 'dropped';
  try {
    outcome = await accept(notification, { keepUnsigned });
  } finally {
    settle(outcome);
  }
  return outcome;
}

function isSignedForm(notification: Buffer): boolean {
  try {
    return parsePendingNotification(notification).kind === 'other';
  } catch (error) {
    if (error instanceof NotificationFault) return false;
    throw error;
  }
}

/** Null for what no LPA sends. What is wrong inside the bytes is for whoever verifies them: it is acknowledged and kept. */
function notificationOf(body: unknown): Buffer | null {
  if (Buffer.isBuffer(body)) return body.length === 0 ? null : body;
  if (typeof body !== 'object' || body === null) return null;
  const { pendingNotification } = body as { pendingNotification?: unknown };
  if (typeof pendingNotification !== 'string' || pendingNotification === '') return null;
  const text = pendingNotification.replace(/[\r\n]/g, '');
  // Node skips what is not base64; then the bytes would be others than were sent.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  return Buffer.from(text, 'base64');
}
