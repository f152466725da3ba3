import type { Page } from 'playwright-core';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import type { DeskInstance } from './desk-instance.ts';

let used = 0;

/** A line of its own, which nobody has asked to end. */
export async function lineAtCounter({ pool, vault }: DeskInstance['operations']): Promise<SeededLine> {
  const [line] = await seedLines(pool, vault, 1, { from: 4_000 + used++ });
  return line!;
}

/** Begins with a customer who says that the line is theirs. */
export async function beginVisit(page: Page, origin: string, line: SeededLine): Promise<string> {
  await page.goto(`${origin}/desk/counter`);
  await page.fill('#number', line.msisdn);
  await page.click('.panel button[type=submit]');
  await page.waitForURL('**/documents');
  return page.url().replace(/\/documents$/, '');
}

/** Step one: the holder in person, with a document that has no last day. */
export async function showDocument(page: Page, number = TEST_DOCUMENT): Promise<void> {
  await page.fill('#holder_number', number);
  await page.check('[name=holder_no_expiry]');
  for (const look of ['person', 'original']) await page.check(`[name=holder_looks][value=${look}]`);
  for (const box of await page.locator('[name=materials]').all()) await box.check();
  await page.click('.panel button[type=submit]');
}

/** Step two, with nothing said that need not be. */
export async function fillForm(page: Page): Promise<void> {
  await page.waitForURL('**/form**');
  await page.click('.panel button[type=submit]');
  await page.waitForURL('**/signature');
}

/** Draws on the pad as a hand does. */
export async function drawSignature(page: Page): Promise<void> {
  const pad = page.locator('.pad canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  for (const [from, to] of [
    [at(0.15, 0.7), at(0.45, 0.2)],
    [at(0.4, 0.75), at(0.8, 0.35)],
  ]) {
    await page.mouse.move(...from!);
    await page.mouse.down();
    await page.mouse.move(...to!, { steps: 14 });
    await page.mouse.up();
  }
}

/** The number of the line's card. */
export async function iccidOf({ pool }: DeskInstance['operations'], line: SeededLine): Promise<string> {
  const { rows } = await pool.query<{ iccid: string }>('select iccid from access where line_id = $1', [
    line.lineId,
  ]);
  return rows[0]!.iccid;
}

/** Sends the form of the page and waits for where it leads. */
export async function submit(page: Page, to: string): Promise<void> {
  await page.click('.panel form > button[type=submit]');
  await page.waitForURL(to);
}
