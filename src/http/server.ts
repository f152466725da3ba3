import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { CertificateService } from '../certificate/service.ts';
import { clientOf } from '../domain/values/client-of.ts';
import { proxyTrust, type TrustedProxies } from '../domain/values/trusted-proxies.ts';
import type { Operations } from '../operations/context.ts';
import { missingMigrations } from '../store/database/migrate.ts';
import { admit, asRefusal, callerOf, languageOf } from './kit/auth.ts';
import { CONTRACT } from './kit/contract.ts';
import type { CaseEvents } from './kit/event-stream.ts';
import { idempotency } from './kit/idempotency.ts';
import type { Metrics } from './kit/metrics.ts';
import { addNamedSchemas, responseSerializers } from './kit/named-schema.ts';
import { negotiate } from './kit/negotiate.ts';
import { asHandbackError, toProblem } from './kit/problem.ts';
import { boundRequests } from './kit/request-bounds.ts';
import { boundRequestTime, LONGEST_REQUEST_MS } from './kit/request-time.ts';
import { securityHeaders, withSecurityHeaders } from './kit/security-headers.ts';
import { boundUploads } from './kit/upload-budget.ts';
import { accountExportRoutes } from './routes/accounts/account-exports.ts';
import { campaignActRoutes } from './routes/campaigns/campaign-acts.ts';
import { campaignRoutes } from './routes/campaigns/campaigns.ts';
import { bagRoutes } from './routes/cards/bags.ts';
import { batchRoutes } from './routes/cards/batches.ts';
import { cardRoutes } from './routes/cards/cards.ts';
import { caseListRoutes } from './routes/cases/case-list.ts';
import { declarationRoutes } from './routes/cases/declarations.ts';
import { disputeRoutes } from './routes/cases/disputes.ts';
import { eligibilityRoutes } from './routes/cases/eligibility.ts';
import { lateUsageRoutes } from './routes/cases/late-usage.ts';
import { noticeRoutes } from './routes/cases/notices.ts';
import { objectionRoutes } from './routes/cases/objections.ts';
import { recordRoutes } from './routes/cases/records.ts';
import { refundRoutes } from './routes/cases/refunds.ts';
import { steeringRoutes } from './routes/cases/steering.ts';
import { terminationRoutes } from './routes/cases/terminations.ts';
import { certificateRoutes, trustRoutes } from './routes/certificates/certificates.ts';
import { logProofRoutes } from './routes/certificates/log-proof.ts';
import { revocationRoutes } from './routes/certificates/revocation.ts';
import { channelCheckRoutes } from './routes/channels/channel-checks.ts';
import { chargeRoutes } from './routes/charges/charges.ts';
import { complaintRoutes } from './routes/complaints/complaints.ts';
import { callRoutes } from './routes/desks/calls.ts';
import { deviceRoutes } from './routes/esim/devices.ts';
import { esimLedgerRoutes } from './routes/esim/esim-ledger.ts';
import { guidanceRoutes } from './routes/guidance/guidance.ts';
import { lineLockRoutes } from './routes/lines/line-lock.ts';
import { lineRecordRoutes } from './routes/lines/line-records.ts';
import { lineRoutes } from './routes/lines/lines.ts';
import { logRoutes } from './routes/log/log.ts';
import { numberTextRoutes } from './routes/numbers/number-texts.ts';
import { stuckGroupRoutes } from './routes/oversight/stuck-groups.ts';
import { heldRecordRoutes } from './routes/people/held-records.ts';
import { signInRoutes } from './routes/people/sign-in.ts';
import { specialDecisionRoutes } from './routes/special/deciding.ts';
import { specialRequestRoutes } from './routes/special/special-requests.ts';
import { approvalRoutes } from './routes/staff/approvals.ts';
import { appointmentRoutes } from './routes/stores/appointments.ts';
import { storeRoutes } from './routes/stores/stores.ts';
import { textRoutes } from './routes/texts/texts.ts';
import { handOverRoutes } from './routes/voice/hand-overs.ts';
import { type VoicePlatforms, voiceRoutes } from './routes/voice/voice-routes.ts';

export interface ServerParts {
  readonly operations: Operations;
  readonly certificates: CertificateService;
  readonly events: CaseEvents;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly publicUrl: string;
  /** Requests a minute from one address to the API; writes of one caller count too. */
  readonly rateLimitPerMinute?: number;
  /** Whose `X-Forwarded-For` is believed: addresses and networks, or how many proxies are on the way; default: nobody's. */
  readonly trustedProxies?: TrustedProxies;
  /** TLS of our own, in PEM; default: none, for a proxy in front. */
  readonly tls?: { readonly cert: string; readonly key: string } | null;
  /** Who answers the telephone for the voice menu; default: nobody. */
  readonly voice?: VoicePlatforms | null;
  /** The pages; registered last. */
  readonly pages?: (app: FastifyInstance) => Promise<void>;
}

const API = '/api/v1';

