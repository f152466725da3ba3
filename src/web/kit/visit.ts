import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { clientOf } from '../../domain/values/client-of.ts';
import { chooseLanguage, type Language } from '../../domain/values/language.ts';
import type { Reader } from '../../messages/errors.ts';
import { languages, type Messages, messages } from '../../messages/index.ts';
import type { Actor, ReceiptHolder, Subscriber, Visitor } from '../../operations/access/actor.ts';
import type { Operations } from '../../operations/context.ts';
import { homeTimeZone } from '../../operations/home-time-zone.ts';
import { subscriberOfSession } from '../../operations/people/authenticate.ts';
import type { PortalContext } from './context.ts';
import { type Formats, formatsOf } from './formats.ts';
import type { Given } from './given.ts';
import { Jar } from './jar.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const SESSION = 'hb_session';
const YEAR_SECONDS = 31_536_000;
/** Visitors of the portal count as online. */
const CHANNEL = 'online';

/** One request of one person, with all that a page may ask of it. */
export interface Visit {
  readonly portal: PortalContext;
  readonly op: Operations;
  readonly language: Language;
  readonly theme: Theme;
  readonly t: Messages;
  /** In the clock of the operator's own country; a case has its own. */
  readonly formats: Formats;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  readonly long: Readonly<Record<string, string>>;
  readonly upload: Uint8Array | null;
  readonly files: Given['files'];
  readonly shed: Given['shed'];
  readonly stream: Given['stream'];
  readonly session: {
    readonly token: string;
    readonly subscriber: Subscriber;
  } | null;
  /** What every form of somebody who signed in carries; null where nobody did. */
  readonly formToken: string | null;
  /** Where a page that failed leads back to. */
  readonly home: '/' | '/lines' | '/desk';
  /** In whose words refusals are told. */
  readonly reader: Reader;
  /** Where the request came from, as limits count it. */
  readonly client: string;
  /** Who asks: whoever signed in, else a visitor. */
  readonly actor: Subscriber | Visitor;
  readonly jar: Jar;
}

export async function visitOf(
  portal: PortalContext,
  request: FastifyRequest,
  reply: FastifyReply,
  given: Given,
): Promise<Visit> {
  const { operations: op } = portal;
  const base = baseVisit(portal, request, reply, given);
  const session = await sessionOf(op, base.jar);
  return {
    ...base,
    session,
    formToken: session === null ? null : formTokenOf(op, session.token),
    home: session === null ? '/' : '/lines',
    actor: session?.subscriber ?? base.visitor,
  };
}

/** What every request has, whoever it is of. */
export function baseVisit(
  portal: PortalContext,
  request: FastifyRequest,
  reply: FastifyReply,
  given: Given,
): Omit<Visit, 'session' | 'formToken' | 'home' | 'actor'> & { readonly visitor: Visitor } {
  const { operations: op } = portal;
  const url = new URL(request.url, portal.publicUrl);
  const jar = new Jar(op.vault, request, reply, portal.publicUrl.startsWith('https:'));
  const asked = given.values['lang'] ?? url.searchParams.get('lang');
  const chosen = languages.find((one) => one === asked);
  const language =
    chosen ??
    languages.find((one) => one === jar.plain('hb_lang')) ??
    chooseLanguage(request.headers['accept-language'], languages);
  if (chosen !== undefined) jar.keepPlain('hb_lang', chosen, YEAR_SECONDS);
  const look = given.values['theme'] ?? url.searchParams.get('theme');
  const theme =
    THEMES.find((one) => one === look) ?? THEMES.find((one) => one === jar.plain('hb_theme')) ?? 'auto';
  if (theme === look) jar.keepPlain('hb_theme', theme, YEAR_SECONDS);
  const client = clientOf(request.ip);
  return {
    portal,
    op,
    language,
    theme,
    t: messages(language),
    formats: formatsOf(language, homeTimeZone(op)),
    url,
    params: request.params as Record<string, string>,
    ...given,
    reader: 'person',
    client,
    visitor: { kind: 'public', language, channel: CHANNEL, client },
    jar,
  };
}

async function sessionOf(op: Operations, jar: Jar): Promise<Visit['session']> {
  const token = jar.plain(SESSION);
  if (token === null || token.length > 200) return null;
  const subscriber = await subscriberOfSession(op, { token, channel: CHANNEL });
  if (subscriber === null) {
    jar.drop(SESSION);
    return null;
  }
  return { token, subscriber };
}

export function beginSession(visit: Visit, token: string): void {
  visit.jar.keepPlain(SESSION, token, null);
}

export function forgetSession(visit: Visit): void {
  visit.jar.drop(SESSION);
}

/** @throws HandbackError `not_signed_in` */
export function signedIn(visit: Visit): NonNullable<Visit['session']> {
  if (visit.session === null) throw new HandbackError('not_signed_in');
  return visit.session;
}

export interface OpenReceipt {
  readonly reference: string;
  readonly secret: string;
}

export function receiptHolder(given: OpenReceipt): ReceiptHolder {
  return { kind: 'receipt', ...given, channel: CHANNEL };
}

/** @throws HandbackError `case_unknown` for what cannot be a case's name. */
export function caseIdOf({ params }: Pick<Visit, 'params'>): string {
  const caseId = params['caseId'] ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(caseId)) throw new HandbackError('case_unknown');
  return caseId;
}

/** @throws HandbackError `line_unknown` for what no database would take as text. */
export function lineIdOf({ params }: Pick<Visit, 'params'>): string {
  const lineId = params['lineId'] ?? '';
  if (lineId.includes('\0')) throw new HandbackError('line_unknown');
  return lineId;
}

/** Who may see the case: whoever holds its receipt, else whoever signed in. */
export function followers(visit: Visit): readonly Actor[] {
  const receipt = visit.jar.sealed<OpenReceipt>('hb_case');
  return [
    ...(visit.session === null ? [] : [visit.session.subscriber]),
    ...(receipt === null ? [] : [receiptHolder(receipt)]),
  ];
}

/** Does it as the first of the followers to whom the case is known. */
export async function asFollower<T>(visit: Visit, ask: (actor: Actor) => Promise<T>): Promise<T> {
  const actors = followers(visit);
  if (actors.length === 0) throw new HandbackError('not_signed_in');
  for (const [i, actor] of actors.entries()) {
    try {
      return await ask(actor);
    } catch (error) {
      const unknown = error instanceof HandbackError && error.code === 'case_unknown';
      if (!unknown || i === actors.length - 1) throw error;
    }
  }
  throw new HandbackError('case_unknown');
}

/** The token that signed-in forms carry: bound to the session, and worth nothing without its cookie. */
export function formTokenOf(op: Operations, token: string): string {
  return op.vault.index('portal form', token).toString('base64url').slice(0, 32);
}

/**
 * Whether a POST comes from one of our own pages: by what the browser says of its origin and, of a person who is
 * signed in, by the token in the form.
 */
export function isOwnForm(visit: Visit, request: FastifyRequest): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') return false;
  } else if (origin !== undefined) {
    const from = URL.parse(origin)?.host;
    if (from === undefined || (from !== host && from !== new URL(visit.portal.publicUrl).host)) return false;
  }
  if (visit.formToken === null) return true;
  const given = createHash('sha256')
    .update(visit.values['token'] ?? '')
    .digest();
  return timingSafeEqual(given, createHash('sha256').update(visit.formToken).digest());
}
