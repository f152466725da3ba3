import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { metricsServer } from '../../src/http/kit/metrics.ts';
import { buildServer, type ServerParts } from '../../src/http/server.ts';
import { operations } from '../support/contract.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const [line] = await seedLines(instance.operations.pool, instance.vault, 1);
const servers: FastifyInstance[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function serverWith(parts: Partial<ServerParts>): Promise<FastifyInstance> {
  const server = await buildServer({
    operations: instance.operations,
    events: instance.events,
    metrics: instance.metrics,
    log: pino({ level: 'silent' }),
    publicUrl: 'http://handback.test',
    ...parts,
  } as ServerParts);
  servers.push(server);
  return server;
}

const CERTIFICATE = '/api/v1/certificates/00000000-0000-7000-8000-000000000000';
const remaining = async (server: FastifyInstance, from: string, forwarded?: string): Promise<number> => {
  const answer = await server.inject({
    url: CERTIFICATE,
    remoteAddress: from,
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });
  return Number(answer.headers['x-ratelimit-remaining']);
};

describe('who a client is', () => {
  it('is the address of the connection, whatever it says of itself, where no proxy is trusted', async () => {
    const server = await serverWith({ rateLimitPerMinute: 10 });
    expect(await remaining(server, '127.0.0.1', '198.51.100.1')).toBe(9);
    expect(await remaining(server, '127.0.0.1', '198.51.100.2')).toBe(8);
  });

  it('is whom a trusted proxy names, and an address that is not trusted names nobody', async () => {
    const server = await serverWith({
      rateLimitPerMinute: 10,
      trustedProxies: ['10.0.0.0/8', '2001:db8::7'],
    });
    expect(await remaining(server, '10.1.2.3', '198.51.100.1')).toBe(9);
    expect(await remaining(server, '10.1.2.3', '198.51.100.2')).toBe(9);
    expect(await remaining(server, '10.1.2.3', '203.0.113.99, 198.51.100.2')).toBe(8);
    expect(await remaining(server, '2001:db8::7', '198.51.100.2')).toBe(7);
    expect(await remaining(server, '::ffff:10.1.2.3', '198.51.100.2')).toBe(6);
    expect(await remaining(server, '192.0.2.1', '198.51.100.3')).toBe(9);
    expect(await remaining(server, '192.0.2.1', '198.51.100.4')).toBe(8);
  });

  it('is the one so many proxies away, and what it adds itself changes nothing', async () => {
    const server = await serverWith({ rateLimitPerMinute: 10, trustedProxies: 1 });
    expect(await remaining(server, '10.1.2.3', '198.51.100.1')).toBe(9);
    expect(await remaining(server, '10.1.2.3', '203.0.113.5, 198.51.100.1')).toBe(8);
    expect(await remaining(server, '10.1.2.3', '203.0.113.6, 198.51.100.1')).toBe(7);
  });

  it('is an IPv6 network of 64 bits, and an IPv4 address in whichever form', async () => {
    const server = await serverWith({ rateLimitPerMinute: 10 });
    expect(await remaining(server, '2001:db8:1:2::1')).toBe(9);
    expect(await remaining(server, '2001:db8:1:2:ffff::9')).toBe(8);
    expect(await remaining(server, '2001:db8:1:3::1')).toBe(9);
    expect(await remaining(server, '192.0.2.7')).toBe(9);
    expect(await remaining(server, '::ffff:192.0.2.7')).toBe(8);
    expect(await remaining(server, '::ffff:c000:207')).toBe(7);
  });
});

describe('every answer', () => {
  const URLS = [
    '/api/v1/openapi.json',
    '/api/v1/lines',
    CERTIFICATE,
    '/api/v1/nothing',
    '/.well-known/handback/trust.json',
    '/healthz',
  ];

  it('is of its type, and the API is kept by nobody', async () => {
    for (const url of URLS) {
      const { headers } = await instance.app.inject({ url });
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['strict-transport-security'], url).toBeUndefined();
      if (url.startsWith('/api/')) expect(headers['cache-control'], url).toBe('no-store');
    }
  });

  it('asks browsers for TLS where the public address is https', async () => {
    const server = await serverWith({ publicUrl: 'https://handback.test' });
    for (const url of URLS) {
      if (url.includes('trust')) continue;
      expect((await server.inject({ url })).headers['strict-transport-security'], url).toMatch(
        /^max-age=\d{8}/,
      );
    }
  });

  it('is without figures of the operator: those are on a server of their own', async () => {
    expect((await instance.app.inject({ url: '/metrics' })).statusCode).toBe(404);
    const monitoring = metricsServer(instance.metrics);
    servers.push(monitoring);
    const answer = await monitoring.inject({ url: '/metrics' });
    expect(answer.body).toContain('handback_open_cases');
    expect((await monitoring.inject({ url: '/api/v1/lines' })).statusCode).toBe(404);
  });
});

