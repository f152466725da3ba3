import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { contractOf } from '../../src/http/kit/contract.ts';
import { openMetrics } from '../../src/http/kit/metrics.ts';
import { buildServer } from '../../src/http/server.ts';
import { certificateServiceOf } from '../../src/run/certificate-service.ts';
import { listenToDatabase } from '../../src/store/case-events.ts';
import { callsByTag, curlOf } from '../../src/web/portal/operator/api-call.ts';
import { portal } from '../../src/web/portal.ts';
import { type Contract, contract, operations } from '../support/contract.ts';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();
const certificates = certificateServiceOf(instance);
const events = listenToDatabase(instance.url);
const publicUrl = 'http://handback.test';
const app = await buildServer({
  operations: instance.operations,
  certificates,
  events,
  metrics: openMetrics(instance.operations.pool),
  log: pino({ level: 'silent' }),
  publicUrl,
  pages: async (pages) => {
    await pages.register(portal, {
      operations: instance.operations,
      trust: () => certificates.trustDocument(),
      renderPdf: (file, language, client) => certificates.renderPdf(file, language, client),
      signPaper: (drawn) => certificates.signPaper(drawn),
      signerName: () => certificates.signerName(),
      verify: (bytes, number, client) => certificates.verify(bytes, number, client),
      events,
      publicUrl,
      contract: () => contractOf(app),
      demo: null,
    });
  },
});
await app.ready();
afterAll(async () => {
  await events.close();
  await app.close();
  await certificates.close();
});

const page = async (language: string) =>
  (await app.inject({ url: '/api', headers: { 'accept-language': language, accept: 'text/html' } })).body;

it.each([
  ['en', 'Who may', 'Staff or a system, with the scope cases:declare'],
  ['zh-CN', '谁可以调用', '工作人员或业务系统，令牌须有权限 cases:declare'],
])('shows every operation and every schema of the contract, in %s', async (language, who, scope) => {
  const html = await page(language);
  for (const { operation, method, path } of operations) {
    expect(html.includes(`<details id="${operation.operationId}">`), path).toBe(true);
    expect(html.includes(`${method} ${path}`), path).toBe(true);
  }
  for (const name of Object.keys(contract.components.schemas))
    expect(html.includes(`id="schema-${name}"`), name).toBe(true);
  for (const words of [who, scope]) expect(html.includes(words), words).toBe(true);
});

it('loads nothing from elsewhere, and needs no script', async () => {
  const html = await page('en');
  const loaded = [...html.matchAll(/<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"/g)].map(
    ([, from]) => from!,
  );
  for (const from of loaded) expect(from).toMatch(/^(\/assets\/|data:)/);
  // Every reference within the page leads somewhere.
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g))
    expect(html.includes(`id="${target}"`), target).toBe(true);
});

it('gives each operation a line of curl that says all that must be sent', () => {
  const calls = [...callsByTag(contract as unknown as Contract & never).values()].flat();
  expect(calls).toHaveLength(operations.length);
  const of = (id: string) => curlOf(calls.find(({ operation }) => operation.operationId === id)!, publicUrl);
  expect(of('declare')).toBe(
    [
      "curl -X POST 'http://handback.test/api/v1/terminations' \\",
      '  -H "Authorization: Bearer $TOKEN" \\',
      "  -H 'Idempotency-Key: declare-1' \\",
      "  -H 'Content-Type: application/json' \\",
      `  -d '{"number":"+8617000000001","reason":"cost","provenBy":["document_number","opening_date"],"channel":"hotline"}'`,
    ].join('\n'),
  );
  expect(of('certificateStatus')).toMatch(
    /^curl 'http:\/\/handback\.test\/api\/v1\/certificates\/[0-9a-f-]{36}'$/,
  );
  expect(of('verifyCertificate')).toContain('--data-binary @certificate.json');
});

it('is what the running server publishes too, and nothing of its pages', async () => {
  const served = (await app.inject({ url: '/api/v1/openapi.json' })).json();
  expect(served).toEqual(contract);
});
