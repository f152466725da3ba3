import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { refuseSpecialRequest } from '../../../src/operations/special/refuse-request.ts';
import { staffNamed } from '../../support/actors.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';
import { fillTakeIn, linesForRequests, sendForm, sentByPortal } from './special-scenes.ts';

const VIEWS = [
  ['en', 'light', 1280],
  ['zh-CN', 'dark', 1024],
  ['zh-CN', 'light', 390],
  ['en', 'dark', 320],
] as const;

/** All of them for every state, or one each, dealt out over the states. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';

const instance = await deskInstance();
const { origin, operations: op } = instance;

/** What is pressed in the page and is smaller than fingers at a counter, or a mouse at a desk, need. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const least = document.querySelector('main .counter') ? 56 : 24;
    return [
      ...document.querySelectorAll<HTMLElement>('main :is(a, button, select, input:not([type=hidden]))'),
    ].flatMap((target) => {
      const box = (target.closest('.choice, .file, .box') ?? target).getBoundingClientRect();
      const inText = getComputedStyle(target).display === 'inline' || target.matches('.back');
      if (box.width === 0 || inText || Math.round(box.height) >= least) return [];
      return [`${Math.round(box.width)}x${Math.round(box.height)}: ${target.outerHTML.slice(0, 90)}`];
    });
  });
}

it('special requests have no axe violations in any state, and fit small windows', {
  timeout: 400_000,
}, async () => {
  const open = await testBrowser();
  const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en', reducedMotion: 'reduce' });
  await sitDown(page, instance, 'zhao', ['supervisor']);
  const faults: string[] = [];
  let seen = 0;
  /** The page as it is: what follows a form that was refused is at no address. */
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
    await page.setViewportSize({ width: 1280, height: 800 });
    at.searchParams.set('lang', 'en');
    await page.goto(at.href);
  };

  await look('nothing waits', '/desk/requests');
  const [heirs, guardians, strangers] = await linesForRequests(op, 3);
  await op.pool.query('update billing_account set balance = -5000');
  const made = await sentByPortal(op, 'bereavement', [heirs!.msisdn, '+8617099999999'], {
    contact: '+8613900000001',
    note: 'one\ntwo',
  });
  const blocked = await sentByPortal(op, 'guardian', [guardians!.msisdn]);
  const secret = await sentByPortal(op, 'survivor', [strangers!.msisdn], { wish: 'split_off' });
  const refused = await sentByPortal(op, 'agent', [strangers!.msisdn]);
  await refuseSpecialRequest(op, staffNamed('lin'), { ...refused, reason: 'no signature' });
  await op.pool.query(`update special_request set decide_by = now() where request_id = $1`, [made.requestId]);
  await look('home', '/desk');
  await look('list', '/desk/requests');
  await look('decided list', '/desk/requests?view=decided');
  await look('request', `/desk/requests/${made.requestId}`);
  await page.click('#answers button[type=submit]:not([name])');
  await page.locator('#errors').waitFor();
  await asItIs('request refused');
  await look('confidential', `/desk/requests/${secret.requestId}`);
  await look('refused request', `/desk/requests/${refused.requestId}`);
  await look('refusing', `/desk/requests/${secret.requestId}/refuse`);
  await look('pictures', `/desk/requests/${made.requestId}/pictures`);
  await page.fill('#why', 'to decide');
  await page.locator('button[name=photo]').first().click();
  await page.locator('img.paper-picture').waitFor();
  await asItIs('picture');
  await look('blocked', `/desk/requests/${blocked.requestId}`);
  await page.check('[name=line-0]');
  await sendForm(page, '**/desk/approvals/*');
  await look('approval');
  await look('waits', `/desk/requests/${blocked.requestId}`);

  await look('counter', '/desk/counter');
  await look('ways', '/desk/counter/special');
  for (const route of ['guardian', 'not_mine', 'survivor'] as const)
    await look(route, `/desk/counter/special/${route}`);
  await page.click('#answers button[type=submit]:not([name])');
  await page.locator('#errors').waitFor();
  await asItIs('form refused');
  await fillTakeIn(page, origin, 'guardian', [guardians!.msisdn]);
  await sendForm(page, '**/special/received/*');
  await look('received');
  expect(faults).toEqual([]);
});
