import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import { chromium, type Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { testBrowser } from '../portal-instance.ts';
import {
  beginVisit,
  drawSignature,
  fillForm,
  iccidOf,
  lineAtCounter,
  showDocument,
} from './counter-scenes.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const TABLET = { viewport: { width: 1180, height: 820 }, locale: 'en' } as const;

async function clerk(name = 'Lin'): Promise<Page> {
  const page = await open(TABLET);
  await sitDown(page, instance, name, ['clerk']);
  return page;
}

/** At the signature. */
async function atSignature(page: Page) {
  const line = await lineAtCounter(op);
  const here = await beginVisit(page, origin, line);
  await showDocument(page);
  await fillForm(page);
  return { line, here };
}

const send = (page: Page) => page.click('form[data-pen] > button[type=submit]');
const signedOf = async (lineId: string) =>
  (await op.pool.query('select signed_at from counter_visit where line_id = $1', [lineId])).rows[0]
    ?.signed_at ?? null;

/** How much of the pad is ink. */
const ink = (page: Page) =>
  page.locator('.pad canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 100) dark++;
    return dark;
  });

describe('the pen', () => {
  it('refuses a dot, and leaves what is drawn after it as it is', async () => {
    const page = await clerk();
    const { line } = await atSignature(page);
    await send(page);
    await page.getByText('The signature is missing').first().waitFor();
    await page.locator('.pad canvas').click({ position: { x: 60, y: 60 } });
    await send(page);
    await page.getByText('That is not a signature yet').first().waitFor();
    expect(await signedOf(line.lineId)).toBeNull();
    await drawSignature(page);
    await send(page);
    await page.waitForURL('**/card');
    expect(await signedOf(line.lineId)).not.toBeNull();
  });

  it('keeps what was drawn when the tablet is turned', async () => {
    const page = await clerk();
    await atSignature(page);
    await drawSignature(page);
    const before = await ink(page);
    const width = (await page.locator('.pad canvas').boundingBox())!.width;
    await page.setViewportSize({ width: 600, height: 1180 });
    await page.waitForFunction(
      (was) => document.querySelector('.pad canvas')!.getBoundingClientRect().width !== was,
      width,
    );
    await expect.poll(() => ink(page)).toBeGreaterThan(before / 4);
    await page.click('[data-undo]');
    await page.click('[data-clear]');
    expect(await ink(page)).toBe(0);
  });

  it('waits while there is no connection, says so, and sends when there is one', async () => {
    const page = await clerk();
    const { line } = await atSignature(page);
    await drawSignature(page);
    await page.context().setOffline(true);
    await send(page);
    await page.getByText('The signature is kept on this screen').waitFor();
    expect(await signedOf(line.lineId)).toBeNull();
    expect(await ink(page)).toBeGreaterThan(0);
    await page.context().setOffline(false);
    await page.waitForURL('**/card');
    expect(await signedOf(line.lineId)).not.toBeNull();
  });
});

/** A film of one picture that shows a bar code, as Chromium's pretended camera plays it. */
function filmOf(text: string, path: string): void {
  const [width, height] = [640, 360];
  const [code] = bwip.raw({ bcid: 'code128', text }) as unknown as readonly [{ sbs: readonly number[] }];
  const modules = code.sbs.reduce((sum, one) => sum + one, 0);
  const scale = Math.floor((width - 80) / modules);
  const luma = Buffer.alloc(width * height, 235);
  let x = Math.floor((width - modules * scale) / 2);
  code.sbs.forEach((one, i) => {
    if (i % 2 === 0)
      for (let y = 100; y < 260; y++) luma.fill(16, y * width + x, y * width + x + one * scale);
    x += one * scale;
  });
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(path, Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]));
}

