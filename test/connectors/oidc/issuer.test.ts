import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { oidcIssuer } from '../../../src/connectors/oidc/issuer.ts';
import type { StaffIssuer } from '../../../src/ports/staff-issuer.ts';

const CLIENT = { clientId: 'handback', clientSecret: 'secret' };
const BACK = 'http://handback.test/desk/callback';
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** An issuer that says whatever a test wants it to: only lies are told here, the honest one is the real provider. */
class LyingIssuer {
  readonly server: Server;
  keys!: Keys;
  idToken: (claims: JWTPayload) => Promise<string> = (claims) => this.sign(claims);
  claims: JWTPayload = {};
  tokenStatus = 200;
  #kid = 0;

  constructor() {
    this.server = createServer(async (request, response) => {
      const json = (body: unknown, status = 200) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const path = new URL(request.url!, this.url).pathname;
      if (path === '/.well-known/openid-configuration')
        return json({
          issuer: this.url,
          authorization_endpoint: `${this.url}/auth`,
          token_endpoint: `${this.url}/token`,
          jwks_uri: `${this.url}/jwks`,
          id_token_signing_alg_values_supported: ['RS256', 'none', 'HS256'],
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
        });
      if (path === '/jwks')
        return json({
          keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: `k${this.#kid}`, alg: 'RS256' }],
        });
      if (path === '/token') {
        if (this.tokenStatus !== 200) return json({ error: 'server_error' }, this.tokenStatus);
        const id_token = await this.idToken({
          iss: this.url,
          aud: CLIENT.clientId,
          sub: 'lin',
          iat: now(),
          exp: now() + 60,
          ...this.claims,
        });
        return json({ access_token: 'a', token_type: 'bearer', id_token });
      }
      response.writeHead(404).end();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await this.rotate();
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
    return this;
  }

  async rotate(): Promise<void> {
    this.keys = await generateKeyPair('RS256');
    this.#kid += 1;
  }

  sign(claims: JWTPayload, header: Record<string, unknown> = {}, keys = this.keys): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: `k${this.#kid}`, ...header })
      .sign(keys.privateKey);
  }
}

const now = () => Math.floor(Date.now() / 1_000);

async function liar(): Promise<{ issuer: LyingIssuer; asked: StaffIssuer }> {
  const issuer = await new LyingIssuer().start();
  afterAll(() => new Promise((resolve) => issuer.server.close(resolve)));
  return { issuer, asked: oidcIssuer({ issuer: new URL(issuer.url), ...CLIENT }) };
}

/** Signs in with what the issuer says. */
async function signIn(
  { issuer, asked }: Awaited<ReturnType<typeof liar>>,
  claims: JWTPayload = {},
  fresh = false,
): Promise<unknown> {
  const { url, attempt } = await asked.begin({ redirectUri: BACK, scope: 'openid', fresh, acr: ['mfa'] });
  const query = new URL(url).searchParams;
  expect(query.get('code_challenge_method')).toBe('S256');
  issuer.claims = { nonce: attempt.nonce, ...claims };
  return asked.finish(new URL(`${BACK}?code=c&state=${attempt.state}`), attempt);
}

