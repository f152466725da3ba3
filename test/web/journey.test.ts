import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { codeFor, type PortalInstance, portalInstance, signIn, testBrowser } from './portal-instance.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;
let lines: readonly SeededLine[];
let used = 0;
const nextLine = (): SeededLine => lines[used++]!;

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  lines = await seedLines(instance.operations.pool, instance.vault, 10, { simulator: instance.simulator });
});

const submit = (page: Page) => page.locator('#answers button.button[type=submit]').click();

/** From "My lines" to a submitted request, as a person walks it; answers the titles of the screens. */
async function walk(
  page: Page,
  line: SeededLine,
): Promise<{ screens: string[]; secret: string; reference: string }> {
  const screens: string[] = [];
  const see = async () => void screens.push(await page.title());
  await see();
  await page.click(`a[href="/lines/${line.lineId}/before"]`);
  await see();
  await page.check('input[value=banks]');
  await submit(page);
  await see();
  await page.click(`a[href="/lines/${line.lineId}/reason"]`);
  await see();
  expect(await page.locator('input:checked').count(), 'a preselected reason').toBe(0);
  await submit(page);
  await page.waitForURL('**/review');
  await see();
  expect(await page.locator('.secret').count(), 'a receipt before anything was submitted').toBe(0);
  await page.fill('#document', TEST_DOCUMENT);
  await submit(page);
  await page.waitForURL(/\/cases\/[^/]+$/);
  await see();
  const [reference, secret] = await page.locator('.secret').allTextContents();
  return { screens, secret: secret!, reference: reference! };
}

describe('without JavaScript', () => {
  it('goes from the start to a confirmed case in at most seven screens, and shows its receipt then', async () => {
    const line = nextLine();
    const page = await open({ javaScriptEnabled: false });
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await signIn(page, instance, line.msisdn);
    const { screens, secret, reference } = await walk(page, line);
    expect(screens.length).toBeLessThanOrEqual(7);
    expect(secret).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    const file = await page.request.get(
      (await page.getAttribute('a[href$="/receipt.txt"]', 'href'))!.replace(/^/, instance.origin),
    );
    expect(file.headers()).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
    });
    expect(await file.text()).toContain(secret);
    expect(await file.text()).toContain(reference);
    expect(addresses.filter((address) => address.includes(secret))).toEqual([]);
    expect(await page.title()).toContain('冷静期');
    const { rows } = await instance.operations.pool.query(
      'select stage, confirmed_at from termination where reference = $1',
      [reference],
    );
    expect(rows[0]).toMatchObject({ stage: 'cool_off', confirmed_at: expect.any(Date) });

    const stranger = await open({ javaScriptEnabled: false });
    await stranger.goto(`${instance.origin}/receipt`);
    await stranger.fill('#reference', reference.toLowerCase());
    await stranger.fill('#secret', secret.toLowerCase());
    await submit(stranger);
    await stranger.waitForURL(/\/cases\/[^/]+$/);
    expect(await stranger.title()).toContain('冷静期');
  });

  it('keeps what was typed when the language changes', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${instance.origin}/declare`);
    await page.fill('#number', '138 0013 8000');
    await page.fill('#name', '张三');
    await page.getByRole('button', { name: 'English' }).click();
    expect(new URL(page.url()).pathname).toBe('/declare');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.inputValue('#number')).toBe('138 0013 8000');
    expect(await page.inputValue('#name')).toBe('张三');
    expect(await page.locator('#errors').count()).toBe(0);
    await page.goto(`${instance.origin}/verify`);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('answers unknown numbers like any other', async () => {
    const seen: string[] = [];
    for (const number of [nextLine().msisdn, '+8617055550009']) {
      const page = await open({ javaScriptEnabled: false });
      await page.goto(`${instance.origin}/`);
      await page.fill('#number', number);
      await submit(page);
      await page.waitForURL('**/code');
      const text = (await page.locator('main').textContent())!;
      seen.push(text.replace(/170 \*{4} \d{4}/, 'NUMBER').replace(/\d\d:\d\d:\d\d/, 'TIME'));
    }
    expect(seen[0]).toBe(seen[1]);
  });
});

describe('by keyboard alone', () => {
  it('goes from the start to a confirmed case', async () => {
    const line = nextLine();
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${instance.origin}/`);
    await focusOn(page, '#number');
    await page.keyboard.type(line.msisdn);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/code');
    await focusOn(page, '#code');
    await page.keyboard.type(await codeFor(instance, line.msisdn));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/lines');
    await press(page, `a[href$="/before"]`, '**/before');
    await press(page, `a[href$="/eligibility"]`, '**/eligibility');
    await press(page, `a[href$="/reason"]`, '**/reason');
    await focusOn(page, 'input[name=reason]');
    await page.keyboard.press('Space');
    await press(page, '#answers button.button', '**/review');
    await focusOn(page, '#document');
    await page.keyboard.type(TEST_DOCUMENT);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\/[^/]+$/);
    expect(await page.locator('h1').textContent()).toContain('Cooling-off');
  });
});

