import { expect, it } from 'vitest';
import { declared } from '../../support/cases.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const { pool } = op;
const open = await testBrowser();
const lines = await seedLines(pool, vault, 3);
const references: string[] = [];
for (const line of lines) references.push((await declared(op, line)).reference);
await pool.query(
  `update termination set stage = 'bar', waiting_for = 'staff', due_at = null, problem = '{"code":"refused"}' where reference = any($1)`,
  [references],
);

it('is filtered by its address, and several things are taken at once, without scripts', async () => {
  const page = await open({ locale: 'en', javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations`);
  await page.selectOption('#kind', 'case');
  await page.selectOption('#assigned', 'nobody');
  await page.click('.filters button');
  await page.waitForURL(/kind=case.*assigned=nobody/);
  await page.click('button[value=me]');
  await page.locator('#errors a[href="#list"]').waitFor();
  for (const reference of references.slice(0, 2)) await page.check(`[aria-label="Choose Case ${reference}"]`);
  await page.click('button[value=me]');
  await page.getByText('2 changed.').waitFor();
  expect(new URL(page.url()).searchParams.get('assigned')).toBe('nobody');
  expect(await page.locator('tbody tr').count()).toBe(1);
  await page.goto(`${origin}/desk/operations?assigned=me`);
  expect(await page.locator('tbody tr').count()).toBe(2);

  // Somebody else finds them taken, and is told so.
  const other = await open({ locale: 'en', viewport: { width: 1440, height: 900 } });
  await sitDown(other, instance, 'li', ['operations']);
  await other.goto(`${origin}/desk/operations?kind=case`);
  await other.check(`[aria-label="Choose Case ${references[0]}"]`);
  await other.click('button[value=me]');
  await other.getByText('1 was not changed').waitFor();
});

it('says what of an address it does not understand, and what is for others, and shows the rest', async () => {
  const page = await open({ locale: 'en' });
  await sitDown(page, instance, 'he', ['fraud']);
  await page.goto(`${origin}/desk/operations?kind=notification&stage=nowhere&after=x`);
  await page.getByText('Not understood, and left out: stage').waitFor();
  await page.getByText('That kind of work is for others.').waitFor();
  expect(await page.locator('tbody tr').count()).toBe(3);
  expect(await page.locator('#kind option').allTextContents()).not.toContain('Notifications in quarantine');
});
