import { beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/store/people/sessions.ts';
import { putStores, storeRow } from '../operations/stores/store-scene.ts';
import { eventually } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';
import { enter, type PortalInstance, portalInstance, testBrowser } from './portal-instance.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  await putStores(
    instance.operations,
    storeRow('round-the-clock', { hours: '24/7', slot_minutes: '60', services: 'end_line for_another' }),
    storeRow('walk-in', { places: '0', province: 'CN-BJ' }),
  );
});

const PHONE = { viewport: { width: 390, height: 844 }, locale: 'en' } as const;

it('a store is found from what somebody needs, a time is booked and cancelled, without scripts', async () => {
  const page = await open({ ...PHONE, javaScriptEnabled: false });
  await page.goto(`${instance.origin}/need?province=CN-GD`);
  await page.getByRole('link', { name: 'Store round-the-clock' }).click();
  // Tomorrow: today may be nearly over.
  const tomorrow = (await page.locator('#day option').nth(2).getAttribute('value'))!;
  await page.locator('#day').selectOption(tomorrow);
  await page.getByRole('button', { name: 'Show times' }).click();
  expect(new URL(page.url()).searchParams.get('day')).toBe(tomorrow);
  // Nothing chosen: both are told, and the day stays.
  await page.getByRole('button', { name: 'Make the appointment' }).click();
  await page.getByText('Choose what you come for.').waitFor();
  await page.getByText('Choose a time.').waitFor();
  await page.getByLabel('End my line').check();
  await page.getByRole('radio', { name: '10:00' }).check();
  await page.getByRole('button', { name: 'Make the appointment' }).click();
  await page.waitForURL('**/visit/AP-*/*');
  await page.getByText('You are expected.').waitFor();
  const link = page.url();
  const calendar = await page.request.get(`${link}/appointment.ics`);
  expect(calendar.headers()['content-type']).toMatch(/^text\/calendar/);
  expect(await calendar.text()).toContain(link.replace(instance.origin, 'http://handback.test').slice(0, 40));

  // Somebody else finds the time gone.
  const other = await open(PHONE);
  const store = `${instance.origin}/stores/round-the-clock?day=${tomorrow}`;
  await other.goto(store);
  expect(await other.getByRole('radio', { name: '10:00' }).count()).toBe(0);

  await page.getByRole('button', { name: 'Cancel the appointment' }).click();
  await page.getByText('It is cancelled.').waitFor();
  expect(await page.getByRole('button', { name: 'Cancel the appointment' }).count()).toBe(0);
  await other.reload();
  expect(await other.getByRole('radio', { name: '10:00' }).count()).toBe(1);
});

it('of two who want the last place at once one gets it, and the other is told in the form', async () => {
  const [first, second] = await Promise.all([open(PHONE), open(PHONE)]);
  await first.goto(`${instance.origin}/stores/round-the-clock`);
  const day = (await first.locator('#day option').nth(3).getAttribute('value'))!;
  for (const page of [first, second]) {
    await page.goto(`${instance.origin}/stores/round-the-clock?day=${day}`);
    await page.getByLabel('End my line').check();
    await page.getByRole('radio', { name: '11:00' }).check();
  }
  await first.getByRole('button', { name: 'Make the appointment' }).click();
  await first.waitForURL('**/visit/**');
  await second.getByRole('button', { name: 'Make the appointment' }).click();
  await second.getByRole('link', { name: 'This time has just been taken' }).waitFor();
  // What was chosen stays.
  expect(await second.getByLabel('End my line').isChecked()).toBe(true);
});

it('whoever signed in gets a message with the link', async () => {
  const [line] = await seedLines(instance.operations.pool, instance.vault, 1, { from: 700 });
  const page = await open({ ...PHONE, locale: 'zh-CN' });
  await enter(
    page,
    instance.origin,
    await openSession(instance.operations.pool, instance.vault, { ...line!, factors: ['sms_code'] }),
  );
  await page.goto(`${instance.origin}/stores/round-the-clock`);
  const day = (await page.locator('#day option').nth(4).getAttribute('value'))!;
  await page.goto(`${instance.origin}/stores/round-the-clock?day=${day}`);
  await page.getByLabel('注销本人号码').check();
  await page.getByRole('radio', { name: '12:00' }).check();
  await page.getByRole('button', { name: '确认预约' }).click();
  await page.waitForURL('**/visit/**');
  const message = await eventually(
    () => instance.lastMessage(line!.msisdn),
    (text) => text !== null,
  );
  expect(message).toContain(`http://handback.test${new URL(page.url()).pathname}`);
});

it('the list is filtered in its address, and says of a store without appointments that one just comes', async () => {
  const page = await open(PHONE);
  await page.goto(`${instance.origin}/stores?country=cn&province=CN-BJ&service=nonsense`);
  await page.getByRole('heading', { name: '1 store' }).waitFor();
  await page.getByRole('link', { name: /Store walk-in/ }).click();
  await page.getByText('No appointments are made here.').waitFor();
  expect((await page.goto(`${instance.origin}/stores/none`))!.status()).toBe(404);
  expect((await page.goto(`${instance.origin}/visit/AP-00000000/x`))!.status()).toBe(404);
  await page.goto(`${instance.origin}/stores?province=CN-XZ`);
  await page.getByText('There is no store for this in the list.').waitFor();
});
