import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/rules/role.ts';
import { viewSpecialReceipt } from '../../../src/operations/special/request-by-receipt.ts';
import { hasTool, run } from '../../certificate/fixtures.ts';
import { saved } from '../../certificate/paper/pdf-fixtures.ts';
import { receiptOf } from '../../support/actors.ts';
import { TEST_DOCUMENT } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { beginVisit, drawSignature, fillForm, lineAtCounter } from './counter-scenes.ts';
import { deskInstance, signInAtDesk, sitDown } from './desk-instance.ts';
import { linesForRequests, look, sendForm, sentByPortal } from './special-scenes.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const SCREEN = { viewport: { width: 1280, height: 800 }, locale: 'en' } as const;

async function person(name: string, roles: readonly Role[]): Promise<Page> {
  const page = await open(SCREEN);
  await sitDown(page, instance, name, roles);
  return page;
}

const textOf = async (page: Page): Promise<string> => (await page.locator('main').textContent()) ?? '';

const owing = (lineId: string) =>
  op.pool.query('update billing_account set balance = -5000 where account_id = $1', [`A${lineId}`]);

/** What no heir is asked, wherever they look. */
const ASKED_OF_A_HOLDER = /You owe|You pay it|to be paid|call us|Call us|must come|Still with the holder/;

/** Step one, as an heir: what is left of the holder's document, their own, and the papers. */
async function showAsHeir(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'heir', exact: true }).click();
  await page.fill('#holder_number', TEST_DOCUMENT);
  await page.check('[name=holder_looks][value=original]');
  await page.fill('#own_name', '王五');
  await page.selectOption('#own_type', 'passport');
  await page.fill('#own_number', 'E12345678');
  await page.fill('#own_country', 'CN');
  await page.check('[name=own_no_expiry]');
  for (const box of await page.locator('[name=own_looks], [name=materials]').all()) await box.check();
  await page.click('.panel button[type=submit]');
}

describe('when somebody has died', () => {
  it('an heir ends the line at the counter, is told what is owed, and two people agree', async () => {
    const clerk = await open(SCREEN);
    await signInAtDesk(clerk, instance, 'clerk');
    const line = await lineAtCounter(op);
    await owing(line.lineId);
    const here = await beginVisit(clerk, origin, line);
    await showAsHeir(clerk);
    await clerk.waitForURL('**/form**');
    expect(await clerk.locator('[name=reason]').count()).toBe(0);
    expect(await textOf(clerk)).not.toContain('Why do they leave?');
    await look(clerk, 'heir-form');
    await fillForm(clerk);
    const told = await textOf(clerk);
    expect(told).toContain('Told, not demanded');
    expect(told).toContain('Open on the account, as of today');
    expect(told).toContain('as heir and for the estate of the holder');
    expect(told).not.toMatch(ASKED_OF_A_HOLDER);
    await look(clerk, 'heir-signature');
    await drawSignature(clerk);
    await clerk.click('form[data-pen] > button[type=submit]');
    await clerk.waitForURL('**/receipt?waiting=1');
    expect(await textOf(clerk)).not.toMatch(ASKED_OF_A_HOLDER);
    if (hasTool('pdftotext')) {
      const pdf = await (await clerk.request.get(`${here}/form.pdf`)).body();
      const text = run('pdftotext', '-layout', saved(pdf, 'heir-form.pdf'), '-');
      for (const part of ['an heir of the holder', 'The holder died', '王五', 'told, not demanded'])
        expect(text).toContain(part);
    }
    // The second person, at another desk: by keyboard, after their second factor.
    const supervisor = await open(SCREEN);
    await signInAtDesk(supervisor, instance, 'supervisor');
    await supervisor.getByRole('link', { name: 'End a line at a desk' }).first().focus();
    await supervisor.keyboard.press('Enter');
    await supervisor.waitForURL('**/desk/approvals/*');
    expect(await textOf(supervisor)).toContain('heir');
    const asked = supervisor.url();
    await supervisor.locator('button[value=approved]').focus();
    await supervisor.keyboard.press('Enter');
    await supervisor.waitForURL(`${origin}/desk/sign-in?**`);
    await supervisor.locator('main a.button').click();
    await supervisor.locator('#supervisor-mfa').click();
    await supervisor.waitForURL(`${asked}?kept=1`);
    await supervisor.locator('button[value=approved]').click();
    await supervisor.getByText('Approved', { exact: true }).waitFor();
    // Back at the counter the card is taken in, and the papers are handed over.
    await clerk.goto(`${here}/card`);
    await clerk.check('[name=condition][value=missing]');
    await clerk.click('.panel form > button[type=submit]');
    await clerk.waitForURL('**/hand-over');
    expect(await textOf(clerk)).toContain('The request is confirmed.');
    expect(await textOf(clerk)).not.toMatch(ASKED_OF_A_HOLDER);
    await look(clerk, 'heir-hand-over');
    await clerk.getByRole('button', { name: 'Finish and clear this device' }).click();
    await clerk.waitForURL('**/desk/counter?done=1');
    const { rows } = await op.pool.query(
      `select route, channel, confirmed_at is not null as confirmed from termination where line_id = $1`,
      [line.lineId],
    );
    expect(rows).toEqual([{ route: 'bereavement', channel: 'store', confirmed: true }]);
  });

  it('a request that came by the portal is reviewed by one, approved by another, and its lines begin to end', async () => {
    const lines = await linesForRequests(op, 2);
    for (const { lineId } of lines) await owing(lineId);
    const made = await sentByPortal(
      op,
      'bereavement',
      lines.map(({ msisdn }) => msisdn),
      {
        contact: '+8613900000001',
      },
    );
    const operations = await person('wu', ['operations']);
    await operations.goto(`${origin}/desk`);
    await operations.getByRole('link', { name: 'Look at them' }).focus();
    await operations.keyboard.press('Enter');
    await operations.waitForURL('**/desk/requests');
    await operations.getByRole('link', { name: made.reference }).click();
    expect(await textOf(operations)).toContain('+8613900000001 is told that it is decided, and not how');
    for (const box of await operations.locator('.candidates [type=checkbox]').all()) {
      await box.focus();
      await operations.keyboard.press('Space');
    }
    await sendForm(operations, '**/desk/approvals/*');
    const supervisor = await person('zhao', ['supervisor']);
    await supervisor.goto(`${origin}/desk`);
    await supervisor.getByRole('link', { name: 'Accept a special request' }).click();
    expect(await textOf(supervisor)).toMatch(/RouteThe holder died/);
    await supervisor.getByRole('link', { name: 'Look at the request' }).click();
    await supervisor.getByRole('link', { name: 'Look at what is asked' }).click();
    await supervisor.locator('button[value=approved]').click();
    await supervisor.getByText('Approved', { exact: true }).waitFor();
    await operations.goto(`${origin}/desk/requests/${made.requestId}`);
    expect(await operations.locator('.candidates tbody tr').allTextContents()).toEqual([
      expect.stringContaining('Its ending began'),
      expect.stringContaining('Its ending began'),
    ]);
    await look(operations, 'accepted');
    expect(await viewSpecialReceipt(op, receiptOf(made))).toMatchObject({
      state: 'accepted',
      lines: [{ outcome: 'started' }, { outcome: 'started' }],
    });
  });
});