describe('an OpenID Connect issuer', () => {
  it('is believed when all holds', async () => {
    const one = await liar();
    const at = now();
    expect(await signIn(one, { auth_time: at, sid: 's', groups: ['hotline'] })).toMatchObject({
      issuer: one.issuer.url,
      sub: 'lin',
      sid: 's',
      authenticatedAt: new Date(at * 1_000),
      claims: { groups: ['hotline'] },
    });
    expect(await signIn(one, {})).toMatchObject({ authenticatedAt: null, sid: null });
  });

  it.each([
    ['another nonce', { nonce: 'other' }],
    ['none', { nonce: undefined }],
    ['another audience', { aud: 'other' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a time that is over', { exp: now() - 3_600, iat: now() - 7_200 }],
  ] as const)('is not believed with %s', async (_what, claims) => {
    await expect(signIn(await liar(), claims as JWTPayload)).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
  });

  it('is not believed without a signature, by a shared secret, or by a key that it does not publish', async () => {
    const one = await liar();
    const strange = await generateKeyPair('RS256');
    const tokens: readonly ((claims: JWTPayload) => Promise<string>)[] = [
      async (claims) => new UnsecuredJWT(claims).encode(),
      (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(Buffer.from(CLIENT.clientSecret.padEnd(32, '-'))),
      (claims) => one.issuer.sign(claims, {}, strange),
    ];
    for (const idToken of tokens) {
      one.issuer.idToken = idToken;
      await expect(signIn(one)).rejects.toMatchObject({ code: 'sign_in_refused' });
    }
  });

  it('is believed by the keys that it publishes now', async () => {
    const one = await liar();
    await signIn(one);
    await one.issuer.rotate();
    const two = { ...one, asked: oidcIssuer({ issuer: new URL(one.issuer.url), ...CLIENT }) };
    expect(await signIn(two)).toMatchObject({ sub: 'lin' });
  });

  it('must say that somebody showed just now who they are, where that is asked', async () => {
    const one = await liar();
    for (const auth_time of [undefined, now() - 600])
      await expect(signIn(one, { auth_time }, true)).rejects.toMatchObject({
        code: 'sign_in_refused',
        facts: { reason: 'not_fresh' },
      });
    expect(await signIn(one, { auth_time: now() }, true)).toMatchObject({ sub: 'lin' });
  });

  it('may be away, and is asked again', async () => {
    const nobody = oidcIssuer({ issuer: new URL('http://127.0.0.1:9'), ...CLIENT });
    const asked = nobody.begin({ redirectUri: BACK, scope: 'openid', fresh: false, acr: [] });
    await expect(asked).rejects.toMatchObject({ code: 'issuer_away' });
    const one = await liar();
    one.issuer.tokenStatus = 503;
    await expect(signIn(one)).rejects.toMatchObject({ code: 'issuer_away' });
    one.issuer.tokenStatus = 200;
    expect(await signIn(one)).toMatchObject({ sub: 'lin' });
  });

  it('is told no by a person, or answers something else', async () => {
    const { asked } = await liar();
    const { attempt } = await asked.begin({ redirectUri: BACK, scope: 'openid', fresh: false, acr: [] });
    for (const [query, reason] of [
      [`error=access_denied&state=${attempt.state}`, 'denied'],
      ['code=c&state=another', 'answer'],
      [`code=c&state=${attempt.state}&iss=https%3A%2F%2Fevil.example`, 'answer'],
    ] as const)
      await expect(asked.finish(new URL(`${BACK}?${query}`), attempt)).rejects.toMatchObject({
        code: 'sign_in_refused',
        facts: { reason },
      });
  });
});

describe('a logout token', () => {
  const good = (issuer: LyingIssuer): JWTPayload => ({
    iss: issuer.url,
    aud: CLIENT.clientId,
    jti: 'j1',
    iat: now(),
    sid: 's1',
    events: { [LOGOUT]: {} },
  });
  const TYPED = { typ: 'logout+jwt' };

  it('names the session that ended', async () => {
    const { issuer, asked } = await liar();
    const token = await issuer.sign(good(issuer), TYPED);
    expect(await asked.readLogoutToken(token)).toEqual({
      issuer: issuer.url,
      jti: 'j1',
      sub: null,
      sid: 's1',
    });
  });

  it.each([
    ['a nonce: an ID token in its place', { nonce: 'n' }, TYPED],
    ['no event', { events: undefined }, TYPED],
    ['another event', { events: { other: {} } }, TYPED],
    ['an event that is no object', { events: { [LOGOUT]: 'yes' } }, TYPED],
    ['nobody in it', { sid: undefined }, TYPED],
    ['no name of its own', { jti: undefined }, TYPED],
    ['an old date', { iat: now() - 600 }, TYPED],
    ['another audience', { aud: 'other' }, TYPED],
    ['another type', {}, { typ: 'JWT' }],
  ] as const)('does not hold with %s', async (_what, claims, header) => {
    const { issuer, asked } = await liar();
    const token = await issuer.sign({ ...good(issuer), ...(claims as JWTPayload) }, header);
    await expect(asked.readLogoutToken(token)).rejects.toMatchObject({ code: 'sign_in_refused' });
  });

  it('does not hold without a signature, though the issuer announces that', async () => {
    const { issuer, asked } = await liar();
    for (const token of [new UnsecuredJWT(good(issuer)).encode(), 'x', ''])
      await expect(asked.readLogoutToken(token)).rejects.toMatchObject({ code: 'sign_in_refused' });
  });
});
