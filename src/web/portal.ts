import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../domain/errors.ts';
import { clientOf } from '../domain/values/client-of.ts';
import { boundRequests } from '../http/kit/request-bounds.ts';
import { securityHeaders } from '../http/kit/security-headers.ts';
import { boundUploads } from '../http/kit/upload-budget.ts';
import { PaperPool } from '../papers/paper-pool.ts';
import { desk } from './desk.ts';
import { type Assets, loadAssets } from './kit/assets.ts';
import type { PortalContext } from './kit/context.ts';
import { readForms } from './kit/given.ts';
import { renderPage } from './kit/layout.tsx';
import { go, type Page } from './kit/page.ts';
import { type Face, nothingHere, servePages } from './kit/serve.ts';
import { forgetSession, SESSION, type Visit, visitOf } from './kit/visit.ts';
import type { OfflineGiven } from './offline/given.ts';
import { offlinePage } from './offline/offline-page.ts';
import { caseEvents } from './portal/cases/case-event-stream.ts';
import { PAGES } from './portal/pages.ts';

export type { PortalContext } from './kit/context.ts';

export interface PortalOptions extends Omit<PortalContext, 'papers'> {
  /** With the pages that only a demonstration has. */
  readonly demo:
    | (NonNullable<PortalContext['demo']> & {
        readonly pages: readonly Page[];
        /** What it serves beside pages. */
        readonly more?: (app: FastifyInstance) => Promise<void>;
      })
    | null;
}

/** Forms of one address: a shop or an office behind one address must not meet this. */
const FORMS_A_MINUTE = 300;

/** Of a whole call centre, and of the issuer, which tells us of every session that ends there. */
const DESK_FORMS_A_MINUTE = 6_000;

const isDesk = ({ url }: FastifyRequest): boolean => url.startsWith('/desk/');

/**
 * The pages: the subscriber portal, and the desks where the settings name an issuer for staff. They are rendered on the
 * server and work without scripts. They bring their own form parsers, and cookies where the server has none, and set their own security
 * headers.
 */
export async function portal(app: FastifyInstance, options: PortalOptions): Promise<void> {
  const papers = new PaperPool();
  app.addHook('onClose', () => papers.close());
  const context = { ...options, papers };
  const assets = loadAssets(context.operations.house);
  securityHeaders(app, context.publicUrl);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  // After the cookies: who is refused is told so in their language.
  boundRequests(app);
  readForms(app);
  // Each number has limits of its own; this one is for whoever goes through many numbers.
  await app.register(rateLimit, {
    max: (request) => (isDesk(request) ? DESK_FORMS_A_MINUTE : FORMS_A_MINUTE),
    timeWindow: '1 minute',
    // Desks count apart: a call centre is behind one address, and so is the public network of a shop.
    keyGenerator: (request) => `${isDesk(request) ? 'desk ' : ''}${clientOf(request.ip)}`,
    allowList: (request) => request.method !== 'POST',
  });
  boundUploads(app);
  const { more } = context.demo ?? {};
  if (more !== undefined) await app.register(more);
  await app.register(desk, { context, assets });
  const face = subscriberFace(context, assets);
  servePages(app, [...PAGES, ...(context.demo?.pages ?? [])], face);
  caseEvents(app, context);
  app.get<{ Params: { file: string } }>('/assets/:file', (request, reply) =>
    sendAsset(assets, request, reply),
  );
  app.get('/verify/offline', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-disposition', 'attachment; filename="handback-verify.html"')
      .header('cache-control', 'no-cache')
      .send(offlinePage(offlineGiven(context), assets.portal.css)),
  );
  // A route, because a server has one handler of last resort and may use it for its API.
  app.get('/*', (request, reply) => nothingHere(face, request, reply));
}

function offlineGiven({ operations: op, trust }: PortalContext): OfflineGiven {
  return { trust: trust(), asOf: op.clock.now().toISOString(), callingCode: op.defaultCallingCode };
}

function subscriberFace(context: PortalContext, assets: Assets): Face<Visit> {
  return {
    sheet: assets.portal,
    visit: (request, reply, given) => visitOf(context, request, reply, given),
    async turnAway(page, visit) {
      if (!page.signedIn || visit.session !== null) return null;
      return go(`/?notice=${visit.jar.plain(SESSION) === null ? 'sign_in' : 'session_over'}`);
    },
    async refuse(visit, { code }) {
      if (code !== 'not_signed_in') return null;
      forgetSession(visit);
      return go('/?notice=session_over');
    },
    render: (visit, page, failed) => renderPage(visit, assets, page, failed),
  };
}

function sendAsset(
  assets: Assets,
  request: FastifyRequest<{ Params: { file: string } }>,
  reply: FastifyReply,
) {
  const asset = assets.byPath.get(`/assets/${request.params.file}`);
  if (asset === undefined) throw new HandbackError('not_found');
  const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (zipped) reply.header('content-encoding', 'gzip');
  return reply
    .type(asset.type)
    .headers({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...asset.headers,
    })
    .send(zipped ? asset.gzip : asset.bytes);
}