/** The HTTP server: the API, what verifiers and monitors fetch, and the pages. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  // Node looks for requests that take too long only so often.
  const times = { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 };
  const app = Fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    // Its own lines would hold addresses as they were called; `measure` logs what may be logged.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    trustProxy: proxyTrust(parts.trustedProxies ?? null),
    // Of routes that take a long file; all others have less (`boundRequestTime`).
    requestTimeout: LONGEST_REQUEST_MS,
    ...(parts.tls ? { https: { ...parts.tls, minVersion: 'TLSv1.2' as const, ...times } } : { http: times }),
    // An address that cannot be read, or with a part that is longer than any of ours, is the address of nothing.
    // No hook sees such a request.
    frameworkErrors: (_error, request, reply) =>
      nothingHere(request, withSecurityHeaders(reply, parts.publicUrl)),
    schemaController: { compilersFactory: { buildSerializer: responseSerializers() } },
    ajv: {
      customOptions: { coerceTypes: 'array', removeAdditional: false, allErrors: false, verbose: true },
    },
  } as FastifyServerOptions);
  app.decorateRequest('caller', null as never);
  measure(app, parts);
  handleErrors(app, parts);
  securityHeaders(app, parts.publicUrl);
  boundRequestTime(app);
  await app.register(swagger, CONTRACT);
  addNamedSchemas(app);
  await app.register(
    async (api) => {
      await api.register(rateLimit, {
        max: parts.rateLimitPerMinute ?? 600,
        timeWindow: '1 minute',
        keyGenerator: (request: FastifyRequest) => clientOf(request.ip),
      });
      boundRequests(api, nothingHere);
      boundUploads(api);
      // After the limit, which counts refusals too, and before the body is read.
      api.addHook('preParsing', async (request, _reply, payload) => {
        request.caller = await callerOf(parts.operations, request);
        admit(request.caller.actor, request.routeOptions.config.asks ?? []);
        return payload;
      });
      api.addHook('onSend', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      negotiate(api);
      idempotency(api, parts.operations);
      signInRoutes(api, parts.operations);
      heldRecordRoutes(api, parts.operations);
      lineRoutes(api, parts.operations);
      eligibilityRoutes(api, parts.operations);
      declarationRoutes(api, parts.operations);
      caseListRoutes(api, parts.operations);
      terminationRoutes(api, parts.operations, parts.events);
      campaignRoutes(api, parts.operations);
      campaignActRoutes(api, parts.operations);
      certificateRoutes(api, parts.operations, parts.certificates);
      logProofRoutes(api, parts.operations);
      lineRecordRoutes(api, parts.operations);
      lineLockRoutes(api, parts.operations);
      recordRoutes(api, parts.operations);
      refundRoutes(api, parts.operations);
      disputeRoutes(api, parts.operations);
      noticeRoutes(api, parts.operations);
      objectionRoutes(api, parts.operations);
      steeringRoutes(api, parts.operations);
      stuckGroupRoutes(api, parts.operations);
      lateUsageRoutes(api, parts.operations);
      chargeRoutes(api, parts.operations);
      numberTextRoutes(api, parts.operations);
      revocationRoutes(api, parts.operations);
      approvalRoutes(api, parts.operations);
      specialRequestRoutes(api, parts.operations);
      specialDecisionRoutes(api, parts.operations);
      guidanceRoutes(api, parts.operations);
      deviceRoutes(api, parts.operations);
      esimLedgerRoutes(api, parts.operations);
      callRoutes(api, parts.operations);
      storeRoutes(api, parts.operations);
      appointmentRoutes(api, parts.operations);
      accountExportRoutes(api, parts.operations);
      complaintRoutes(api, parts.operations);
      channelCheckRoutes(api, parts.operations);
      handOverRoutes(api, parts.operations);
      cardRoutes(api, parts.operations);
      bagRoutes(api, parts.operations);
      batchRoutes(api, parts.operations);
      textRoutes(api, parts.operations);
      api.setNotFoundHandler(nothingHere);
      api.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
    },
    { prefix: API },
  );
  trustRoutes(app, parts.operations, parts.certificates);
  logRoutes(app, parts.operations);
  health(app, parts);
  if (parts.voice) await voiceRoutes(app, parts.operations, { ...parts.voice, publicUrl: parts.publicUrl });
  await parts.pages?.(app);
  return app;
}

/** Staff and systems are told things in their own words, also of a token that is none: only they have such tokens. */
function readerOf({ caller, headers }: FastifyRequest): 'person' | 'operator' {
  const kind = (caller as FastifyRequest['caller'] | null)?.actor.kind;
  if (kind === undefined) return headers.authorization?.startsWith('Bearer hbk_') ? 'operator' : 'person';
  return kind === 'staff' || kind === 'system' ? 'operator' : 'person';
}

function nothingHere(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(asHandbackError({ statusCode: 404 }), languageOf(request));
  return reply.code(404).type('application/problem+json').send(JSON.stringify(problem));
}

function measure(app: FastifyInstance, parts: ServerParts): void {
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never its values: an address may hold what a log must not.
    const route = request.routeOptions.url ?? 'unknown';
    parts.metrics.request(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
    parts.log.info(
      { route, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
}

function handleErrors(app: FastifyInstance, parts: ServerParts): void {
  app.setErrorHandler((thrown, request, reply) => {
    const error = asRefusal(asHandbackError(thrown), request.caller);
    const declared = request.routeOptions.config.errors;
    if (error.code === 'internal')
      parts.log.error({ err: error.cause, route: request.routeOptions.url }, 'unexpected failure');
    if (declared !== undefined && !declared.includes(error.code)) {
      parts.metrics.fault('undeclared_error');
      parts.log.error(
        { code: error.code, route: request.routeOptions.url },
        'an operation answered an error that its contract does not list',
      );
    }
    const problem = toProblem(error, languageOf(request), readerOf(request));
    const retryAt = error.facts['retryAt'];
    if (typeof retryAt === 'string')
      reply.header('retry-after', String(Math.max(1, Math.ceil((Date.parse(retryAt) - Date.now()) / 1000))));
    return reply
      .code(problem.status)
      .type('application/problem+json')
      .header('content-language', languageOf(request))
      .send(JSON.stringify(problem));
  });
}

function health(app: FastifyInstance, parts: ServerParts): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      const missing = await missingMigrations(parts.operations.pool);
      if (missing.length > 0) return reply.code(503).send({ status: 'migrations_missing', missing });
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'database_unavailable' });
    }
  });
}
