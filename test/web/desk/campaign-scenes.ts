import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import type { DeskInstance } from './desk-instance.ts';

let used = 20_000;

/** Lines of their own, which nobody has asked to end. */
export function linesForCampaigns(
  { pool, vault }: DeskInstance['operations'],
  count: number,
): Promise<readonly SeededLine[]> {
  const from = used;
  used += count;
  return seedLines(pool, vault, count, { from });
}

export const fileOf = (lines: readonly SeededLine[], ...more: readonly string[]): string =>
  ['line_id', ...lines.map(({ lineId }) => lineId), ...more].map((row) => `${row}\n`).join('');

/** Fills in the form of a new campaign and sends it. */
export async function sendCampaign(page: Page, origin: string, name: string, file: string): Promise<void> {
  await page.goto(`${origin}/desk/operations/campaigns/new`);
  await page.fill('#name', name);
  await page.setInputFiles('#file', { name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await page.click('#answers button[type=submit]:not([name])');
}

/** A picture of the page, where somebody asked for them. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['HANDBACK_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `campaign-${name}.png`), fullPage: true });
}
