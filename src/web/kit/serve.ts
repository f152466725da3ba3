import { Readable } from 'node:stream';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { chooseLanguage } from '../../domain/values/language.ts';
import { asHandbackError, toProblem } from '../../http/kit/problem.ts';
import { languages, messages } from '../../messages/index.ts';
import type { Sheet } from './assets.ts';
import { faultPage, fieldError } from './faults.tsx';
import { type Given, givenIn, NOTHING_GIVEN, uploadBytesFor } from './given.ts';
import { type Answer, BLANK, type FieldError, type Form, type Page, type PageAnswer } from './page.ts';
import { isOwnForm, type Visit } from './visit.ts';

/** What differs between the faces that serve pages. */
export interface Face<V extends Visit> {
  readonly sheet: Sheet;
  visit(request: FastifyRequest, reply: FastifyReply, given: Given): Promise<V>;
  /** Where somebody goes who may not see the page yet; null where they may. */
  turnAway(page: Page<V>, visit: V, request: FastifyRequest): Promise<Answer | null>;
  /** What the form of a page begins with. */
  begin?(page: Page<V>, visit: V): Promise<Form>;
  /** Where a refusal leads instead of a page that tells it; null for that page. */
  refuse(visit: V, error: HandbackError, request: FastifyRequest): Promise<Answer | null>;
  render(visit: V, page: PageAnswer, failed: boolean): string;
}

/** Serves pages that work without scripts: a form answers with the next page, or with the same one and what was wrong. */
export function servePages<V extends Visit>(
  app: FastifyInstance,
  pages: readonly Page<V>[],
  face: Face<V>,
): void {
  const serve = async (
    page: Page<V>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const visit = await face.visit(request, reply, givenIn(request.body));
    try {
      const { answer, failed } = await answerOf(face, page, visit, request);
      return sendAnswer(face, visit, reply, answer, failed);
    } catch (error) {
      return await sendRefusal(face, visit, request, reply, error);
    } finally {
      // What nobody read of it is let go, so that the answer reaches whoever is still sending.
      visit.stream?.file.resume();
    }
  };
  for (const page of pages) {
    if (page.show) app.get(page.path, (request, reply) => serve(page, request, reply));
    if (page.submit) {
      app.post(page.path, { config: uploadsOf(page) }, (request, reply) => serve(page, request, reply));
    }
  }
  // What fails before a page is asked: a body too large, a form that cannot be read, a database that is away.
  app.setErrorHandler(async (error, request, reply) => {
    const visit = await face.visit(request, reply, NOTHING_GIVEN).catch(() => null);
    if (visit === null) {
      request.log.error({ err: error }, 'page failed');
      return reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send(`Handback 503. ${languages.map((one) => messages(one).faults.away).join(' / ')}`);
    }
    return sendRefusal(face, visit, request, reply, error);
  });
}

function uploadsOf<V extends Visit>({ upload, uploads, streams }: Page<V>): FastifyContextConfig {
  if (streams !== undefined) return { streamedFile: streams, takesLong: true };
  if (uploads !== undefined) {
    const { most, each, all } = uploads;
    return { uploadBytes: uploadBytesFor(all), severalFiles: { most, each } };
  }
  return upload === undefined ? {} : { uploadBytes: uploadBytesFor(upload) };
}

/** What is asked for and is not there: a page for a reader, a problem for a program. */
export async function nothingHere<V extends Visit>(
  face: Face<V>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const error = new HandbackError('not_found');
  if (!(request.headers.accept ?? '').includes('text/html')) {
    const problem = toProblem(error, chooseLanguage(request.headers['accept-language'], languages));
    return reply.code(404).type('application/problem+json').send(JSON.stringify(problem));
  }
  const visit = await face.visit(request, reply, NOTHING_GIVEN);
  return sendRefusal(face, visit, request, reply, error);
}

async function answerOf<V extends Visit>(
  face: Face<V>,
  page: Page<V>,
  visit: V,
  request: FastifyRequest,
): Promise<{ answer: Answer; failed: boolean }> {
  const { values } = visit;
  const elsewhere = await face.turnAway(page, visit, request);
  if (elsewhere !== null) return { answer: elsewhere, failed: false };
  if (request.method !== 'POST') {
    const form = (await face.begin?.(page, visit)) ?? BLANK;
    return { answer: await page.show!(visit, form), failed: form.errors.some(({ calm }) => calm !== true) };
  }
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

/** A refusal: told on a page of its own, or a way to go. */
export async function sendRefusal<V extends Visit>(
  face: Face<V>,
  visit: V,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
): Promise<FastifyReply> {
  const error = asHandbackError(thrown);
  const elsewhere = await face.refuse(visit, error, request);
  if (elsewhere !== null) return sendAnswer(face, visit, reply, elsewhere, false);
  if (error.code === 'internal' || error.code === 'unavailable')
    request.log.error({ err: thrown }, 'page failed');
  return sendAnswer(face, visit, reply, faultPage(visit, error), true);
}

/** Answers a request with a page, a file or a way to go. */
export function sendAnswer<V extends Visit>(
  face: Face<V>,
  visit: V,
  reply: FastifyReply,
  answer: Answer,
  failed: boolean,
): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  switch (answer.kind) {
    case 'go':
      if (answer.leaving) reply.header('clear-site-data', '"cache", "cookies", "storage"');
      if (answer.forgetting) reply.header('clear-site-data', '"cache", "storage"');
      return reply.redirect(answer.to, 303);
    case 'file':
      return reply
        .type(answer.type)
        .header(
          'content-disposition',
          `${answer.inline ? 'inline' : 'attachment'}; filename="${answer.name}"`,
        )
        .send(sendable(answer.bytes));
    case 'page':
      return reply
        .code(answer.status ?? 200)
        .type('text/html; charset=utf-8')
        .headers(pageHeaders(face.sheet, answer))
        .send(face.render(visit, answer, failed));
    case 'again':
      throw new RangeError('a question that is asked again is rendered first');
  }
}

function sendable(
  bytes: Uint8Array | string | AsyncIterable<string | Uint8Array>,
): string | Buffer | Readable {
  if (typeof bytes === 'string') return bytes;
  return bytes instanceof Uint8Array ? Buffer.from(bytes) : Readable.from(bytes);
}

function pageHeaders({ hash }: Sheet, page: PageAnswer): Record<string, string> {
  const camera = page.camera ?? false;
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${hash}`,
      `script-src 'self'${camera ? " 'wasm-unsafe-eval'" : ''}`,
      `img-src 'self' data:${camera ? ' blob:' : ''}`,
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    // Not `no-referrer`: browsers would then send the forms with `Origin: null`.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': `camera=(${camera ? 'self' : ''}), microphone=(), geolocation=()`,
    vary: 'accept-language, cookie',
  };
}
