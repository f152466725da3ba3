import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/rules/role.ts';
import { cardOf, confirmed, endedByHand } from '../../support/cards.ts';
import { declared } from '../../support/cases.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { today } from '../../support/today.ts';
import { reader, testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const lines = await seedLines(op.pool, op.vault, 6);

async function at(name: string, roles: readonly Role[]): Promise<Page> {
  const page = await open({ viewport: { width: 1280, height: 900 }, locale: 'en' });
  await sitDown(page, instance, name, roles);
  return page;
}
/** As a scanner does it: it types into whatever has the cursor, ends with Enter, and does not wait. */
async function scan(page: Page, ...texts: readonly string[]): Promise<void> {
  await page.locator('#iccid:focus').waitFor();
  await page.evaluate(
    () =>
      new Promise((loaded) =>
        document.readyState === 'complete' ? loaded(0) : addEventListener('load', loaded),
      ),
  );
  for (const text of texts) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await page.locator('[data-waiting]').waitFor({ state: 'hidden' });
}
const main = (page: Page) => page.locator('main').textContent();
async function ended(line: SeededLine): Promise<string> {
  const made = await confirmed(op, line);
  await endedByHand(op, made);
  return made.caseId;
}
async function sign(page: Page, counted: string, seal: string): Promise<void> {
  await page.fill('#counted', counted);
  await page.fill('#seal', seal);
  await page.locator('main form button[type=submit]').first().click();
}

describe('old cards at the desks', () => {
  it('are scanned into a bag one after the other, and a refused one stops nothing', async () => {
    const [a, b, stranger] = lines as [SeededLine, SeededLine, SeededLine];
    await ended(a);
    await ended(b);
    const page = await at('clerk', ['clerk']);
    await page.goto(`${origin}/desk/cards`);
    await page.getByRole('button', { name: 'Open a bag' }).click();
    await page.waitForURL('**/desk/cards/bags/BG-*');
    await scan(page, cardOf(a));
    expect(await main(page)).toContain('is in the bag');
    expect(await main(page)).toContain('1 card');
    await scan(page, cardOf(stranger));
    expect(await page.locator('main [role=alert]').textContent()).toContain(
      `Not taken in: ${cardOf(stranger)}Nobody asked to close the line of this card`,
    );
    // The cursor is where it was, and what was refused is gone from it.
    await page.getByText('Damaged').first().click();
    await page.locator('#iccid').focus();
    await scan(page, cardOf(b), cardOf(a), cardOf(b));
    expect(await main(page)).toContain('2 cards');
    expect(await page.locator('main [role=alert]').textContent()).toContain('This card was taken in before');
    expect(await page.locator('table').first().textContent()).toMatch(
      new RegExp(`${cardOf(b)}Damaged.*${cardOf(a)}Whole`),
    );
    await page.getByRole('link', { name: 'Seal the bag' }).click();
    await sign(page, '3', 'S-1');
    expect(await page.locator('#errors').textContent()).toContain('The books have 2 and you counted 3');
    await sign(page, '2', 'S-1');
    await page.waitForURL('**/desk/cards/bags/BG-*');
    expect(await main(page)).toContain('Sealed');
    expect(await page.locator('#iccid').count()).toBe(0);
    // A clerk hands nothing over.
    expect(await page.getByRole('link', { name: 'Hand the bag over' }).count()).toBe(0);
    await page.goto(`${page.url()}/hand-over`);
    expect(await page.locator('h1').textContent()).not.toBe('Hand the bag over');
  });

  it('go to the destroyer in a batch that names its differences, closes, and is destroyed', async () => {
    const [, , , c, d] = lines as [SeededLine, SeededLine, SeededLine, SeededLine, SeededLine];
    const cases = [await ended(c), await ended(d)];
    const clerk = await at('clerk', ['clerk']);
    await clerk.goto(`${origin}/desk/cards`);
    await clerk.getByRole('button', { name: 'Open a bag' }).click();
    await clerk.waitForURL('**/bags/BG-*');
    const bag = clerk.url().split('/').at(-1)!;
    await scan(clerk, cardOf(c), cardOf(d));
    await clerk.goto(`${origin}/desk/cards/bags/${bag}/seal`);
    await sign(clerk, '2', 'S-2');
    const depot = await at('depot', ['operations']);
    await depot.goto(`${origin}/desk/cards/bags/${bag}/hand-over`);
    await sign(depot, '2', 'S-2');
    await depot.goto(`${origin}/desk/cards/bags/${bag}/take-over`);
    await sign(depot, '2', 'S-2');
    expect(await depot.locator('#errors').textContent()).toContain('Somebody else must sign here');
    const other = await at('other', ['operations']);
    await other.goto(`${origin}/desk/cards/bags/${bag}/take-over`);
    await sign(other, '2', 'S-2');
    await depot.goto(`${origin}/desk/cards`);
    await depot.getByRole('button', { name: 'Open a batch' }).click();
    await depot.waitForURL('**/batches/BT-*');
    const here = depot.url();
    await depot.getByRole('link', { name: 'Put bags in' }).click();
    await depot.fill('#bag', bag.toLowerCase());
    await depot.fill('#seal', 'S-2');
    await depot.getByRole('button', { name: 'Put in' }).click();
    await depot.waitForURL(here);
    await depot.getByRole('link', { name: 'Hand the batch over' }).click();
    await depot.fill('#destroyer', 'Shred Ltd');
    await sign(depot, '2', 'P-1');
    await depot.waitForURL(here);
    expect(await main(depot)).toContain('With the destroyer');
    await other.goto(`${here}/scan`);
    await scan(other, cardOf(c));
    await other.goto(`${here}/close`);
    await sign(other, '2', 'P-1');
    expect(await other.locator('h1').textContent()).toBe('1 difference');
    expect(await other.locator('table').textContent()).toContain(`Missing${cardOf(d)}${bag}`);
    await other.getByRole('link', { name: 'Scan again' }).click();
    await scan(other, cardOf(d));
    expect(await other.locator('#scans').textContent()).toBe('2');
    await other.goto(`${here}/close`);
    await sign(other, '2', 'P-1');
    await other.waitForURL(here);
    await other.getByRole('link', { name: 'Record the destruction' }).click();
    await other.getByRole('button', { name: 'Record it' }).click();
    expect(await other.locator('#errors li').count()).toBe(5);
    await other.fill('#destroyedOn', today());
    await other.getByText('Shredded', { exact: true }).click();
    await other.fill('#particleClass', 'E-4');
    await other.fill('#weightGrams', '10');
    await other.fill('#witness', 'Wang Fang');
    await other.fill('#reference', 'VN-1');
    await other.getByRole('button', { name: 'Record it' }).click();
    await other.waitForURL(here);
    expect(await main(other)).toContain('Wang Fang');
    const holder = await reader(instance, c);
    expect(await holder.get(`/cases/${cases[0]}`)).toContain('The certificate says how.');
    const auditor = await at('auditor', ['auditor']);
    await auditor.goto(here);
    expect(await main(auditor)).toContain('Shred Ltd');
    expect(await auditor.locator('main a.button, main button').count()).toBe(0);
  });

  it('are scanned in without scripts too', async () => {
    const [line] = await seedLines(op.pool, op.vault, 1, { from: 200 });
    await ended(line!);
    const page = await open({ javaScriptEnabled: false, locale: 'en' });
    await sitDown(page, instance, 'clerk', ['clerk']);
    await page.goto(`${origin}/desk/cards`);
    await page.getByRole('button', { name: 'Open a bag' }).click();
    await page.fill('#iccid', cardOf(line!));
    await page.keyboard.press('Enter');
    await page.getByText('is in the bag').waitFor();
    expect(await page.locator('#iccid').inputValue()).toBe('');
  });

  it('are set aside and taken out by those who may', async () => {
    const page = await at('both', ['supervisor']);
    await page.goto(`${origin}/desk/cards/aside`);
    await page.fill('#iccid', '89441000300012345678');
    await page.getByRole('button', { name: 'Set a card aside' }).click();
    await page.waitForURL(`${origin}/desk/cards`);
    expect(await main(page)).toContain('Set aside, without a request');
    await page.goto(`${origin}/desk/cards/remove`);
    await page.fill('#iccid', '89441000300012345678');
    await page.getByText('Sent on', { exact: true }).click();
    await page.fill('#reason', 'to its operator');
    await page.getByRole('button', { name: 'Take it out' }).click();
    await page.waitForURL(`${origin}/desk/cards`);
    expect(await main(page)).not.toContain('89441000300012345678');
  });

  it('are no place for an agent', async () => {
    const page = await at('agent', ['agent']);
    await page.goto(`${origin}/desk/cards`);
    expect(await page.locator('table').count()).toBe(0);
  });
});

describe('the old card on the progress page', () => {
  it('says how to hand it in and why not to cut it, gives a label, and takes that it is missing', async () => {
    const line = lines[5]!;
    const { caseId } = await confirmed(op, line);
    const page = await reader(instance, line);
    const shown = await page.get(`/cases/${caseId}`);
    for (const said of ['Your old card', 'With you', 'Please do not cut it', 'Until the line is off'])
      expect(shown).toContain(said);
    const labelled = await page.post(`/cases/${caseId}/card-label`, {});
    const label = /HBC-[0-9A-HJKMNP-TV-Z]{10}/.exec(labelled)?.[0];
    expect(label).toBeDefined();
    expect(await page.post(`/cases/${caseId}/card-label`, {})).toContain(label);
    expect(labelled).toContain(`href="/cases/${caseId}/card-label.pdf"`);
    expect((await page.get(`/cases/${caseId}/card-label.pdf`)).slice(0, 5)).toBe('%PDF-');
    const missing = await page.post(`/cases/${caseId}/card-missing`, { card: cardOf(line).slice(-4) });
    expect(missing).toContain('Missing, as you said');
    expect(missing).not.toContain('Please do not cut it');
    const chinese = await reader(instance, line, 'zh-CN');
    expect(await chinese.get(`/cases/${caseId}`)).toContain('您表示已没有');
  });

  it('says of an eSIM why there is nothing to hand in', async () => {
    const [line] = await seedLines(op.pool, op.vault, 1, { from: 100 });
    await op.pool.query(`update access set kind = 'esim' where line_id = $1`, [line!.lineId]);
    const { caseId } = await confirmed(op, line!);
    const shown = await (await reader(instance, line!)).get(`/cases/${caseId}`);
    expect(shown).toContain('There is nothing to hand in of an eSIM');
    expect(shown).not.toContain('Please do not cut it');
  });

  it('says nothing before the confirmation', async () => {
    const [line] = await seedLines(op.pool, op.vault, 1, { from: 101 });
    const { caseId } = await declared(op, line!);
    expect(await (await reader(instance, line!)).get(`/cases/${caseId}`)).not.toContain('Your old card');
  });
});
