import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { requestCode } from '../../src/operations/people/request-code.ts';
import { VISITOR } from '../support/actors.ts';
import { eventually } from '../support/instance.ts';
import { pageFaults } from '../support/page-faults.ts';
import { testBrowser } from '../web/portal-instance.ts';
import { demoInstance, showcase } from './demo-instance.ts';

const SHOTS = process.env['HANDBACK_SHOTS'];
const FULL = process.env['HANDBACK_FULL_AXE'] === '1';
const instance = await demoInstance();
const { address } = instance.demo();
const open = await testBrowser();
const PAGES = [
  ...['/', '/help', '/contact', '/privacy', '/accessibility', '/lost', '/declare', '/verify', '/receipt'],
  ...['/demo/house', '/demo/house/imprint', '/demo/house/terms', '/demo/house/complaints', '/demo'],
];

describe('the operator’s house', () => {
  test('is worn by every page: name, logo, colour, hotline, links, and Handback in one line', async () => {
    for (const lang of ['zh-CN', 'en'] as const) {
      const name = lang === 'en' ? 'Guiyi Mobile' : '归一移动';
      const page = await open({ javaScriptEnabled: false });
      for (const path of ['/', '/verify', '/help', '/nothing-here']) {
        await page.goto(`${address}${path}?lang=${lang}`);
        expect(await page.title()).toContain(name);
        expect((await page.locator('header .brand').textContent())!.trim()).toBe(name);
        expect(await page.locator('header .brand img').getAttribute('src')).toMatch(
          /^\/assets\/logo-light\./,
        );
        const foot = page.locator('footer');
        expect(await foot.locator('.hotline a').getAttribute('href')).toBe('tel:16400000001');
        expect(await foot.textContent()).toContain(lang === 'en' ? 'every day' : '每天');
        for (const to of [
          '/help',
          '/contact',
          '/privacy',
          '/accessibility',
          '/demo/house/terms',
          '/demo/house/imprint',
        ])
          expect(await foot.locator(`a[href="${to}"]`).count(), to).toBe(1);
        expect(await foot.textContent()).toContain(
          lang === 'en' ? 'Sampleton Telecom Complaints Office' : '示例市电信用户申诉中心',
        );
        expect(await foot.locator('p', { hasText: 'Handback' }).count()).toBe(1);
      }
    }
  });

  test('colours buttons and links, on light and on dark pages, by choice too', async () => {
    const page = await open();
    const colour = () =>
      page
        .locator('.button')
        .first()
        .evaluate((one) => getComputedStyle(one).backgroundColor);
    await page.goto(`${address}/?theme=auto`);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    expect(await colour()).toBe('rgb(122, 62, 157)');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colour()).toBe('rgb(207, 163, 234)');
    await page.goto(`${address}/?theme=light`);
    expect(await colour()).toBe('rgb(122, 62, 157)');
    await page.goto(`${address}/?theme=dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await colour()).toBe('rgb(207, 163, 234)');
    expect(await page.locator('header img').getAttribute('src')).toContain('/assets/logo-dark.');
  });

  test('serves the logo as a drawing that can do nothing', async () => {
    const page = await open();
    await page.goto(`${address}/`);
    const source = await page.locator('header img').getAttribute('src');
    expect(
      await page.locator('header img').evaluate((one: HTMLImageElement) => one.naturalWidth),
    ).toBeGreaterThan(0);
    const answer = await fetch(`${address}${source}`);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
  });

  test('stands in text messages and on certificates', async () => {
    const { operations, keyRing } = instance.demo().instance.base;
    const { msisdn } = showcase('credit');
    await requestCode(operations, { ...VISITOR, language: 'zh-CN' }, { number: msisdn });
    const text = await eventually(
      async () =>
        (
          await instance.pool.query<{ text: string }>('select text from demo_inbox where msisdn = $1', [
            msisdn,
          ])
        ).rows[0]?.text ?? '',
      (one) => one !== '',
    );
    expect(text).toMatch(/^【归一移动】销号验证码 \d{6}，/);
    expect(keyRing.signer().issuer.name).toBe('归一移动 Guiyi Mobile');
  });

  test('leads from what stands in the way to where it is cleared', async () => {
    const page = await open({ locale: 'en-GB' });
    const { msisdn, lineId } = showcase('fraud_hold');
    await page.goto(`${address}/?lang=en`);
    await page.fill('#number', msisdn);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.waitForURL('**/code');
    const code = await eventually(
      async () => {
        const { rows } = await instance.pool.query<{ text: string }>(
          'select text from demo_inbox where msisdn = $1 order by id desc',
          [msisdn],
        );
        return /\b\d{6}\b/.exec(rows[0]?.text ?? '')?.[0] ?? '';
      },
      (one) => one !== '',
    );
    await page.fill('#code', code);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/lines');
    await page.goto(`${address}/lines/${lineId}/eligibility`);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/blocked.png`, fullPage: true });
    await page.getByRole('link', { name: 'Speak with the fraud desk' }).click();
    await page.waitForURL('**/demo?open=fraud_hold#fraud_hold');
    await page.getByRole('button', { name: /^Release, as the fraud desk/ }).click();
    await page.getByText(/^Done for/).waitFor();
    await page.goto(`${address}/lines/${lineId}/eligibility`);
    await page.getByRole('heading', { name: 'Nothing stands in the way' }).waitFor();
  });

  test.each(PAGES)('has no axe violations and no sideways scroll on %s', async (path) => {
    const page = await open({ reducedMotion: 'reduce' });
    const faults: string[] = [];
    for (const lang of ['zh-CN', 'en'] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        for (const width of [320, 390, 1440]) {
          // Both languages, themes and two widths once; all of them on demand.
          if (
            !FULL &&
            !(lang === 'en' ? scheme === 'dark' && width === 320 : scheme === 'light' && width === 390)
          )
            continue;
          await page.emulateMedia({ colorScheme: scheme });
          await page.setViewportSize({ width, height: 844 });
          await page.goto(`${address}${path}?lang=${lang}${path === '/demo' ? '&open=everything' : ''}`);
          if (SHOTS && width !== 320) {
            mkdirSync(SHOTS, { recursive: true });
            const name = `${path.slice(1).replaceAll('/', '-') || 'start'}.${lang}.${scheme}.${width}.png`;
            await page.screenshot({ path: `${SHOTS}/${name}`, fullPage: true });
          }
          faults.push(...(await pageFaults(page)).map((one) => `${lang} ${scheme} ${width} ${one}`));
        }
      }
    }
    expect(faults).toEqual([]);
  });
});
