import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pageFaults } from '../support/page-faults.ts';
import { testBrowser } from '../web/portal-instance.ts';
import { demoInstance, showcase } from './demo-instance.ts';

const instance = await demoInstance();
const { address } = instance.demo();
const open = await testBrowser();
const { msisdn, lineId, documentNumber } = showcase('eligible');

const press = (page: Page, key: string) => page.locator(`button[name="key"][value="${key}"]`).click();
const keyIn = async (page: Page, keys: string): Promise<void> => {
  await page.getByLabel('Several keys').fill(keys);
  await page.keyboard.press('Enter');
};
const hears = (page: Page, words: string) => page.getByText(words).waitFor();
const statusOf = async (): Promise<string> =>
  (await instance.pool.query<{ status: string }>('select status from line where line_id = $1', [lineId]))
    .rows[0]!.status;

describe('the voice menu, walked on a page', () => {
  test('bars a lost phone by keypad without scripts, at 390 px, and says the reference', async () => {
    const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    await page.goto(`${address}/demo?lang=en`);
    await page.getByRole('link', { name: 'Call the hotline' }).click();
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await hears(page, 'For English, press two.');
    await press(page, '2');
    await hears(page, 'two to bar a lost or stolen phone');
    await press(page, '2');
    await keyIn(page, msisdn.replace('+86', ''));
    await hears(page, 'Please enter the number of the identity document');
    await keyIn(page, documentNumber.replace('X', '*'));
    await hears(page, 'Press one to bar the line now');
    expect(page.url()).not.toContain(msisdn.slice(3));
    await press(page, '1');
    await hears(page, 'The line is being barred, and its closing has begun.');
    const { rows } = await instance.pool.query<{ reference: string }>(
      'select reference from termination where line_id = $1 and urgent',
      [lineId],
    );
    // The receipt goes to the other contact, and to the phone that is lost none.
    await hears(page, 'A text message with your receipt is on its way to your other contact.');
    // Letter by letter: without the rests it is the reference itself.
    const heard = ((await page.textContent('main')) ?? '').replace(/[^0-9A-Z]/g, '');
    expect(heard).toContain(rows[0]!.reference.replace('-', ''));
    // The engine of the demo carries it to the network.
    await expect.poll(statusOf, { timeout: 45_000 }).toBe('barred');
    // It has no horizontal scroll.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('hands over to a person at zero, hangs up, and calls again', async () => {
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${address}/demo/call?lang=en`);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    // Read aloud is there, and off.
    expect(await page.getByLabel('Read it aloud').isChecked()).toBe(false);
    expect(await pageFaults(page)).toEqual([]);
    await press(page, '0');
    await hears(page, 'A person takes the call here');
    await page.getByRole('link', { name: 'Call again' }).click();
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Say nothing' }).click();
    await hears(page, 'We did not get a key.');
    const left = page.url();
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.getByRole('button', { name: 'Call', exact: true }).waitFor();
    await page.goto(left);
    await hears(page, 'The menu has hung up.');
  });
});
