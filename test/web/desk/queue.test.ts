import { expect, it } from 'vitest';
import { disputeFinding } from '../../../src/operations/cases/disputes/dispute-finding.ts';
import { findingKey } from '../../../src/operations/cases/disputes/finding-key.ts';
import { checkEligibility } from '../../../src/operations/lines/check-eligibility.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { signedInPerson, subscriberOf } from '../../support/actors.ts';
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

it('is filtered by country with a field, and what is asked of a second person has its name and its asker', async () => {
  const page = await open({ locale: 'en', javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const wu = await signedInPerson(op, 'Wu Ling', ['operations']);
  await pool.query(`update termination set stage = 'notify' where reference = $1`, [references[2]]);
  const { rows } = await pool.query<{ id: string }>(
    'select case_id as id from termination where reference = $1',
    [references[2]],
  );
  await requestApproval(op, wu, {
    act: 'skip_stage',
    with: { caseId: rows[0]!.id, stage: null, reason: 'x' },
  });
  await sitDown(page, instance, 'zhou', ['supervisor']);
  await page.goto(`${origin}/desk/operations`);
  const row = page.locator('tbody tr').filter({ hasText: 'Second person' });
  expect(await row.locator('a').textContent()).toBe(references[2]);
  expect(await row.textContent()).toContain('asked for by Wu Ling');
  await page.selectOption('#kind', 'case');
  await page.selectOption('#jurisdiction', 'de');
  await page.click('.filters button');
  await page.waitForURL(/jurisdiction=de/);
  await page.getByText('Nothing waits here.').waitFor();
  await page.selectOption('#jurisdiction', 'cn');
  await page.click('.filters button');
  await page.waitForURL(/jurisdiction=cn/);
  expect(await page.locator('tbody tr').count()).toBe(3);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await pool.query('delete from approval_request');
});

it('takes a dispute off the queue once somebody has looked into it', async () => {
  const line = lines[0]!;
  await pool.query('update billing_account set balance = -4250 where account_id = $1', [`A${line.lineId}`]);
  const { eligibility } = await checkEligibility(op, subscriberOf(line), { lineId: line.lineId });
  const finding = findingKey(
    vault,
    line.lineId,
    eligibility.findings.find(({ check }) => check === 'arrears')!,
  );
  const { reference } = await disputeFinding(op, subscriberOf(line), {
    ...{ lineId: line.lineId, finding, text: 'It was paid on Monday' },
  });
  const page = await open({ locale: 'en', javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations?kind=dispute`);
  await page.getByRole('link', { name: reference }).click();
  await page.getByText('It was paid on Monday').waitFor();
  await page.click('main form button.button');
  await page.locator('#errors a[href="#note"]').waitFor();
  await page.fill('#note', 'billing has booked it');
  await page.click('main form button.button');
  await page.getByRole('heading', { name: 'Dealt with' }).waitFor();
  expect(await page.locator('main form').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.goto(`${origin}/desk/operations?kind=dispute`);
  await page.getByText('Nothing waits here.').waitFor();
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