describe('the number of a card', () => {
  async function atCard(page: Page) {
    const made = await atSignature(page);
    await drawSignature(page);
    await send(page);
    await page.waitForURL('**/card');
    return { ...made, iccid: await iccidOf(op, made.line) };
  }

  it('comes from a scanner that types like a keyboard, wherever the focus is, and sends nothing', async () => {
    const page = await clerk();
    const { iccid } = await atCard(page);
    await page.locator('h1').click();
    await page.keyboard.type(iccid);
    await page.keyboard.press('Enter');
    expect(await page.inputValue('#iccid')).toBe(iccid);
    expect(page.url()).toMatch(/\/card$/);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('condition');
    await page.keyboard.press('Space');
    await page.locator('.panel form > button[type=submit]').click();
    await page.waitForURL('**/hand-over');
    const { rows } = await op.pool.query('select condition from returned_card where iccid = $1', [iccid]);
    expect(rows).toEqual([{ condition: 'whole' }]);
  });

  it('is told apart by its check digit as it is typed, and refused where it is another line’s', async () => {
    const page = await clerk();
    await atCard(page);
    await page.fill('#iccid', '89860012345678901235');
    await page.getByText('The check digit does not fit').waitFor();
    const other = await iccidOf(op, await lineAtCounter(op));
    await page.fill('#iccid', other);
    await page.check('[name=condition][value=whole]');
    await page.click('.panel form > button[type=submit]');
    await page.getByText('This card belongs to another line').first().waitFor();
    expect(await page.inputValue('#iccid')).toBe(other);
  });

  it('is read from a bar code by the camera, which is asked for there and nowhere else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handback-film-'));
    const line = await lineAtCounter(op);
    const iccid = await iccidOf(op, line);
    filmOf(iccid, join(folder, 'card.y4m'));
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--headless',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${join(folder, 'card.y4m')}`,
      ],
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const page = await (await browser.newContext(TABLET)).newPage();
    await sitDown(page, instance, 'Lin', ['clerk']);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const outside: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) outside.push(request.url());
    });
    await beginVisit(page, origin, line);
    await showDocument(page);
    await fillForm(page);
    await drawSignature(page);
    await send(page);
    await page.waitForURL('**/card');
    expect(asked.filter((path) => path.includes('barcode'))).toEqual([]);
    await page.click('[data-camera]');
    await expect.poll(() => page.inputValue('#iccid'), { timeout: 25_000 }).toBe(iccid);
    expect(await page.locator('[data-view]').isVisible()).toBe(false);
    expect(asked.filter((path) => path.includes('barcode')).map((path) => path.split('.').at(-1))).toEqual([
      'js',
      'wasm',
    ]);
    expect(outside).toEqual([]);
  });

  it('lets no other page have the camera, or run what the reader needs', async () => {
    const page = await clerk();
    const { here } = await atCard(page);
    const headersOf = async (path: string) => (await page.request.get(`${here}/${path}`)).headers();
    const card = await headersOf('card');
    expect(card['permissions-policy']).toContain('camera=(self)');
    expect(card['content-security-policy']).toContain("'wasm-unsafe-eval'");
    for (const path of ['documents', 'photos']) {
      const other = await headersOf(path);
      expect(other['permissions-policy']).toContain('camera=()');
      expect(other['content-security-policy']).not.toContain('wasm');
    }
  });
});

describe('a tablet that customers share', () => {
  it('shows nothing of a customer who left, also by the way back', async () => {
    const page = await clerk();
    const { here } = await atSignature(page);
    await page.goto(`${here}/form`);
    await page.fill('#contact', '+8617000000077');
    const answer = page.waitForResponse((response) => response.url().endsWith('/leave'));
    await page.locator('.rail form button').click();
    expect((await (await answer).allHeaders())['clear-site-data']).toBe('"cache", "storage"');
    await page.waitForURL('**/desk/counter?done=1');
    for (let i = 0; i < 4; i++) {
      await page.goBack().catch(() => null);
      const shown = await page.content();
      expect(shown).not.toContain('17000000077');
      expect(shown).not.toContain('张三');
    }
    await page.goto(`${here}/form`);
    expect(await page.locator('h1').textContent()).toBe('This visit is over');
  });

  it('closes the visit after two minutes without a touch, and says so before', async () => {
    const page = await clerk();
    await page.clock.install();
    const { line } = await atSignature(page);
    await page.clock.runFor(105_000);
    expect(await page.locator('dialog').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.clock.runFor(60_000);
    expect(page.url()).toMatch(/\/signature$/);
    await page.clock.runFor(65_000);
    await page.waitForURL('**/desk/counter?done=1');
    const { rows } = await op.pool.query(
      'select v.ended_at is not null as visit, a.ended_at is not null as attendance from counter_visit v join attendance a using (attendance_id) where v.line_id = $1',
      [line.lineId],
    );
    expect(rows).toEqual([{ visit: true, attendance: true }]);
  });

  it('loses nothing that was typed when a session ends in the middle of the form', async () => {
    const page = await clerk('Mei');
    const line = await lineAtCounter(op);
    const here = await beginVisit(page, origin, line);
    await showDocument(page);
    await page.waitForURL('**/form**');
    await page.fill('#contact', '+8617000000066');
    await page.check('[name=reason][value=cost]');
    await op.pool.query(
      `update staff_session set ended_at = now(), ended_by = 'issuer' where ended_at is null`,
    );
    await page.click('.panel form > button[type=submit]');
    await page.waitForURL('**/desk/sign-in**');
    // The same person, in a session of today.
    await sitDown(page, instance, 'Mei', ['clerk']);
    await page.goto(`${here}/form?kept=1`);
    expect(await page.locator('h1').textContent()).toBe('This visit is over');
    expect(await page.content()).not.toContain('17000000066');
    await page.getByRole('button', { name: 'Begin again with the same customer' }).click();
    await page.waitForURL('**/documents');
    expect(page.url()).not.toContain(here);
    // Not before the document was seen again.
    expect(await page.content()).not.toContain('17000000066');
    await showDocument(page);
    await page.waitForURL('**/form**');
    expect(await page.inputValue('#contact')).toBe('+8617000000066');
    expect(await page.isChecked('[name=reason][value=cost]')).toBe(true);
    const other = await clerk('Nan');
    await beginVisit(other, origin, line);
    await showDocument(other);
    await other.waitForURL('**/form**');
    expect(await other.inputValue('#contact')).toBe('');
  });
});
