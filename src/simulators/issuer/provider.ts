import { generateKeyPairSync, type JsonWebKey, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';

/** Somebody who can sign in, without a password: everything here is a demonstration or a test. */
export interface IssuerAccount {
  readonly sub: string;
  readonly name: string;
  /** Whatever the issuer says of them, beside the name. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface IssuerClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly postLogoutUri: string;
  readonly backChannelLogoutUri: string;
}

/** What the page at which somebody signs in needs. */
export interface SignInQuestion {
  /** Where its form is posted: `account` (a subject), and `second_factor` when that was shown too. */
  readonly action: string;
  readonly accounts: readonly IssuerAccount[];
  /** Somebody must show more than a password. */
  readonly fresh: boolean;
  /** As the browser asks for it. */
  readonly acceptLanguage: string;
}

export interface IssuerOptions {
  /** The public address, without a slash at its end; a path is a prefix under which it is mounted. */
  readonly issuer: string;
  readonly client: IssuerClient;
  readonly accounts: readonly IssuerAccount[];
  readonly signInPage: (question: SignInQuestion) => string;
  /** @param form hidden inputs and nothing to press */
  readonly signOutPage: (form: string, acceptLanguage: string) => string;
  /** Scopes beside `openid`, with the claims of each. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
}

export interface Issuer {
  /** For requests whose path is below the issuer's own. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** New keys to sign with; the old ones are no longer published. */
  rotateKeys(): void;
}

/** A real OpenID provider (`oidc-provider`) that knows a few people. Kept in memory. */
export async function openIssuer(options: IssuerOptions): Promise<Issuer> {
  // Loaded by nobody else: an installation without the demo needs none of it.
  const { default: Provider } = await import('oidc-provider');
  const { issuer, client, accounts } = options;
  const prefix = new URL(issuer).pathname.replace(/\/$/, '');
  const cookieKey = randomBytes(32).toString('base64url');
  const configuration: Configuration = {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        post_logout_redirect_uris: [client.postLogoutUri],
        backchannel_logout_uri: client.backChannelLogoutUri,
        backchannel_logout_session_required: true,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: {
      openid: ['sub'],
      acr: null,
      amr: null,
      auth_time: null,
      iss: null,
      sid: null,
      ...Object.fromEntries(Object.entries(options.scopes).map(([scope, claims]) => [scope, [...claims]])),
    },
    acrValues: ['mfa', 'pwd'],
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = options.signOutPage(form, languageOf(ctx));
        },
      },
    },
    interactions: { url: (_ctx, { uid }) => `${prefix}/interaction/${uid}` },
    cookies: { keys: [cookieKey] },
    findAccount: async (_ctx, sub) => {
      const found = accounts.find((one) => one.sub === sub);
      return found && { accountId: sub, claims: async () => ({ ...found.claims, sub, name: found.name }) };
    },
    // The operator's own people are not asked whether the operator may know who they are.
    loadExistingGrant: async (ctx) => {
      const { session, client: asking, params } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        accountId: session!.accountId!,
        clientId: asking!.clientId,
      });
      grant.addOIDCScope(String(params!['scope']));
      await grant.save();
      return grant;
    },
    // Its own rule against requests to addresses of this machine would keep it from telling us that somebody signed out.
    fetch: (url, init) => {
      const { dispatcher: _, ...plain } = init as RequestInit & { dispatcher?: unknown };
      return globalThis.fetch(url, plain);
    },
  };
  const open = () => {
    const made = new Provider(issuer, { ...configuration, jwks: { keys: [newKey()] } });
    return { made, respond: made.callback() };
  };
  let provider = open();

  const interaction = async (
    request: IncomingMessage,
    response: ServerResponse,
    uid: string,
  ): Promise<void> => {
    const { made } = provider;
    const details = await made.interactionDetails(request, response);
    const fresh = /(^| )login( |$)/.test(String(details.params['prompt'] ?? ''));
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(
        options.signInPage({
          action: `${prefix}/interaction/${uid}`,
          accounts,
          fresh,
          acceptLanguage: request.headers['accept-language'] ?? '',
        }),
      );
      return;
    }
    const form = new URLSearchParams(await textOf(request));
    const account = accounts.find(({ sub }) => sub === form.get('account'));
    const second = form.has('second_factor');
    await made.interactionFinished(
      request,
      response,
      account === undefined
        ? { error: 'access_denied', error_description: 'nobody chosen' }
        : {
            login: {
              accountId: account.sub,
              acr: second ? 'mfa' : 'pwd',
              amr: second ? ['pwd', 'otp'] : ['pwd'],
            },
          },
    );
  };

  return {
    handle(request, response) {
      const asked = request as IncomingMessage & { originalUrl?: string };
      asked.originalUrl ??= asked.url ?? '/';
      asked.url = asked.originalUrl.slice(prefix.length) || '/';
      const uid = /^\/interaction\/([\w-]+)$/.exec(asked.url)?.[1];
      if (uid === undefined) void provider.respond(request, response);
      else
        interaction(request, response, uid).catch(() => {
          // An attempt that is over, or one of another browser.
          if (!response.headersSent) response.writeHead(400);
          response.end();
        });
    },
    rotateKeys() {
      provider = open();
    },
  };
}

function languageOf(ctx: KoaContextWithOIDC): string {
  return ctx.get('accept-language');
}

function newKey(): JsonWebKey & { kid: string; use: string; alg: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

const MOST_BYTES = 4_096;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BYTES) throw new RangeError('more than the form has');
  }
  return text;
}
