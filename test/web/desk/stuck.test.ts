import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { carryOutGroupRetries } from '../../../src/operations/oversight/stuck/carry-out-group-retries.ts';
import { GROUP_RETRY_TASK } from '../../../src/store/oversight/group-retries.ts';
import { startHousekeeping } from '../../../src/workflow/housekeeping.ts';
import { closedCase, readyToEnd, stuckCase } from '../../support/cases.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault, simulator } = instance;
const open = await testBrowser();
const housekeeping = await startHousekeeping(op.pool, pino({ level: 'silent' }), {
  [GROUP_RETRY_TASK]: () => carryOutGroupRetries(op, ENGINE),
});
const engine = instance.engine();
engine.start();
afterAll(() => housekeeping.stop());

let used = 0;
/** Cases that the HLR refuses to bar. */
async function refused(count: number): Promise<readonly { caseId: string; line: SeededLine }[]> {
  const lines = await seedLines(op.pool, vault, count, { from: used, simulator });
  used += count;
  simulator.inject({ behaviour: () => 'refuse' });
  const made = [];
  for (const line of lines) made.push({ ...(await readyToEnd(op, line)), line });
  for (const { caseId } of made) await stuckCase(op.pool, caseId);
  return made;
}

it('a stuck group is found, tried again once its cause is mended, and closed', {
  timeout: 120_000,
}, async () => {
  const made = await refused(7);
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations`);
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Stuck cases' }).click();
  const row = page.locator('tbody tr').first();
  expect(await row.textContent()).toContain('7');
  await row.locator('th a').click();
  await page.getByText('7 cases would be tried.').waitFor();

  simulator.inject({});
  await page.getByRole('button', { name: 'Try 7 cases again' }).click();
  await page.waitForURL(/\/stuck\/retries\//);
  // The page looks by itself, until it is finished.
  await page.getByRole('status').filter({ hasText: 'Finished' }).waitFor({ timeout: 60_000 });
  expect(await page.locator('#live').textContent()).toContain('Went on7');
  for (const { caseId } of made) expect((await closedCase(op.pool, caseId)).outcome).toBe('completed');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('handback-retry.csv');
  await page.goto(`${origin}/desk/operations/stuck`);
  await page.getByText('Nothing is stuck.').waitFor();
});

it('whose cause is still there says so, without scripts too', { timeout: 120_000 }, async () => {
  await refused(7);
  const page = await open({ locale: 'en', javaScriptEnabled: false });
  await sitDown(page, instance, 'wu', ['supervisor']);
  await page.goto(`${origin}/desk/operations/stuck`);
  await page.locator('tbody th a').first().click();
  await page.getByRole('button', { name: 'Try 7 cases again' }).click();
  await page.waitForURL(/\/stuck\/retries\//);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.locator('.note.warn').count();
      },
      { timeout: 60_000 },
    )
    .toBe(1);
  const told = (await page.locator('#live').textContent())!;
  expect(told).toContain('The cause is still there.');
  expect(told).toContain('Stuck again5');
  expect(told).toContain('Not tried2');
  simulator.inject({});

  // Who only looks sees the same, and no button.
  await sitDown(page, instance, 'an', ['auditor']);
  await page.goto(`${origin}/desk/operations/stuck`);
  await page.locator('tbody th a').first().click();
  await page.getByText('A retry is only for').waitFor();
  expect(await page.locator('main form').count()).toBe(0);
});
