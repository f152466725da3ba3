import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { dealWithDispute } from '../../../src/operations/cases/disputes/deal-with-dispute.ts';
import { disputeFinding } from '../../../src/operations/cases/disputes/dispute-finding.ts';
import { findingKey } from '../../../src/operations/cases/disputes/finding-key.ts';
import { checkEligibility } from '../../../src/operations/lines/check-eligibility.ts';
import { carryOutGroupRetries } from '../../../src/operations/oversight/stuck/carry-out-group-retries.ts';
import { retryGroup } from '../../../src/operations/oversight/stuck/retry-group.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import { closedCase, declared, readyToEnd, running } from '../../support/cases.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';
import { sentByPortal, look as withEyes } from './special-scenes.ts';

const VIEWS = [
  ['en', 'light', 1440],
  ['zh-CN', 'dark', 1024],
  ['zh-CN', 'light', 390],
  ['en', 'dark', 320],
] as const;

/** All of them for every state, or one each, dealt out over the states. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';

const instance = await deskInstance();
const { origin, operations: op, vault, simulator } = instance;
const { pool } = op;
const machine = staffNamed('lin');

/** Boxes and buttons that a mouse misses. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>('main :is(a, button, select, input:not([type=hidden]))'),
    ].flatMap((target) => {
      const box = (target.closest('.choice, .file, .box') ?? target).getBoundingClientRect();
      const inText = getComputedStyle(target).display === 'inline' || target.matches('.back');
      if (box.width === 0 || inText || Math.round(box.height) >= 24) return [];
      return [`${Math.round(box.width)}x${Math.round(box.height)}: ${target.outerHTML.slice(0, 90)}`];
    }),
  );
}

it('search, cases, queue and stuck groups have no axe violations in any state, and fit small windows', {
  timeout: 400_000,
}, async () => {
  const open = await testBrowser();
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en', reducedMotion: 'reduce' });
  await sitDown(page, instance, 'zhao', ['supervisor']);
  const faults: string[] = [];
  let seen = 0;
  /** The page as it is: what follows a form is at no address. */
  const asItIs = async (name: string): Promise<void> => {
    for (const fault of [...(await pageFaults(page)), ...(await smallTargets(page))])
      faults.push(`${name}: ${fault}`);
  };
  const look = async (name: string, path?: string): Promise<void> => {
    const at = new URL(path === undefined ? page.url() : `${origin}${path}`);
    const views = full ? VIEWS : [VIEWS[seen++ % VIEWS.length]!];
    for (const [language, colorScheme, width] of views) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      at.searchParams.set('lang', language);
      await page.goto(at.href);
      await asItIs(`${name} ${language} ${width} ${colorScheme}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    at.searchParams.set('lang', 'en');
    await page.goto(at.href);
    await withEyes(page, `cases-${name.replaceAll(' ', '-')}`);
  };

  await look('nothing waits', '/desk/operations');
  await look('nothing stuck', '/desk/operations/stuck');
  const lines = await seedLines(pool, vault, 12, { simulator });
  const [ended, cooling, ...stuck] = lines;
  const closed = await readyToEnd(op, ended!);
  await running(instance.engine(), () => closedCase(pool, closed.caseId));
  await readyToEnd(op, cooling!);
  const made = [];
  for (const line of stuck) made.push(await declared(op, line));
  await pool.query(
    `update termination set stage = 'notify', waiting_for = 'staff', due_at = null, service_ended_at = now(),
       problem = '{"code":"hlr_refused","detail":"Error retrieving data from database."}' where case_id = any($1)`,
    [made.map(({ caseId }) => caseId)],
  );
  await pool.query(
    `update termination set stage = 'detach', service_ended_at = null, detach_deadline = now() - interval '3 days',
       problem = '{"code":"bar_does_not_hold"}' where case_id = $1`,
    [made[0]!.caseId],
  );
  await pool.query(
    `update outbox set due_at = null, sent_at = null, given_up_at = now(), given_up_for = 'deadline', kind = 'completed' where case_id = $1`,
    [made[1]!.caseId],
  );
  await sentByPortal(op, 'bereavement', [lines[5]!.msisdn]);

  await look('queue', '/desk/operations');
  await look('queue filtered', '/desk/operations?kind=case&assigned=nobody&province=CN-BJ');
  await look('queue not understood', '/desk/operations?kind=notification&stage=x');
  await page.goto(`${origin}/desk/operations`);
  await page.click('button[value=me]');
  await page.locator('#errors').waitFor();
  await asItIs('queue refused');
  await page.locator('.pick input').first().check();
  await page.click('button[value=me]');
  await page.getByText('1 changed.').waitFor();
  await look('queue taken');

  await look('search', '/desk/operations/search');
  for (const key of [ended!.msisdn, '张三', '没有', '89']) {
    await page.goto(`${origin}/desk/operations/search`);
    await page.fill('#key', key);
    await page.click('main form button.button');
    await page.locator('#found, #errors').waitFor();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await asItIs(`search ${key} ${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  await look('case closed', `/desk/operations/cases/${closed.reference}`);
  await look('case with what was said', `/desk/operations/cases/${closed.reference}?exchanges=raw`);
  await look('case overdue', `/desk/operations/cases/${made[0]!.reference}`);
  await look('case stuck', `/desk/operations/cases/${made[1]!.reference}?done=retry`);
  await page.locator('section[aria-labelledby=act-skip] button').click();
  await page.locator('#errors').waitFor();
  await asItIs('case refused');
  await look('no case', '/desk/operations/cases/HB-00000000');

  const { lineId } = lines[6]!;
  await pool.query('update billing_account set balance = -4250 where account_id = $1', [`A${lineId}`]);
  const { eligibility } = await checkEligibility(op, subscriberOf(lines[6]!), { lineId });
  const owing = eligibility.findings.find(({ check }) => check === 'arrears')!;
  const said = { lineId, finding: findingKey(vault, lineId, owing), text: '上月已缴清' };
  const { reference } = await disputeFinding(op, subscriberOf(lines[6]!), said);
  await look('dispute', `/desk/operations/disputes/${reference}`);
  await page.click('main form button.button');
  await page.locator('#errors').waitFor();
  await asItIs('dispute refused');
  await dealWithDispute(op, machine, { dispute: reference, note: 'billing has booked it' });
  await look('dispute dealt with', `/desk/operations/disputes/${reference}`);

  await look('stuck', '/desk/operations/stuck');
  const cause = { stage: 'notify', code: 'hlr_refused', element: 'hlr' } as const;
  await look('group', `/desk/operations/stuck/cause?${new URLSearchParams(cause)}`);
  const { retryId } = await retryGroup(op, machine, { cause });
  await carryOutGroupRetries(op, ENGINE);
  await look('retry runs', `/desk/operations/stuck/retries/${retryId}`);
  await pool.query(
    `update termination set waiting_for = 'staff', due_at = null, problem = '{"code":"hlr_refused"}' where stage = 'notify' and waiting_for is null`,
  );
  await carryOutGroupRetries(op, ENGINE);
  await look('retry stopped', `/desk/operations/stuck/retries/${retryId}`);
  await look('no retry', `/desk/operations/stuck/retries/none`);
  expect(faults).toEqual([]);
});
