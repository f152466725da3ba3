import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { freePort } from '../../src/free-port.ts';
import { openInstance } from '../../src/run/instance.ts';
import { makeTestPki } from '../../src/simulators/pki/tls-pki.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'handback-entrance-'));
const pki = makeTestPki('entrance');
const { certPem, keyPem } = pki.server(['localhost', '127.0.0.1']);
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
writeFileSync(files.cert, certPem);
writeFileSync(files.key, keyPem, { mode: 0o600 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function get(url: string, headers: Record<string, string> = {}) {
  const sent = url.startsWith('https:')
    ? overHttps(url, { headers, ca: pki.caPem, servername: 'localhost', agent: false })
    : overHttp(url, { headers, agent: false });
  sent.end();
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode as number, headers: response.headers, body };
}

it('an instance serves by TLS of its own, believes its proxies, and shows its figures elsewhere', async () => {
  const monitoring = await freePort();
  const settings = readSettings({
    HANDBACK_DATA: join(folder, 'data'),
    HANDBACK_PORT: '0',
    HANDBACK_LOG: 'silent',
    HANDBACK_TLS_CERT: files.cert,
    HANDBACK_TLS_KEY: files.key,
    HANDBACK_TRUSTED_PROXIES: '127.0.0.0/8',
    HANDBACK_METRICS: `127.0.0.1:${monitoring}`,
  });
  const instance = await openInstance(settings, database.url, { server: true, worker: false });
  const address = instance.address!;
  expect(address).toMatch(/^https:/);
  const page = await get(`${address}/?lang=en`);
  expect(page.status).toBe(200);
  expect(page.headers['strict-transport-security']).toMatch(/^max-age=/);
  expect(page.headers['set-cookie']?.[0]).toMatch(/^__Host-hb_lang=en; .*Secure/);
  for (const path of ['/metrics', '/%ff', '/x%00y', '/api/v1/nothing']) {
    const { status, headers } = await get(`${address}${path}`);
    expect([status, headers['x-content-type-options']], path).toEqual([404, 'nosniff']);
  }
  const left = async (forwarded: string) =>
    (await get(`${address}/api/v1/lines`, { 'x-forwarded-for': forwarded })).headers['x-ratelimit-remaining'];
  expect([await left('198.51.100.1'), await left('198.51.100.1'), await left('198.51.100.2')]).toEqual([
    '599',
    '598',
    '599',
  ]);
  const figures = await get(`http://127.0.0.1:${monitoring}/metrics`);
  expect(figures.body).toContain('handback_http_request_seconds');
  expect((await get(`http://127.0.0.1:${monitoring}/`)).status).toBe(404);
  await instance.close();
  await expect(get(`http://127.0.0.1:${monitoring}/metrics`)).rejects.toThrow('ECONNREFUSED');
});
