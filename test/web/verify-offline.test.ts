import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discloseOnly } from '../../src/certificate/credential/choice.ts';
import { jsonOf } from '../../src/certificate/credential/sd-jwt.ts';
import { issueStatusToken } from '../../src/certificate/credential/status-list.ts';
import { renderPdf } from '../../src/certificate/paper/pdf.ts';
import type { KeyRing } from '../../src/certificate/sign/keys.ts';
import type { CertificateCopy } from '../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { loadAssets } from '../../src/web/kit/assets.ts';
import { offlinePage } from '../../src/web/offline/offline-page.ts';
import {
  certificate,
  compactBytes,
  draft,
  jsonBytes,
  NOW,
  NUMBER,
  newRing,
  OTHER,
  STATUS,
} from '../certificate/fixtures.ts';
import { newLog } from '../certificate/log-fixtures.ts';
import { pageFaults } from '../support/page-faults.ts';
import { type PortalInstance, portalInstance, testBrowser } from './portal-instance.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-offline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;
let ring: KeyRing;
let copy: CertificateCopy;
let address: string;
const log = newLog();
const LATER = new Date(NOW.getTime() + 3_600_000);

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  ring = await newRing();
  copy = await certificate(ring.signer());
  const trust = { ...ring.publicKeys(), logs: [log.vkey] };
  const given = { trust, asOf: NOW.toISOString(), callingCode: '86' };
  address = saved('verify.html', offlinePage(given, loadAssets(instance.operations.house).portal.css));
});

function saved(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return pathToFileURL(join(folder, name)).href;
}

/** The page as a file, in a browser without a connection; and what it asked for. */
async function offline(options: Parameters<typeof open>[0] = {}, at = address) {
  const page = await open({ locale: 'en', ...options });
  await page.context().setOffline(true);
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => said.push(message.text()));
  await page.goto(at);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, asked, said };
}

const give = (page: Page, input: string, ...files: readonly (readonly [string, Uint8Array | string])[]) =>
  page
    .locator(input)
    .setInputFiles(files.map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })));
const result = (page: Page, title: string) =>
  page.getByRole('heading', { name: title, exact: true }).waitFor();
const shown = async (page: Page) => (await page.locator('#result').textContent()) ?? '';