describe('who may not ask', () => {
  it('is told so before what is wrong with the request', async () => {
    const told = new Set<string>();
    const guarded = operations.filter(
      ({ path, operation }) =>
        (operation['x-error-codes'].includes('forbidden') || path.includes('terminations')) &&
        // Whoever has no token may ask these, and is told what is wrong.
        !operation.security.some((way) => Object.keys(way).length === 0),
    );
    for (const { method, path } of guarded) {
      for (const payload of ['{', '{"nobody":"knows this"}', '[]', '"x"', '{"reason":5}']) {
        const answer = await instance.call({
          method: method as 'POST',
          url: `${path.replace(/\{\w+\}/g, 'x')}?validate=maybe&format=none`,
          headers: { 'content-type': 'application/json' },
          ...(method === 'GET' ? {} : { payload }),
        });
        const { code } = answer.json();
        told.add(code);
        expect([401, 403, 404], `${method} ${path} ${payload} ${answer.body}`).toContain(answer.statusCode);
      }
    }
    expect([...told].sort()).toEqual(['case_unknown', 'not_signed_in']);
  });

  it('is told of the scope that the token lacks before what is wrong with the request', async () => {
    const token = await instance.token('other', ['usage:write']);
    const answer = await instance.call({
      method: 'PUT',
      url: '/api/v1/lines/L1',
      token,
      payload: { nobody: 'knows' },
    });
    expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('is counted by the limit like everybody', async () => {
    const server = await serverWith({ rateLimitPerMinute: 3 });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await server.inject({ url: '/api/v1/lines' })).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});

describe('U+0000', () => {
  it('is the address of nothing', async () => {
    for (const url of ['/api/v1/lines/a%00b', '/api/v1/certificates/%00', '/api/v1/%00?x=1'])
      expect((await instance.app.inject({ url })).json(), url).toMatchObject({
        status: 404,
        code: 'not_found',
      });
  });

  it('is in no query, header or body that can be meant', async () => {
    const token = await instance.signedIn(line!);
    const json = { 'content-type': 'application/json' };
    const answers = await Promise.all([
      instance.app.inject({ url: '/api/v1/lines?a=%00', headers: { authorization: `Bearer ${token}` } }),
      instance.app.inject({
        url: '/api/v1/declarations/current',
        headers: { 'handback-receipt': 'HB-\0 x' },
      }),
      instance.app.inject({ url: '/api/v1/lines', headers: { 'accept-language': 'a\0' } }),
      instance.app.inject({
        method: 'POST',
        url: '/api/v1/codes',
        headers: json,
        payload: '{"number":"1\\u0000"}',
      }),
      instance.app.inject({
        method: 'POST',
        url: '/api/v1/codes',
        headers: json,
        payload: '{"\\u0000":"1"}',
      }),
      instance.app.inject({
        method: 'POST',
        url: '/api/v1/certificates/verify?number=%00',
        headers: json,
        payload: '{}',
      }),
    ]);
    for (const answer of answers)
      expect(answer.json(), answer.body).toMatchObject({ status: 422, code: 'request_invalid' });
  });
});

describe('a body', () => {
  it('that is deeper or has more values than any of ours is refused before it is looked at', async () => {
    const headers = { 'content-type': 'application/json' };
    const post = (payload: string) =>
      instance.app.inject({ method: 'POST', url: '/api/v1/codes', headers, payload });
    const deep = await post(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
    expect(deep.json()).toMatchObject({
      status: 422,
      code: 'request_invalid',
      facts: { reason: 'too_deep' },
    });
    const many = await post(JSON.stringify({ number: Array.from({ length: 60_000 }, () => 1) }));
    expect(many.json()).toMatchObject({ status: 413, code: 'payload_too_large' });
  });
});