/** Tabs until the element has the focus. */
async function focusOn(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

async function press(page: Page, selector: string, address: string): Promise<void> {
  await focusOn(page, selector);
  await page.keyboard.press('Enter');
  await page.waitForURL(address);
}

describe('an open page', () => {
  it('follows its case by itself to the certificate, which verifies', async () => {
    const line = nextLine();
    const page = await open();
    await signIn(page, instance, line.msisdn);
    await walk(page, line);
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    await instance.operations.pool.query('update termination set due_at = now() where line_id = $1', [
      line.lineId,
    ]);
    const engine = instance.engine();
    engine.start();
    await page.getByRole('heading', { level: 1, name: '号码已注销' }).waitFor();
    await engine.stop();
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
    expect(await page.locator('#said').textContent()).toBe('号码已注销');
    await page.click('a[href$="/certificate"]');
    expect(await page.locator('.qr').count()).toBe(1);
    const files = await Promise.all(
      ['pdf', 'json'].map(async (kind) => (await page.request.get(`${page.url()}.${kind}`)).body()),
    );
    for (const [buffer, name] of [
      [files[0]!, 'c.pdf'],
      [files[1]!, 'c.json'],
    ] as const) {
      await page.goto(`${instance.origin}/verify`);
      await page.setInputFiles('#file', { name, mimeType: 'application/octet-stream', buffer });
      await page.fill('#number', line.msisdn);
      await submit(page);
      expect(await page.locator('h1').textContent()).toBe('真实');
      expect(await page.locator('.note.ok').last().textContent()).toContain('就是证明中的号码');
    }
    const { payload, ...rest } = JSON.parse(files[1]!.toString('utf8'));
    const claims = Buffer.from(payload, 'base64url').toString().replace('"minor":3900', '"minor":39');
    const changed = { ...rest, payload: Buffer.from(claims).toString('base64url') };
    const altered = Buffer.from(JSON.stringify(changed));
    await page.goto(`${instance.origin}/verify`);
    await page.setInputFiles('#file', { name: 'c.json', mimeType: 'application/json', buffer: altered });
    await submit(page);
    expect(await page.locator('h1').textContent()).toBe('被改动');
  });

  it('sends nothing while offline, and says so', async () => {
    const page = await open();
    await page.goto(`${instance.origin}/`);
    await page.fill('#number', lines[0]!.msisdn);
    await page.context().setOffline(true);
    await submit(page);
    expect(await page.locator('#offline').textContent()).toBe(
      '离线，尚未提交。已填内容留在本页，联网后继续。',
    );
    expect(await page.locator('#offline').isVisible()).toBe(true);
    expect(new URL(page.url()).pathname).toBe('/');
    await page.context().setOffline(false);
    expect(await page.inputValue('#number')).toBe(lines[0]!.msisdn);
    await submit(page);
    await page.waitForURL('**/code');
  });

  it('withdraws with one tap and asks nothing', async () => {
    const line = nextLine();
    const page = await open();
    page.on('dialog', () => expect.unreachable('a dialog'));
    await signIn(page, instance, line.msisdn);
    await walk(page, line);
    const stay = await page.getByRole('button', { name: '撤回申请' }).boundingBox();
    expect(stay!.height).toBeGreaterThanOrEqual(48);
    await page.getByRole('button', { name: '撤回申请' }).click();
    await eventually(
      () => page.locator('h1').textContent(),
      (title) => title?.includes('已撤回') ?? false,
    );
  });
});

describe('leaving and staying', () => {
  it('are buttons of one size on every page that offers both', async () => {
    const line = nextLine();
    const page = await open();
    await signIn(page, instance, line.msisdn);
    const sizes = async () => {
      const boxes = await Promise.all(
        (await page.locator('.actions .button').all()).map((one) => one.boundingBox()),
      );
      return new Set(boxes.map((box) => `${Math.round(box!.width)}x${Math.round(box!.height)}`));
    };
    for (const path of ['/lines', `/lines/${line.lineId}/before`, `/lines/${line.lineId}/lost`]) {
      for (const width of [320, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${instance.origin}${path}?lang=en`);
        expect((await sizes()).size, `${path} at ${width}`).toBe(1);
      }
    }
    await page.goto(`${instance.origin}/lines/${line.lineId}/reason`);
    await submit(page);
    await page.waitForURL('**/review');
    expect((await sizes()).size).toBe(1);
  });
});

describe('what goes wrong', () => {
  it('is said at the top, focused and linked, and in the title', async () => {
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${instance.origin}/`);
    await page.fill('#number', 'not a number');
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.keyboard.press('Enter');
    expect((await answer).status()).toBe(422);
    await page.locator('#errors').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('errors');
    expect(await page.inputValue('#number')).toBe('not a number');
    await page.locator('#errors a').click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('number');
    expect(await page.locator('#number').getAttribute('aria-invalid')).toBe('true');
  });

  it('leads a lost session to the start with a notice', async () => {
    const page = await open();
    await signIn(page, instance, nextLine().msisdn);
    await instance.operations.pool.query(`update session set expires_at = now() - interval '1 minute'`);
    await page.goto(`${instance.origin}/lines`);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.getByRole('status').textContent()).toContain('登录已失效');
  });
});
