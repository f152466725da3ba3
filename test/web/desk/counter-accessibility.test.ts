import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { pageFaults } from '../../support/page-faults.ts';
import { testBrowser } from '../portal-instance.ts';
import { beginVisit, drawSignature, fillForm, lineAtCounter, showDocument } from './counter-scenes.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();

const LEAST_TARGET = 56;
const VIEWS = [
  { language: 'zh-CN', width: 1180, scheme: 'dark' },
  { language: 'en', width: 1180, scheme: 'light' },
  { language: 'zh-CN', width: 390, scheme: 'light' },
  { language: 'en', width: 320, scheme: 'dark' },
] as const;

/** What fingers press within the visit and that is smaller than they need. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const small: string[] = [];
    for (const target of document.querySelectorAll<HTMLElement>(
      '.counter :is(a, button, select, summary, input:not([type=hidden]))',
    )) {
      const box = (target.closest('.choice, .file') ?? target).getBoundingClientRect();
      if (box.width === 0 || getComputedStyle(target).display === 'inline') continue;
      if (Math.round(box.height) < least)
        small.push(`${Math.round(box.width)}x${Math.round(box.height)}: ${target.outerHTML.slice(0, 90)}`);
    }
    return small;
  }, LEAST_TARGET);
}

/** All of them for every step, or one each, dealt out over the steps. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';
let seen = 0;

async function faultsIn(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  const at = page.url().split('?')[0]!;
  const views = full ? VIEWS : [VIEWS[seen++ % VIEWS.length]!];
  for (const { language, width, scheme } of views) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${at}?lang=${language}`);
    for (const fault of [...(await pageFaults(page)), ...(await smallTargets(page))])
      faults.push(`${name} ${language} ${width} ${scheme}: ${fault}`);
  }
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.goto(`${at}?lang=en`);
  return faults;
}

describe('every step at the counter', () => {
  it('has no axe violations, no sideways scrolling and targets of 56 px', { timeout: 300_000 }, async () => {
    const page = await open({ viewport: { width: 1180, height: 820 }, locale: 'en' });
    await sitDown(page, instance, 'Lin', ['clerk']);
    const line = await lineAtCounter(op);
    const faults: string[] = [];
    await page.goto(`${origin}/desk/counter`);
    faults.push(...(await faultsIn(page, 'start')));
    const here = await beginVisit(page, origin, line);
    faults.push(...(await faultsIn(page, 'documents')));
    await page.click('.panel button[type=submit]');
    await page.locator('#errors').waitFor();
    for (const fault of [...(await pageFaults(page)), ...(await smallTargets(page))])
      faults.push(`documents refused: ${fault}`);
    await showDocument(page);
    await page.waitForURL('**/form**');
    faults.push(...(await faultsIn(page, 'form')));
    await page.goto(`${here}/photos`);
    faults.push(...(await faultsIn(page, 'photos')));
    await page.goto(`${here}/form`);
    await fillForm(page);
    faults.push(...(await faultsIn(page, 'signature')));
    await drawSignature(page);
    await page.click('form[data-pen] > button[type=submit]');
    await page.waitForURL('**/card');
    faults.push(...(await faultsIn(page, 'card')));
    await page.check('[name=condition][value=missing]');
    await page.click('.panel form > button[type=submit]');
    await page.waitForURL('**/hand-over');
    faults.push(...(await faultsIn(page, 'hand over')));
    await page.goto(`${here.replace(/.{4}$/, '0000')}/form`);
    faults.push(...(await faultsIn(page, 'over')));
    expect(faults).toEqual([]);
  });
});
