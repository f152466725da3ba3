import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { HandbackError } from '../../domain/errors.ts';
import type { IssuedIdentity, LogoutToken, SignInAttempt, StaffIssuer } from '../../ports/staff-issuer.ts';

export interface IssuerOptions {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Seconds that a call to the issuer may take. */
const TIMEOUT_S = 5;
/** Clocks differ. */
const SKEW_S = 30;
/** For signing out, what was discovered is good for so long. */
const DISCOVERED_FOR_MS = 3_600_000;
/** Anybody may send logout tokens: unknown keys are looked up no more often. */
const KEYS_COOLDOWN_MS = 5_000;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/**
 * Any OpenID Connect issuer. It is asked when somebody signs in, and not at the start: an issuer that is away keeps
 * nothing from starting.
 */
export function oidcIssuer({ issuer, clientId, clientSecret }: IssuerOptions): StaffIssuer {
  let known: { readonly config: oidc.Configuration; readonly until: number } | null = null;
  let keys: JWTVerifyGetKey | null = null;

  // Anew for each sign-in: its keys come with it, and those of an issuer that has just rotated them are the right ones.
  const discover = async (): Promise<oidc.Configuration> => {
    const execute = [
      // Signatures are checked also where TLS already says who answers: a token is evidence.
      oidc.enableNonRepudiationChecks,
      ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
    ];
    const config = await oidc
      .discovery(issuer, clientId, undefined, oidc.ClientSecretBasic(clientSecret), {
        execute,
        timeout: TIMEOUT_S,
      })
      .catch(away);
    known = { config, until: performance.now() + DISCOVERED_FOR_MS };
    return config;
  };
  const discovered = async (): Promise<oidc.Configuration> =>
    known !== null && performance.now() < known.until ? known.config : discover();

  return {
    async begin({ redirectUri, scope, fresh, acr }) {
      const config = await discover();
      const attempt: SignInAttempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        fresh,
        startedAt: Date.now(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
        // `prompt=login` is what every issuer understands; `acr_values` alone is a wish.
        ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
        ...(fresh && acr.length > 0 ? { acr_values: acr.join(' ') } : {}),
      });
      return { url: url.href, attempt };
    },

    async finish(callback, attempt) {
      const config = await discover();
      const tokens = await oidc
        .authorizationCodeGrant(config, callback, {
          pkceCodeVerifier: attempt.verifier,
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
        })
        .catch(refused);
      const idClaims = tokens.claims()!;
      const more = await userInfo(config, tokens.access_token, idClaims.sub);
      const identity: IssuedIdentity = {
        issuer: idClaims.iss,
        sub: idClaims.sub,
        claims: { ...more, ...idClaims },
        idToken: tokens.id_token!,
        sid: typeof idClaims['sid'] === 'string' ? idClaims['sid'] : null,
        authenticatedAt: typeof idClaims.auth_time === 'number' ? new Date(idClaims.auth_time * 1_000) : null,
      };
      if (attempt.fresh && !isFresh(identity, attempt)) refuse('not_fresh');
      return identity;
    },

    async signOutUrl({ idToken, returnTo }) {
      const config = await discovered();
      if (config.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: returnTo,
      }).href;
    },

    async readLogoutToken(token): Promise<LogoutToken> {
      const {
        issuer: iss,
        jwks_uri,
        id_token_signing_alg_values_supported,
      } = (await discovered()).serverMetadata();
      if (jwks_uri === undefined) return refuse('logout_token');
      keys ??= createRemoteJWKSet(new URL(jwks_uri), {
        timeoutDuration: TIMEOUT_S * 1_000,
        cooldownDuration: KEYS_COOLDOWN_MS,
      });
      const { payload } = await jwtVerify(token, keys, {
        issuer: iss,
        audience: clientId,
        typ: 'logout+jwt',
        maxTokenAge: '2 minutes',
        clockTolerance: SKEW_S,
        requiredClaims: ['jti', 'events', 'iat'],
        // Never one that the issuer does not announce, and so never `none` or a shared secret that somebody chose.
        algorithms: (id_token_signing_alg_values_supported ?? ['RS256']).filter((alg) =>
          /^(RS|PS|ES)\d{3}$|^EdDSA$/.test(alg),
        ),
      }).catch((error: unknown) => refuse('logout_token', error));
      const { jti, sub, sid, events } = payload;
      const event = (events as Record<string, unknown> | null)?.[LOGOUT_EVENT];
      const names = typeof sub === 'string' || typeof sid === 'string';
      if (typeof event !== 'object' || event === null || 'nonce' in payload || !names) refuse('logout_token');
      return {
        issuer: iss,
        jti: jti!,
        sub: sub ?? null,
        sid: typeof sid === 'string' ? sid : null,
      };
    },
  };
}

/** What an issuer says at its userinfo endpoint only; some keep groups out of the ID token. */
async function userInfo(
  config: oidc.Configuration,
  accessToken: string,
  sub: string,
): Promise<Record<string, unknown>> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {};
  return { ...(await oidc.fetchUserInfo(config, accessToken, sub).catch(refused)) };
}

function isFresh({ authenticatedAt }: IssuedIdentity, { startedAt }: SignInAttempt): boolean {
  return authenticatedAt !== null && authenticatedAt.getTime() >= startedAt - SKEW_S * 1_000;
}

function refuse(reason: string, cause?: unknown): never {
  throw new HandbackError('sign_in_refused', { reason }, { cause });
}

function away(cause: unknown): never {
  throw new HandbackError('issuer_away', {}, { cause });
}

/**
 * What went wrong with an answer: nobody there, the person said no, or something that does not hold: a state of another
 * attempt, another issuer, a signature, a nonce, a code that was used.
 */
function refused(error: unknown): never {
  if (error instanceof oidc.AuthorizationResponseError)
    refuse(error.error === 'access_denied' ? 'denied' : 'answer', error);
  if (error instanceof oidc.ResponseBodyError)
    return error.status >= 500 ? away(error) : refuse('answer', error);
  if (error instanceof oidc.ClientError) {
    const { cause } = error;
    const silent = error.code === 'OAUTH_TIMEOUT' || isNetworkFault(cause);
    const failing = cause instanceof Response && cause.status >= 500;
    return silent || failing ? away(error) : refuse('answer', error);
  }
  return isNetworkFault(error) ? away(error) : refuse('answer', error);
}

/** `fetch` tells a connection that could not be made as a TypeError. */
function isNetworkFault(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}
