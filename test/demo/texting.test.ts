import { expect, test } from 'vitest';
import { pageFaults } from '../support/page-faults.ts';
import { testBrowser } from '../web/portal-instance.ts';
import { demoInstance, showcase } from './demo-instance.ts';

const instance = await demoInstance();
const { address } = instance.demo();
const open = await testBrowser();
const { msisdn, lineId } = showcase('esim');

test('lets a person text a keyword from a phone of the demo, and shows the answer, without scripts', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${address}/demo/inbox?number=${encodeURIComponent(msisdn)}`);
  await page.getByLabel('短信内容').fill('销户');
  await page.getByRole('button', { name: '发送' }).click();
  await page.waitForURL(`${address}/demo/inbox?number=${encodeURIComponent(msisdn)}`);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByText(`/lines/${lineId}`).count();
      },
      { timeout: 45_000 },
    )
    .toBe(1);
  expect(await page.getByText('需付').count()).toBe(1);
  const { rows } = await instance.pool.query('select 1 from termination where line_id = $1', [lineId]);
  expect(rows).toEqual([]);
});

test('says what is missing, in the form', async () => {
  const page = await open({ locale: 'en-GB' });
  await page.goto(`${address}/demo/inbox?lang=en`);
  await page.getByLabel('From the number').fill('12');
  await page.getByLabel('Text', { exact: true }).fill('INFO');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  expect(await page.getByLabel('From the number').getAttribute('aria-invalid')).toBe('true');
  expect(await pageFaults(page)).toEqual([]);
});
