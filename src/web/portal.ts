import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../domain/errors.ts';
import { clientOf } from '../domain/values/client-of.ts';
import { chooseLanguage } from '../domain/values/language.ts';
import { asHandbackError, toProblem } from '../http/kit/problem.ts';
import { boundRequests } from '../http/kit/request-bounds.ts';
import { securityHeaders } from '../http/kit/security-headers.ts';
import { boundUploads } from '../http/kit/upload-budget.ts';
import { languages, messages } from '../messages/index.ts';
import { type Assets, loadAssets } from './kit/assets.ts';
import type { PortalContext } from './kit/context.ts';
import { faultPage, fieldError } from './kit/faults.tsx';
import { givenIn, NOTHING_GIVEN, readForms, uploadBytesFor } from './kit/given.ts';
import { renderPage } from './kit/layout.tsx';
import { type Answer, BLANK, type FieldError, go, type Page } from './kit/page.ts';
import { forgetSession, isOwnForm, SESSION, type Visit, visitOf } from './kit/visit.ts';
import { caseEvents } from './portal/cases/case-event-stream.ts';
import { PAGES } from './portal/pages.ts';

export type { PortalContext } from './kit/context.ts';

export interface PortalOptions extends PortalContext {
  /** With the pages that only a demonstration has. */
  readonly demo: (NonNullable<PortalContext['demo']> & { readonly pages: readonly Page[] }) | null;
}

/** Forms of one address: a shop or an office behind one address must not meet this. */
const FORMS_A_MINUTE = 300;

/**
 * The subscriber portal: pages rendered on the server that work without scripts. It brings its own form
 * parsers, and cookies where the server has none, and sets its own security headers.
 */
export async function portal(app: FastifyInstance, context: PortalOptions): Promise<void> {
  const assets = loadAssets(context.operations.house);
  securityHeaders(app, context.publicUrl);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  // After the cookies: who is refused is told so in their language.
  boundRequests(app);
  readForms(app);

  const serve = async (page: Page, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const visit = await visitOf(context, request, reply, givenIn(request.body));
    try {
      const { answer, failed } = await answerOf(page, visit, request);
      return send(visit, assets, reply, answer, failed);
    } catch (error) {
      return refuse(visit, assets, request, reply, error);
    }
  };

  // Each number has limits of its own; this one is for whoever goes through many numbers.
  await app.register(rateLimit, {
    max: FORMS_A_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: (request) => clientOf(request.ip),
    allowList: (request) => request.method !== 'POST',
  });
  boundUploads(app);
  for (const page of [...PAGES, ...(context.demo?.pages ?? [])]) {
    if (page.show) app.get(page.path, (request, reply) => serve(page, request, reply));
    if (page.submit) {
      const options =
        page.upload === undefined ? {} : { config: { uploadBytes: uploadBytesFor(page.upload) } };
      app.post(page.path, options, (request, reply) => serve(page, request, reply));
    }
  }
  caseEvents(app, context);
  app.get<{ Params: { file: string } }>('/assets/:file', (request, reply) =>
    sendAsset(assets, request, reply),
  );
  // A route, because a server has one handler of last resort and may use it for its API.
  app.get('/*', async (request, reply) => {
    const error = new HandbackError('not_found');
    if (!(request.headers.accept ?? '').includes('text/html')) {
      const problem = toProblem(error, chooseLanguage(request.headers['accept-language'], languages));
      return reply.code(404).type('application/problem+json').send(JSON.stringify(problem));
    }
    const visit = await visitOf(context, request, reply, NOTHING_GIVEN);
    return refuse(visit, assets, request, reply, error);
  });
  // What fails before a page is asked: a body too large, a form that cannot be read, a database that is away.
  app.setErrorHandler(async (error, request, reply) => {
    const visit = await visitOf(context, request, reply, NOTHING_GIVEN).catch(() => null);
    if (visit === null) {
      request.log.error({ err: error }, 'page failed');
      return reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send(`Handback 503. ${languages.map((one) => messages(one).faults.away).join(' / ')}`);
    }
    return refuse(visit, assets, request, reply, error);
  });
}

async function answerOf(
  page: Page,
  visit: Visit,
  request: FastifyRequest,
): Promise<{ answer: Answer; failed: boolean }> {
  const { values } = visit;
  if (page.signedIn && visit.session === null) {
    const notice = visit.jar.plain(SESSION) === null ? 'sign_in' : 'session_over';
    return { answer: go(`/?notice=${notice}`), failed: false };
  }
  if (request.method !== 'POST') return { answer: await page.show!(visit, BLANK), failed: false };
  if (!isOwnForm(visit, request)) throw new HandbackError('forbidden');
  // A change of language or appearance asks the same question again, with what was filled in.
  if (page.show && ('lang' in values || 'theme' in values)) {
    return { answer: await page.show(visit, { values, errors: [] }), failed: false };
  }
  let errors: readonly FieldError[];
  try {
    const answer = await page.submit!(visit);
    if (answer.kind !== 'again') return { answer, failed: false };
    errors = answer.errors;
  } catch (error) {
    if (!(error instanceof HandbackError) || page.show === undefined) throw error;
    const field = page.fields?.[error.code];
    if (field === undefined) throw error;
    errors = [fieldError(visit, error, field)];
  }
  const asked = await page.show!(visit, { values, errors });
  return { answer: asked.kind === 'page' ? { ...asked, status: 422 } : asked, failed: true };
}

function refuse(
  visit: Visit,
  assets: Assets,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
): FastifyReply {
  const error = asHandbackError(thrown);
  if (error.code === 'not_signed_in') {
    forgetSession(visit);
    return send(visit, assets, reply, go('/?notice=session_over'), false);
  }
  if (error.code === 'internal' || error.code === 'unavailable')
    request.log.error({ err: thrown }, 'page failed');
  return send(visit, assets, reply, faultPage(visit, error), true);
}

function send(
  visit: Visit,
  assets: Assets,
  reply: FastifyReply,
  answer: Answer,
  failed: boolean,
): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  switch (answer.kind) {
    case 'go':
      if (answer.leaving) reply.header('clear-site-data', '"cache", "cookies", "storage"');
      return reply.redirect(answer.to, 303);
    case 'file':
      return reply
        .type(answer.type)
        .header('content-disposition', `attachment; filename="${answer.name}"`)
        .send(typeof answer.bytes === 'string' ? answer.bytes : Buffer.from(answer.bytes));
    case 'page':
      return reply
        .code(answer.status ?? 200)
        .type('text/html; charset=utf-8')
        .headers(pageHeaders(assets))
        .send(renderPage(visit, assets, answer, failed));
    case 'again':
      throw new RangeError('a question that is asked again is rendered first');
  }
}

function pageHeaders(assets: Assets): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${assets.cssHash}`,
      "script-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    // Not `no-referrer`: browsers would then send the forms with `Origin: null`.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    vary: 'accept-language, cookie',
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
