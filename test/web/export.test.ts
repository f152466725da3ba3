import { expect, it } from 'vitest';
import { ENGINE } from '../../src/operations/access/actor.ts';
import { makeExports } from '../../src/operations/accounts/make-exports.ts';
import { accountArchive } from '../../src/reports/account/account-archive.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { enter, portalInstance, testBrowser } from './portal-instance.ts';

const instance = await portalInstance();
const open = await testBrowser();
const { operations: op, vault } = instance;

it('is asked for, waited for and downloaded, and the page moves by itself', async () => {
  const [line] = await seedLines(op.pool, vault, 1);
  const page = await open();
  const { partyId, lineId } = line!;
  await enter(
    page,
    instance.origin,
    await openSession(op.pool, vault, { partyId, lineId, factors: ['sms_code'] }),
  );
  await page.goto(`${instance.origin}/lines?lang=en`);
  await page.click('a[href="/export"]');
  const submit = () => page.click('#answers button[type=submit]');
  // What is wrong is said beside its field, and the passphrase is not shown again.
  await page.fill('#passphrase', 'too short');
  await page.fill('#document', TEST_DOCUMENT);
  await submit();
  await page.waitForSelector('#passphrase-fault');
  expect(await page.inputValue('#passphrase')).toBe('');
  const suggested = /[a-z2-9]{5}(\.[a-z2-9]{5}){3}/.exec((await page.textContent('#passphrase-hint'))!)![0];
  await page.fill('#passphrase', suggested);
  await page.fill('#document', TEST_DOCUMENT);
  await submit();
  await page.waitForURL('**/export/EX-*/*');
  expect(await page.textContent('main')).toContain('Waiting its turn');
  await makeExports(op, ENGINE, {
    records: null,
    pdf: async () => new Uint8Array(),
    archive: accountArchive,
  });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('text=Download the file', { timeout: 30_000 }),
  ]);
  expect(download.suggestedFilename()).toMatch(/^handback-EX-\w{8}\.zip$/);
  // Whoever has the address needs no session; whoever has none of ours learns nothing.
  const stranger = await open();
  await stranger.goto(`${page.url()}?lang=en`);
  expect(await stranger.textContent('main')).toContain('Ready');
  const made = await stranger.goto(page.url().slice(0, -3));
  expect(made?.status()).toBe(404);
});
