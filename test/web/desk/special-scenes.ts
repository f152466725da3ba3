import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Route } from '../../../src/domain/rules/route.ts';
import {
  type SpecialReceipt,
  type SpecialRequestForm,
  submitSpecialRequest,
} from '../../../src/operations/special/submit-request.ts';
import { VISITOR } from '../../support/actors.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import { PAPERS, specialForm } from '../../support/special-requests.ts';
import type { DeskInstance } from './desk-instance.ts';

let used = 0;

/** Lines of their own, which nobody has asked to end. */
export function linesForRequests(
  { pool, vault }: DeskInstance['operations'],
  count = 1,
): Promise<readonly SeededLine[]> {
  const from = 6_000 + used;
  used += count;
  return seedLines(pool, vault, count, { from });
}

/** A request as the portal receives it. */
export async function sentByPortal(
  op: DeskInstance['operations'],
  route: Route,
  numbers: readonly string[],
  changes: Partial<SpecialRequestForm> = {},
): Promise<SpecialReceipt> {
  const visitor = { ...VISITOR, client: `${route} ${numbers.join()}` };
  return (await submitSpecialRequest(op, visitor, specialForm(route, numbers, changes)))!;
}

/** Fills in the form at the counter, with all papers seen. */
export async function fillTakeIn(
  page: Page,
  origin: string,
  route: Exclude<Route, 'survivor'>,
  numbers: readonly string[],
): Promise<void> {
  await page.goto(`${origin}/desk/counter/special/${route}`);
  await page.fill('#requester_name', '王五');
  if (route === 'not_mine') await page.fill('#requester_number', TEST_DOCUMENT);
  else {
    await page.selectOption('#requester_type', 'passport');
    await page.fill('#requester_number', 'E12345678');
    await page.fill('#requester_country', 'CN');
    await page.fill('#holder_name', '张三');
    await page.fill('#holder_number', TEST_DOCUMENT);
    if (route === 'company') await page.selectOption('#holder_type', 'cn_resident_id');
  }
  for (const look of ['person', 'original']) await page.check(`[name=look_${look}]`);
  if (numbers.length > 0) await page.fill('#numbers', numbers.join('\n'));
  for (const material of PAPERS[route]) await page.check(`[name=seen_${material}]`);
}

/** Sends the one form of the page and waits for where it leads. */
export async function sendForm(page: Page, to: string): Promise<void> {
  await page.click('#answers button[type=submit]:not([name])');
  await page.waitForURL(to);
}

/** For whoever looks at the pages with their own eyes. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['HANDBACK_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize()!;
  const address = new URL(page.url());
  for (const [language, scheme, width, height] of [
    ['en', 'light', 1280, 800],
    ['zh-CN', 'dark', 1024, 768],
    ['zh-CN', 'light', 390, 844],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    address.searchParams.set('lang', language);
    await page.goto(address.href);
    await page.screenshot({ path: join(folder, `${name}-${language}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
  address.searchParams.set('lang', 'en');
  await page.goto(address.href);
}
