import { describe, expect, it } from 'vitest';
import { PHONE } from '../../../src/operations/access/actor.ts';
import { receiveNotifications } from '../../../src/operations/esim/receive-notifications.ts';
import { profileIccid, TestDevice } from '../../support/esim.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const VIEWS = [
  ['en', 'light', 1440],
  ['zh-CN', 'dark', 390],
] as const;

describe('eSIM at the operations desk', () => {
  it('shows what waits, judges it anew, and ends its review with a reason', async () => {
    await receiveNotifications(op, PHONE, { raw: [new TestDevice(1).notify('delete', profileIccid(1))] });
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, 'wu', ['operations']);
    await page.goto(`${origin}/desk/operations/esim?lang=en`);
    // No issuer of eUICCs is trusted at these desks.
    const row = page.getByRole('row', { name: /ends at an issuer that is not trusted here/ });
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Judge it anew' }).click();
    await page.getByText('It was judged anew, and proves nothing still.').waitFor();
    await page.getByRole('button', { name: 'End the review: it proves nothing' }).click();
    await page.locator('#errors').waitFor();
    await page.fill('#reason', 'a phone of the laboratory');
    await page.getByRole('button', { name: 'End the review: it proves nothing' }).click();
    await page.getByText('No notification waits.').waitFor();
    const { rows } = await op.pool.query<{ action: string }>(
      `select action from audit where action like 'notification_%' order by audit_id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['notification_rechecked', 'notification_dismissed']);
    const file = await page.request.get(`${origin}/desk/operations/esim/ledger.csv`);
    expect(await file.text()).toMatch(/^iccid,eid,line_id/);
  });

  it('lets an auditor look, and do nothing', async () => {
    await receiveNotifications(op, PHONE, { raw: [new TestDevice(2).notify('delete', profileIccid(2))] });
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, 'li', ['auditor']);
    await page.goto(`${origin}/desk/operations/esim?lang=en`);
    await page.locator('tbody th a').first().click();
    await page.getByRole('heading', { name: 'Notification', exact: true }).waitFor();
    expect(await page.locator('main form').count()).toBe(0);
  });
});

it('has no axe violations on the pages of eSIM and agents', { timeout: 200_000 }, async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await sitDown(page, instance, 'zhao', ['supervisor', 'operations']);
  await receiveNotifications(op, PHONE, { raw: [new TestDevice(3).notify('delete', profileIccid(3))] });
  await op.pool.query(
    `insert into audit (actor, action, facts) select 'staff:somebody for subscriber', 'declared', '{"urgent":true}' from generate_series(1, 6)`,
  );
  const faults: string[] = [];
  await page.goto(`${origin}/desk/operations/esim`);
  const one = await page.locator('tbody th a').first().getAttribute('href');
  for (const path of [
    '/desk/operations/esim',
    '/desk/operations/esim?by=maker',
    one!,
    '/desk/operations/agents',
  ])
    for (const [language, colorScheme, width] of VIEWS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      for (const fault of await pageFaults(page)) faults.push(`${path} ${language} ${width}: ${fault}`);
    }
  expect(faults).toEqual([]);
});
