import { beforeAll, expect, it } from 'vitest';
import { type PortalInstance, portalInstance, testBrowser } from './portal-instance.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
});

it('is answered on a phone without scripts, and the answer is an address', async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, locale: 'en' });
  await page.goto(instance.origin);
  await page.getByRole('link', { name: 'What do I need before I set out?' }).click();
  await page.getByLabel('Province').selectOption('CN-HA');
  await page.getByLabel('Who comes').selectOption('heir');
  await page.getByRole('button', { name: 'Show' }).click();
  expect(new URL(page.url()).searchParams.get('province')).toBe('CN-HA');
  await page.getByText('The death certificate').first().waitFor();
  await page.getByRole('heading', { name: 'What it may cost' }).waitFor();
  // The choice stays, and another country has no provinces of this one.
  expect(await page.getByLabel('Province').inputValue()).toBe('CN-HA');
  await page.getByLabel('Country').selectOption('ph');
  await page.getByRole('button', { name: 'Show' }).click();
  expect(await page.getByLabel('Province').count()).toBe(0);
  await page.getByText('24 hours').first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('says of a choice that there is not that there is none, and answers the usual case', async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  const answer = await page.goto(`${instance.origin}/need?province=CN-11&who=nobody&card=%3Cb%3E`);
  expect(answer!.status()).toBe(200);
  await page.getByRole('alert').getByText('没有这个选项').waitFor();
  await page.getByText('机主证件原件').first().waitFor();
  expect(await page.content()).not.toContain('<b>');
});

it('prints on one sheet', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  await page.goto(`${instance.origin}/need?who=company&opened=business`);
  const pdf = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm' } });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
});
