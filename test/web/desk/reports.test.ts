import { describe, expect, it } from 'vitest';
import { checkText } from '../../../src/operations/channels/check-text.ts';
import { reportText } from '../../../src/operations/channels/report-text.ts';
import { VISITOR } from '../../support/actors.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const REPORTS = `${origin}/desk/operations/reports`;
const TEXT = '团购 <b>特价</b> https://desk-shop.com/a?x=1 快来';

for (const client of ['192.0.2.1', '192.0.2.2'])
  await reportText(op, VISITOR, { text: TEXT, sender: null, client });

describe('reported texts at the operations desk', () => {
  it('are read, decided and blocked without scripts; nothing in them can be followed', async () => {
    const page = await open({
      viewport: { width: 1440, height: 900 },
      locale: 'en',
      javaScriptEnabled: false,
    });
    await sitDown(page, instance, 'fang', ['fraud']);
    await page.goto(REPORTS);
    const row = page.getByRole('row').filter({ hasText: 'desk-shop.com' });
    expect(await row.locator('td').nth(1).textContent()).toBe('2');
    await row.getByRole('link').click();
    await page.getByText(TEXT).waitFor();
    expect(await page.locator('main a[href*="desk-shop"], main b').count()).toBe(0);
    await page.getByRole('button', { name: 'Block it' }).click();
    await page.locator('#errors a[href="#reason"]').waitFor();
    await page.fill('#reason', 'called the shop');
    await page.getByRole('button', { name: 'Block it' }).click();
    await page.getByRole('button', { name: 'Look at it anew' }).waitFor();
    const decided = page.locator('main .rows > div').filter({ hasText: 'Decided' });
    // By the name by which colleagues know them, and not by that of the audit log.
    expect(await decided.locator('.hint').textContent()).toBe('fang');
    const { verdict } = await checkText(op, VISITOR, { text: 'https://desk-shop.com', sender: null });
    expect(verdict).toBe('not_official');
  });

  it('take in a list, and name the rows that are left out', async () => {
    const page = await open({ locale: 'en' });
    await sitDown(page, instance, 'su', ['supervisor']);
    await page.goto(`${REPORTS}/blocks`);
    await page.fill('#source', 'Police');
    const buffer = Buffer.from('\ufeffkind,value\ndomain,listed-shop.com\ndomain,10086.cn\n');
    await page.setInputFiles('#file', { name: 'list.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('1 of 2 rows are new.').waitFor();
    expect(await page.getByText('rows 2.').count()).toBe(1);
  });

  it('are for fraud review, supervisors and auditors; an auditor only looks', async () => {
    const agent = await open({ locale: 'en' });
    await sitDown(agent, instance, 'an', ['agent']);
    expect((await agent.goto(REPORTS))?.status()).toBe(403);
    const auditor = await open({ locale: 'en' });
    await sitDown(auditor, instance, 'au', ['auditor']);
    await auditor.goto(`${REPORTS}/blocks`);
    expect(await auditor.locator('#file').count()).toBe(0);
  });
});

it('checks a text for a caller at the hotline', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'an', ['agent']);
  await page.goto(`${origin}/desk/hotline`);
  await page.getByRole('link', { name: 'Check a text for the caller' }).click();
  await page.fill('#text', '1OO86');
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.getByRole('heading', { name: 'Not official', exact: true }).waitFor();
});
