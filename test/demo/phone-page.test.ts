import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pageFaults } from '../support/page-faults.ts';
import { testBrowser } from '../web/portal-instance.ts';
import { demoInstance, profileState, receivedOf, showcase } from './demo-instance.ts';

const instance = await demoInstance();
const { address } = instance.demo();
const open = await testBrowser();

const pathOf = (msisdn: string): string => `${address}/demo/phone?number=${encodeURIComponent(msisdn)}`;
const esim = showcase('esim');
const { iccid } = esim.profiles[0]!;

async function online(page: Page, way: string, set: string): Promise<void> {
  await page.getByRole('radio', { name: way }).check();
  await page.getByRole('button', { name: set }).click();
}

describe('the phone page', () => {
  test('lets a profile be deleted without scripts: offline it waits, online it arrives', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${address}/demo/phone`);
    await page.getByRole('link', { name: esim.msisdn }).click();
    await online(page, '不联网', '设定');
    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByText('已签名（第 3 号），等待联网。').waitFor();

    await page.getByRole('link', { name: '删除 eSIM' }).click();
    await page.getByRole('heading', { name: '删除此 eSIM？' }).waitFor();
    await page.getByRole('link', { name: '保留 eSIM' }).click();
    await page.getByRole('link', { name: '删除 eSIM' }).click();
    await page.getByRole('button', { name: '删除 eSIM' }).click();
    await page.getByText('已签名（第 4 号），等待联网。').waitFor();
    await page.getByText('本设备上没有 eSIM。').waitFor();
    expect(await receivedOf(instance, iccid)).toEqual([]);

    await online(page, '移动数据', '设定');
    await page.getByText(/^已签名（第 4 号），.* 送达。$/).waitFor();
    expect(await profileState(instance, iccid)).toBe('deleted');
    await page.getByRole('link', { name: '该号码的短信' }).click();
    await page.waitForURL(`${address}/demo/inbox?number=${encodeURIComponent(esim.msisdn)}`);
    await page.getByRole('link', { name: '手机上的 eSIM' }).click();
    await page.waitForURL(pathOf(esim.msisdn));
  });

  test('says why a phone whose line is cut off needs Wi-Fi', async () => {
    const page = await open({ locale: 'en-GB' });
    const { msisdn, lineId } = showcase('watch');
    await instance.pool.query(`update line set status = 'barred' where line_id = $1`, [lineId]);
    await page.goto(`${pathOf(msisdn)}&lang=en`);
    const phone = page.locator('section').filter({ hasText: 'iPhone' });
    expect(await phone.getByText('Offline').count()).toBe(1);
    expect(await phone.getByText('The line is cut off, so this device has no mobile data.').count()).toBe(1);
    await phone.getByRole('radio', { name: 'Wi-Fi' }).check();
    await phone.getByRole('button', { name: 'Set' }).click();
    await phone.getByText('Online', { exact: true }).waitFor();
  });

  test('tells of an order, of a number without an eSIM, and of what is no number', async () => {
    const page = await open();
    await page.goto(`${pathOf(showcase('ordered_esim').msisdn)}&lang=en`);
    expect(await page.getByText('Ready to download').count()).toBe(1);
    await page.goto(`${pathOf(showcase('eligible').msisdn)}&lang=en`);
    expect(await page.getByText('No virtual phone belongs to this number').count()).toBe(1);
    const answer = await page.goto(`${pathOf('12')}&lang=en`);
    expect(answer!.status()).toBe(422);
    expect(await page.locator('#errors').count()).toBe(1);
  });

  test('takes no order from another site', async () => {
    const { msisdn, profiles } = showcase('two_devices');
    const answer = await fetch(`${pathOf(msisdn)}&eid=${profiles[0]!.eid}&iccid=${profiles[0]!.iccid}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: 'do=delete',
      redirect: 'manual',
    });
    expect(answer.status).toBe(403);
    expect(await profileState(instance, profiles[0]!.iccid)).toBe('installed');
  });

  test('is sound in both languages, light and dark, narrow and wide', async () => {
    const { msisdn, profiles } = showcase('two_devices');
    const paths = [
      `${address}/demo/phone?`,
      `${address}/demo/inbox?`,
      pathOf(msisdn),
      `${pathOf(msisdn)}&delete=${profiles[0]!.iccid}`,
      pathOf(showcase('ordered_esim').msisdn),
      pathOf('12'),
    ];
    const views = [
      ['zh-CN', 'light', 320],
      ['en', 'dark', 390],
      ['zh-CN', 'dark', 1440],
    ] as const;
    const faults: string[] = [];
    for (const [language, colorScheme, width] of views) {
      const page = await open({ colorScheme, viewport: { width, height: 844 }, reducedMotion: 'reduce' });
      for (const path of paths) {
        await page.goto(`${path}&lang=${language}`);
        for (const fault of await pageFaults(page)) faults.push(`${path} ${language} ${width}: ${fault}`);
      }
      await page.context().close();
    }
    expect(faults).toEqual([]);
  });
});
