import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { welcome } from '../../src/cli/demo.ts';
import { GUIDE } from '../../src/demo/demo-guide.ts';
import { SHOWCASE } from '../../src/demo/demo-operator.ts';
import { DEMO_STAFF } from '../../src/demo/demo-staff.ts';
import { showcaseStates } from '../../src/demo/showcase-states.ts';
import { explainEligibility } from '../../src/operations/lines/explain-eligibility.ts';
import { acceptSpecialRequest } from '../../src/operations/special/accept-request.ts';
import { submitSpecialRequest } from '../../src/operations/special/submit-request.ts';
import { viewSpecialRequest } from '../../src/operations/special/view-request.ts';
import { staffNamed, VISITOR } from '../support/actors.ts';
import { eventually } from '../support/instance.ts';
import { pageFaults } from '../support/page-faults.ts';
import { specialForm } from '../support/special-requests.ts';
import { testBrowser } from '../web/portal-instance.ts';
import { demoInstance, showcase } from './demo-instance.ts';

const FULL = process.env['HANDBACK_FULL_AXE'] === '1';
const instance = await demoInstance();
const { address } = instance.demo();
const open = await testBrowser();

/** The newest code that was sent to a number. */
async function codeFor(msisdn: string): Promise<string> {
  return eventually(
    async () => {
      const { rows } = await instance.pool.query<{ text: string }>(
        'select text from demo_inbox where msisdn = $1 order by id desc limit 1',
        [msisdn],
      );
      return /\b\d{6}\b/.exec(rows[0]?.text ?? '')?.[0] ?? '';
    },
    (code) => code !== '',
  );
}

async function signIn(page: Page, msisdn: string): Promise<void> {
  await page.goto(`${address}/?lang=en`);
  await page.fill('#number', msisdn);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.waitForURL('**/code');
  await page.fill('#code', await codeFor(msisdn));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/lines');
}

async function verdictOf(lineId: string): Promise<string> {
  const { operations } = instance.demo().instance.base;
  const asked = { lineId, channel: 'online', urgent: false } as const;
  return (await explainEligibility(operations, staffNamed('lin'), asked)).verdict ?? '';
}

