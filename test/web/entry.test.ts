import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { listenToDatabase } from '../../src/store/case-events.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { type PortalOptions, portal } from '../../src/web/portal.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance(undefined, { HANDBACK_CODES_PER_CLIENT: '8' });
const { operations: op, vault } = instance;
const [line] = await seedLines(op.pool, vault, 1);
const events = listenToDatabase(instance.url);
const servers: FastifyInstance[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await events.close();
});

async function portalAt(publicUrl: string): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(cookie);
  await app.register(portal, {
    operations: op,
    trust: () => instance.keyRing.publicKeys(),
    publicUrl,
    demo: null,
    events,
  } as unknown as PortalOptions);
  servers.push(app);
  return app;
}
const secure = await portalAt('https://handback.test');
const plain = await portalAt('http://handback.test');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function session() {
  const { partyId, lineId } = line!;
  const token = await openSession(op.pool, vault, { partyId, lineId, factors: ['sms_code'] });
  const formToken = vault.index('portal form', token).toString('base64url').slice(0, 32);
  return { token, formToken };
}
const setCookies = (headers: Record<string, unknown>): string[] =>
  [headers['set-cookie'] ?? []].flat() as string[];

describe('cookies', () => {
  it('are for this host only where the public address is https', async () => {
    const { headers } = await secure.inject({ url: '/?lang=en&theme=dark' });
    expect(setCookies(headers).map((text) => text.split('=')[0])).toEqual([
      '__Host-hb_lang',
      '__Host-hb_theme',
    ]);
    for (const text of setCookies(headers)) {
      expect(text).toMatch(/; Path=\/(;|$)/);
      expect(text).toContain('; Secure');
      expect(text).not.toMatch(/Domain/i);
    }
    expect(headers['strict-transport-security']).toMatch(/^max-age=/);
  });

  it('that a neighbour could have set are not taken there', async () => {
    const { token } = await session();
    const asks = (name: string) => secure.inject({ url: '/lines', cookies: { [name]: token } });
    expect((await asks('__Host-hb_session')).statusCode).toBe(200);
    expect((await asks('hb_session')).statusCode).toBe(303);
    const withPlain = await plain.inject({ url: '/lines', cookies: { hb_session: token } });
    expect(withPlain.statusCode).toBe(200);
    expect(withPlain.headers['strict-transport-security']).toBeUndefined();
  });
});

describe('signing out', () => {
  it.each([
    ['https', secure, '__Host-'],
    ['http', plain, ''],
  ] as const)('over %s drops every cookie, and has the browser forget the rest', async (_, app, prefix) => {
    const { token, formToken } = await session();
    const names = [
      'session',
      'case',
      'receipt',
      'before',
      'number',
      'declared',
      'declaration',
      'lang',
      'theme',
    ];
    const cookies = Object.fromEntries(
      names.map((name) => [`${prefix}hb_${name}`, name === 'session' ? token : name === 'lang' ? 'en' : 'x']),
    );
    const left = await app.inject({
      method: 'POST',
      url: '/leave',
      cookies: { ...cookies, of_others: 'stays' },
      headers: FORM,
      payload: `token=${formToken}`,
    });
    expect(left.statusCode).toBe(303);
    expect(left.headers.location).toBe('/?notice=signed_out&lang=en');
    expect(left.headers['clear-site-data']).toBe('"cache", "cookies", "storage"');
    const dropped = setCookies(left.headers)
      .filter((text) => /Max-Age=0|Expires=Thu, 01 Jan 1970/.test(text))
      .map((text) => text.split('=')[0]);
    expect(dropped.sort()).toEqual(Object.keys(cookies).sort());
    const again = await app.inject({ url: '/lines', cookies });
    expect(again.statusCode).toBe(303);
  });
});

describe('U+0000', () => {
  it('is the address of nothing, and in no query or form that can be meant', async () => {
    const html = { accept: 'text/html' };
    for (const url of ['/c/%00', '/lines/a%00b', '/assets/%00', '/%00'])
      expect((await plain.inject({ url, headers: html })).statusCode, url).toBe(404);
    expect((await plain.inject({ url: '/?notice=%00', headers: html })).statusCode).toBe(422);
    for (const [url, payload] of [
      ['/', 'number=1%00'],
      ['/declare', 'number=%2B8617000000001&name=a%00b'],
      ['/lost', 'number=%2B8617000000001&document=%00&opened=2020-01-01'],
      ['/receipt', 'reference=HB%00&secret=x'],
      ['/verify', 'id=%00'],
      ['/', 'a%00b=1'],
    ] as const)
      expect((await plain.inject({ method: 'POST', url, headers: FORM, payload })).statusCode, url).toBe(422);
  });
});

describe('codes', () => {
  it('are bounded for one client through the pages, in whichever form its address comes', async () => {
    const ask = (remoteAddress: string, n: number) =>
      plain.inject({
        method: 'POST',
        url: '/',
        headers: { ...FORM, 'accept-language': 'en' },
        remoteAddress,
        payload: `number=${encodeURIComponent(`+86139111100${10 + n}`)}`,
      });
    expect((await ask('192.0.2.50', 0)).statusCode).toBe(303);
    expect((await ask('::ffff:192.0.2.50', 1)).statusCode).toBe(303);
    const refused = await ask('192.0.2.50', 2);
    expect([refused.statusCode, refused.body.includes('No more codes can be sent')]).toEqual([422, true]);
    expect((await ask('192.0.2.51', 3)).statusCode).toBe(303);
    expect((await ask('2001:db8:5:5::1', 4)).statusCode).toBe(303);
    expect((await ask('2001:db8:5:5::2', 5)).statusCode).toBe(303);
    expect((await ask('2001:db8:5:5:1::3', 6)).statusCode).toBe(422);
  });
});
