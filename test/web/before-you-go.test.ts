import type { Page, Request } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/store/people/sessions.ts';
import { enter, type PortalInstance, portalInstance, testBrowser } from './portal-instance.ts';
import { reminderScenes } from './reminder-scenes.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;
const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en' };

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
});

const visit = (page: Page) => page.goto(`${instance.origin}/before-you-go`);
const tick = (page: Page, name: string) => page.locator(`input[data-tick="${name}"]`);

describe('the list "before you go"', () => {
  it('is a plain list without scripts, from where somebody begins', async () => {
    const page = await open({ ...PHONE, javaScriptEnabled: false });
    await page.goto(instance.origin);
    await page.getByRole('link', { name: 'What must I move first?' }).click();
    await page.getByText('Banks, cards and securities').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(16);
    // Of the operator's country.
    expect(await page.getByText('一证通查').count()).toBe(1);
    expect(await page.getByText('Your ticks stay on this device.').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'How: Seeds of two-step codes' }).click();
    expect(new URL(page.url()).hash).toBe('#how-seeds');
    await page.getByText('Print new recovery codes, and destroy the old ones.').waitFor();
  });

  it('keeps its ticks on the device, and sends nothing of them', async () => {
    const page = await open(PHONE);
    await visit(page);
    const sent: Request[] = [];
    page.on('request', (request) => sent.push(request));
    await tick(page, 'bank').check();
    await tick(page, 'seeds').check();
    expect(sent).toEqual([]);
    await page.reload();
    expect(await tick(page, 'bank').isChecked()).toBe(true);
    expect(await tick(page, 'seeds').isChecked()).toBe(true);
    expect(await tick(page, 'email').isChecked()).toBe(false);
    // Whatever the browser asked for afterwards, on this page and the next, names no tick.
    await page
      .getByRole('link', { name: 'Save as text' })
      .evaluate((link) => fetch((link as HTMLAnchorElement).href));
    await page.goto(`${instance.origin}/need`);
    expect(sent.length).toBeGreaterThan(2);
    for (const request of sent) {
      const all = JSON.stringify([request.url(), request.postData(), await request.allHeaders()]);
      expect(all).not.toMatch(/bank|seeds|hb-leaving-list/);
    }
    expect(await page.context().cookies()).not.toContainEqual(
      expect.objectContaining({ value: expect.stringMatching(/bank|seeds/) }),
    );
    // Another device knows nothing of them.
    const other = await open(PHONE);
    await visit(other);
    expect(await tick(other, 'bank').isChecked()).toBe(false);
  });

  it('forgets its ticks when somebody says so, by keyboard', async () => {
    const page = await open(PHONE);
    await visit(page);
    await tick(page, 'chat').focus();
    await page.keyboard.press('Space');
    expect(await tick(page, 'chat').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Remove my ticks' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Your ticks are removed.').waitFor();
    expect(await tick(page, 'chat').isChecked()).toBe(false);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it.each(['{', '{"a":1}', '["nothing", 7, null]'])(
    'stands what another program left in its place: %s',
    async (left) => {
      const page = await open(PHONE);
      await visit(page);
      await page.evaluate((text) => localStorage.setItem('hb-leaving-list', text), left);
      await page.reload();
      await page.getByText('Your ticks stay on this device.').waitFor();
      expect(await page.locator('input:checked').count()).toBe(0);
      await tick(page, 'bank').check();
      expect(await page.evaluate(() => localStorage.getItem('hb-leaving-list'))).toBe('["bank"]');
    },
  );

  it('is a text with empty boxes', async () => {
    const answer = await fetch(`${instance.origin}/before-you-go/list.txt?lang=zh-CN`);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    expect(text.startsWith('\uFEFF离开之前\n')).toBe(true);
    expect(text.match(/^\[ \] /gm)).toHaveLength(16);
    expect(text).toContain('怎么做：两步验证的密钥\n1. 在每个账号');
  });
});

describe('the reminder that outlives a number', () => {
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

  it('is a day for a calendar, with the whole list', async () => {
    const answer = await fetch(`${instance.origin}/before-you-go/reminder.ics?day=${inAMonth}&lang=en`);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const file = await answer.text();
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const lines = file.replaceAll('\r\n ', '').split('\r\n');
    expect(lines).toContain(`DTSTART;VALUE=DATE:${inAMonth.replaceAll('-', '')}`);
    expect(lines).toContain('SUMMARY:Before the number ends: move what hangs on it');
    expect(lines.find((line) => line.startsWith('DESCRIPTION:Before you go'))).toContain('[ ] E-mail');
    expect(lines).toContain('TRIGGER:PT9H');
    expect(lines.filter((line) => line.startsWith('UID:'))).toEqual([
      `UID:before-you-go-${inAMonth}@handback.test`,
    ]);
  });

  it.each(['', '2020-01-01', '9999-01-01', '2027-02-30', 'soon'])(
    'says so where %j is no day ahead',
    async (day) => {
      const page = await open(PHONE);
      await page.goto(`${instance.origin}/before-you-go/reminder.ics?${new URLSearchParams({ day })}`);
      expect(new URL(page.url()).pathname).toBe('/before-you-go');
      await page.locator('#errors').getByRole('link', { name: 'This is no day ahead.' }).click();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('day');
    },
  );
});

describe('a message before the end', () => {
  it('is chosen on a phone without scripts, and can be chosen again', async () => {
    const [scene] = await reminderScenes(instance);
    const page = await open({ ...PHONE, javaScriptEnabled: false });
    const { as: line, path } = scene!;
    const factors = ['sms_code', 'document_number'] as const;
    await enter(
      page,
      instance.origin,
      await openSession(instance.operations.pool, instance.vault, { ...line!, factors }),
    );
    await page.goto(`${instance.origin}${path.replace('/reminder', '')}`);
    await page.getByRole('link', { name: 'Remind me before it ends' }).click();
    const [, first, last] = /From (\S+) to (\S+);/.exec((await page.locator('main').textContent())!)!;
    await page.getByLabel('Day').fill('2020-01-01');
    await page.getByRole('button', { name: 'Remind me' }).click();
    await page.locator('#errors').waitFor();
    await page.getByLabel('Day').fill(last!);
    await page.getByRole('button', { name: 'Remind me' }).click();
    const said = await page.getByRole('status').filter({ hasText: '170 **** 0001' }).textContent();
    expect(said).toContain('9:00');
    expect(first! <= last!).toBe(true);
    await page.getByRole('link', { name: 'What must I move first?' }).click();
    expect(new URL(page.url()).pathname).toBe('/before-you-go');
  });
});