describe('the guide of the demo', () => {
  test('names every number of the showcase with all that must be typed, without scripts', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${address}/demo?lang=en`);
    const text = (await page.locator('main').textContent())!;
    for (const { msisdn, documentNumber, openedOn, holderName } of SHOWCASE)
      for (const one of [msisdn ?? '', documentNumber, openedOn, holderName]) expect(text).toContain(one);
    expect(await page.locator('main details').count()).toBe(SHOWCASE.length);
    // What only a script can do is not offered.
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    for (const to of ['/api/v1/openapi.json', '/demo/call', '/check', '/need'])
      expect(await page.locator(`main a[href="${to}"]`).count(), to).toBe(1);
    for (const { name } of DEMO_STAFF) expect(text).toContain(name);
    for (const to of ['/desk/hotline', '/desk/counter'])
      expect(await page.locator(`main a[href="${to}"]`).count()).toBe(1);
    // Among the places, and as a walk.
    expect(await page.locator('main a[href="/special"]').count()).toBe(2);
  });

  test('copies with a script what stands beside the button', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(`${address}/demo?lang=en`);
    await page
      .getByRole('button', { name: /^Copy: ID number/ })
      .first()
      .click();
    await page.locator('#copied').getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SHOWCASE[0]!.documentNumber);
  });

  test('has the operator’s side of everything that blocks: done there, the portal lets the line go on', async () => {
    const blocked = [];
    for (const line of SHOWCASE) {
      if (line.situation === 'ended') continue;
      const verdict = await verdictOf(line.lineId);
      expect(verdict === 'blocked', line.situation).toBe(
        GUIDE[line.situation].group === 'blocked' && line.situation !== 'roamed',
      );
      if (GUIDE[line.situation].group === 'blocked') blocked.push(line);
    }
    expect(blocked.length).toBeGreaterThan(11);
    const page = await open({ javaScriptEnabled: false });
    for (const { situation, lineId } of blocked) {
      await page.goto(`${address}/demo?lang=en&open=${situation}#${situation}`);
      const buttons = page.locator(`#${situation} form button`);
      for (let left = await buttons.count(); left > 0; left--) {
        await buttons.first().click();
        expect(await page.locator('main .note.ok').textContent(), situation).toContain('Done for');
        expect(await buttons.count(), situation).toBe(left - 1);
      }
      expect(await verdictOf(lineId), situation).toBe('eligible');
    }
    const { rows } = await instance.pool.query(
      `select from audit where actor = 'system:demo-operator' and action = 'line_updated'`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(blocked.length);
  });

  test('lets a line that owed money end through the portal', async () => {
    const { msisdn, lineId, documentNumber } = showcase('arrears');
    const page = await open({ locale: 'en-GB' });
    await signIn(page, msisdn);
    await page.goto(`${address}/lines/${lineId}/eligibility`);
    await page.getByRole('heading', { name: 'Nothing stands in the way' }).waitFor();
    await page.goto(`${address}/lines/${lineId}/reason`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/review');
    await page.fill('#document', '110105194912310011');
    await page.fill('#contact', '12');
    await page.getByRole('button', { name: 'Submit request' }).click();
    await page.locator('#errors').waitFor();
    const wrong = await page
      .locator('#errors a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(wrong.sort()).toEqual(['#contact', '#document']);
    await page.fill('#contact', '');
    await page.fill('#document', documentNumber);
    await page.getByRole('button', { name: 'Submit request' }).click();
    await page.waitForURL(/\/cases\/[0-9a-f-]+\?done=confirmed$/);
    expect(await page.title()).toBe('Confirmed – Cooling-off: you can still withdraw – Guiyi Mobile');
    const used = (await showcaseStates(instance.pool)).find((one) => one.lineId === lineId)!;
    expect(used).toMatchObject({ usedUp: true, ended: false });
    await page.goto(`${address}/demo?open=arrears`);
    expect(await page.locator('#arrears .tag').textContent()).toBe('Under way');
    expect(await page.locator('#arrears').textContent()).toContain(used.openCase!);
    // The demo's minute of cooling-off is over at once.
    await instance.pool.query(`update termination set due_at = now() where line_id = $1`, [lineId]);
    await instance.pool.query(`notify handback_due`);
    await eventually(
      async () => (await showcaseStates(instance.pool)).find((one) => one.lineId === lineId)!.ended,
      (ended) => ended,
    );
    await page.reload();
    expect(await page.locator('#arrears .tag').textContent()).toBe('Line has ended');
    const said = welcome(address, await showcaseStates(instance.pool));
    expect(said).toMatch(new RegExp(`${msisdn.replace('+', '\\+')}.*(used up|已用)`));
  });

  test('shows a line as used up that a confidential case ended', async () => {
    const { operations: op } = instance.demo().instance.base;
    const { msisdn, lineId } = showcase('credit');
    const { reference } = (await submitSpecialRequest(op, VISITOR, specialForm('survivor', [msisdn])))!;
    const { request } = await viewSpecialRequest(op, staffNamed('lin'), { reference });
    const done = await acceptSpecialRequest(op, staffNamed('lin'), {
      requestId: request.requestId,
      lineIds: [lineId],
    });
    expect(done.lines).toMatchObject([{ outcome: 'started' }]);
    await eventually(
      async () => (await showcaseStates(instance.pool)).find((one) => one.lineId === lineId)!.ended,
      (ended) => ended,
    );
    const page = await open();
    expect((await page.goto(`${address}/demo?lang=en&open=credit`))!.status()).toBe(200);
    expect(await page.locator('#credit .tag').textContent()).toBe('Line has ended');
  });

  test('begins with a number that still serves, also after the first one was used up', async () => {
    const first = showcase('eligible');
    const page = await open();
    await page.goto(`${address}/demo`);
    const begin = page.locator('section[aria-labelledby=begin]');
    expect(await begin.textContent()).toContain(first.msisdn);
    await instance.pool.query(`update line set status = 'ended' where line_id = $1`, [first.lineId]);
    await page.reload();
    expect(await begin.textContent()).not.toContain(first.msisdn);
    const [, , , , , line] = welcome(address, await showcaseStates(instance.pool)).split('\n');
    expect(line).not.toContain(first.msisdn);
    expect(welcome(address, await showcaseStates(instance.pool)).split('\n')[1]).toContain(`${address}/demo`);
  });

  test('does nothing that there is nothing to do about', async () => {
    const answer = await fetch(`${address}/demo?open=credit`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: address },
      body: 'do=pay_balance',
      redirect: 'manual',
    });
    expect(answer.status).toBe(404);
  });

  test('tells a line with eSIMs only nothing of a card', async () => {
    const page = await open({ locale: 'en-GB' });
    const { msisdn, lineId } = showcase('esim');
    await signIn(page, msisdn);
    expect(await page.locator('main').textContent()).not.toMatch(/\bcard\b/i);
    await page.goto(`${address}/lines/${lineId}/before`);
    expect(await page.locator('main').textContent()).not.toMatch(/\bcard\b/i);
    await page.goto(`${address}/lines/${lineId}/before?lang=zh-CN`);
    expect(await page.locator('main').textContent()).not.toContain('卡');
  });

  test.each(['zh-CN', 'en'])(
    'has no axe violations and no sideways scroll in %s, all unfolded',
    async (lang) => {
      const page = await open({ reducedMotion: 'reduce' });
      for (const scheme of ['light', 'dark'] as const) {
        for (const width of [320, 390, 1440]) {
          // Each language in one theme and width; all of them on demand.
          if (
            !FULL &&
            !(lang === 'en' ? scheme === 'dark' && width === 320 : scheme === 'light' && width === 390)
          )
            continue;
          await page.emulateMedia({ colorScheme: scheme });
          await page.setViewportSize({ width, height: 844 });
          await page.goto(`${address}/demo?lang=${lang}&open=everything`);
          await page.evaluate(() => {
            for (const one of document.querySelectorAll('details')) one.open = true;
          });
          expect(await pageFaults(page)).toEqual([]);
        }
      }
    },
  );
});
