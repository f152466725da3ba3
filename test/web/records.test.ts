import { beforeAll, describe, expect, it } from 'vitest';
import { setLegalHold } from '../../src/operations/erasure/legal-holds.ts';
import { staffNamed } from '../support/actors.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { type PortalInstance, portalInstance, signIn, testBrowser } from './portal-instance.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;
let line: SeededLine;

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  [line] = (await seedLines(instance.operations.pool, instance.vault, 1)) as [SeededLine];
});

describe('what is held of a holder', () => {
  it('is told on a page once they proved who they are: kinds, last days and the rule, and no hold of an authority', async () => {
    const { operations: op } = instance;
    await setLegalHold(op, staffNamed('lin'), { subject: line.partyId, reason: 'secret court', until: null });
    const page = await open({ viewport: { width: 390, height: 844 }, locale: 'en' });
    await signIn(page, instance, line.msisdn);
    // Whoever has the phone alone is asked for the document.
    await page.goto(`${instance.origin}/records`);
    await page.fill('#document', TEST_DOCUMENT);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/records');
    await page.getByRole('heading', { name: 'What we hold of you' }).waitFor();
    // From where they read how long it is kept, and from their lines.
    for (const from of ['/privacy', '/lines']) {
      await page.goto(`${instance.origin}${from}`);
      const link = page.getByRole('link', { name: 'What we hold of you' });
      expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      await link.click();
      await page.getByRole('heading', { name: 'What we hold of you' }).waitFor();
    }
    const text = await page.locator('main').textContent();
    expect(text).toContain('Identity document');
    expect(text).toContain('You have a line with us.');
    expect(text).toContain('cn.records_kept');
    expect(text).not.toMatch(/legal hold|court/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