describe('the page that verifies without a connection', () => {
  it('is downloaded as one file with the keys of the operator, and verifies what it issued', async () => {
    const answer = await fetch(`${instance.origin}/verify/offline`);
    expect(answer.headers.get('content-disposition')).toContain('handback-verify.html');
    const html = await answer.text();
    expect(html).toContain(instance.keyRing.signer().keyId);
    const { page, said } = await offline({}, saved('downloaded.html', html));
    const signer = instance.keyRing.signer();
    const issued = await certificate(signer, draft(signer.issuer), new Date());
    await give(page, '#file', ['a.sdjwt', compactBytes(issued)]);
    await result(page, 'Authentic');
    expect(said).toEqual([]);
  });

  it('says what is in a certificate of any form, the result first, and asks nobody', async () => {
    const { page, asked, said } = await offline();
    const signer = ring.signer();
    const paper = { verifyUrl: 'https://lakeside.example/c/1', language: 'en', now: NOW, signer } as const;
    const pdf = await renderPdf(copy, { msisdn: null, holder: null }, paper);
    const forms = [
      ['a.sdjwt', compactBytes(copy)],
      ['a.json', jsonBytes(copy)],
      ['a.pdf', pdf],
    ] as const;
    for (const form of forms) {
      await page.reload();
      await give(page, '#file', form);
      await result(page, 'Authentic');
      const text = await shown(page);
      expect(text.startsWith('Authentic')).toBe(true);
      for (const part of ['138 **** 1234', '22 November 2026', 'Whether it was revoked cannot be told'])
        expect(text).toContain(part);
      expect(text).not.toContain(NUMBER.slice(3));
    }
    // It shows what is told before what is asked.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('answer');
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(said).toEqual([]);
    await page.getByRole('button', { name: '中文' }).click();
    await result(page, '真实');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  });

  it('compares a number, tells the status as of its list, and the place in the log', async () => {
    const { page } = await offline();
    await page.fill('#number', '138 1234 1234');
    await give(page, '#file', [
      'a.json',
      Buffer.from(JSON.stringify(jsonOf({ ...copy, logProof: log.proofOf(copy.jwt) }))),
    ]);
    await page.getByText('The number you gave is the one in the certificate.').waitFor();
    expect(await shown(page)).toContain('Entry 2 of 2');
    await page.getByText('More files').click();
    await page.getByText(STATUS.uri).waitFor();
    const list = (...states: ('revoked' | 'superseded')[]) =>
      issueStatusToken(
        STATUS.uri,
        states.map((state) => ({ idx: STATUS.idx, state })),
        ring.signer(),
        LATER,
      );
    await give(page, '#status', ['status.jwt', list()]);
    await page
      .locator('#result')
      .getByText(/out of date/)
      .waitFor();
    await give(page, '#status', ['status.jwt', list('revoked')]);
    await result(page, 'Revoked');
    await page.fill('#number', '138 0000 0000');
    await give(page, '#status', ['status.jwt', list()]);
    await result(page, 'Authentic, but for another number');
    await page.fill('#number', '12');
    await page.locator('#number').blur();
    await page.getByText('This is not a mobile number').waitFor();
  });

  it('refuses what was altered, and says why in words', async () => {
    const { page } = await offline();
    const bytes = compactBytes(copy);
    bytes[bytes.indexOf('.') + 40]! ^= 1;
    await give(page, '#file', ['a.sdjwt', bytes]);
    await result(page, 'Altered');
    expect(await shown(page)).toContain('the signature does not fit the content');
    const foreign = newLog('lakeside.example/log').proofOf(copy.jwt);
    await give(page, '#file', ['a.json', JSON.stringify(jsonOf({ ...copy, logProof: foreign }))]);
    await page
      .locator('#result')
      .getByText(/do not name/)
      .waitFor();
    const wrong = log.proofOf(`${copy.jwt}A`);
    await give(page, '#file', ['a.json', JSON.stringify(jsonOf({ ...copy, logProof: wrong }))]);
    await result(page, 'Altered');
    await give(page, '#file', ['a.txt', 'hello']);
    await result(page, 'Not a certificate');
    // A number alone, and nothing of the person.
    await give(page, '#file', ['a.sdjwt', compactBytes(await discloseOnly(copy, [], nodeVerifyCrypto))]);
    await page.locator('#result').getByText('Number not shown').waitFor();
  });

  it('believes another operator only by its trust document, and none that does not hold together', async () => {
    const { page } = await offline();
    const other = await newRing(OTHER);
    const theirs = compactBytes(await certificate(other.signer(), draft(OTHER)));
    await give(page, '#file', ['a.sdjwt', theirs]);
    await result(page, 'Unknown issuer');
    await page.getByText('More files').click();
    const document = other.publicKeys();
    const [key] = document.keys;
    await give(page, '#trust', [
      'false.json',
      JSON.stringify({ ...document, keys: [{ ...key!, kid: '0'.repeat(32) }] }),
    ]);
    await page.getByText('It was not taken.').waitFor();
    await result(page, 'Unknown issuer');
    await give(page, '#trust', ['trust.json', JSON.stringify(document)]);
    await result(page, 'Authentic');
    expect(await shown(page)).toContain('Hillside Telecom');
  });

  it('can send nothing: its policy stops even a script that tries', async () => {
    const { page } = await offline();
    await page.context().setOffline(false);
    const tried = await page.evaluate(async (url) => {
      const fetched = await fetch(url).then(
        () => 'sent',
        () => 'stopped',
      );
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return [fetched, (globalThis as unknown as { ran?: boolean }).ran ?? false];
    }, `${instance.origin}/verify`);
    expect(tried).toEqual(['stopped', false]);
  });

  it('is for everybody: at 390 and 1440 px, light and dark, in both languages', async () => {
    for (const [width, colorScheme, locale, title] of [
      [390, 'light', 'zh-CN', '真实'],
      [390, 'dark', 'en', 'Authentic'],
      [1440, 'light', 'en', 'Authentic'],
      [1440, 'dark', 'zh-CN', '真实'],
    ] as const) {
      const { page } = await offline({ locale, colorScheme, viewport: { width, height: 844 } });
      await give(page, '#file', ['a.sdjwt', compactBytes(copy)]);
      await result(page, title);
      await page.locator('summary').click();
      expect([width, colorScheme, locale, await pageFaults(page)]).toEqual([width, colorScheme, locale, []]);
      await page.context().close();
    }
  });
});
