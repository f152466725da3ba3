import { beforeAll, describe, expect, it } from 'vitest';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { declare } from '../../src/operations/cases/declare.ts';
import { attendedBy, personNamed } from '../support/actors.ts';
import { auditOf } from '../support/cases.ts';
import { eventually } from '../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { type PortalInstance, portalInstance, signIn, testBrowser } from './portal-instance.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;
let lines: readonly SeededLine[];
let used = 0;
const aLine = (): SeededLine => lines[used++]!;

beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  lines = await seedLines(instance.operations.pool, instance.vault, 4, { simulator: instance.simulator });
});

const linkIn = (text: string): string => /https?:\/\/\S+\/not-me\/\S+/.exec(text)![0];

describe('an ending that an agent began, and that was not the holder', () => {
  it('rests after one tap on the link of the message, on a phone, without scripts or a sign-in', async () => {
    const line = aLine();
    const { operations: op } = instance;
    const customer = attendedBy(personNamed('sun', ['agent']), line);
    const made = (await declare(op, customer, { lineId: line.lineId, reason: null })) as { caseId: string };
    const message = await eventually(
      () => instance.lastMessage(line.msisdn),
      (text) => text?.includes('/not-me/') ?? false,
    );
    const page = await open({
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: false,
      locale: 'en',
    });
    const address = new URL(linkIn(message!));
    // What follows links by itself changes nothing.
    for (let n = 0; n < 3; n++) await page.goto(instance.origin + address.pathname);
    expect(await auditOf(op.pool, made.caseId)).toEqual(['declared']);
    expect(await page.locator('form[method=post] button').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'This was not me: stop it for now' }).click();
    await page.getByRole('heading', { name: 'It rests now.' }).waitFor();
    expect(await auditOf(op.pool, made.caseId)).toEqual(['declared', 'objected']);
    await expect(confirm(op, customer, made)).rejects.toMatchObject({ code: 'case_paused' });
    const wrong = await page.goto(`${instance.origin}${address.pathname.slice(0, -4)}0000`);
    expect(wrong!.status()).toBe(404);
    expect(await page.getByRole('button', { name: /stop it/ }).count()).toBe(0);
  });
});

describe('a lock', () => {
  it('is set with one tap, lifted with the document, and kept again', async () => {
    const line = aLine();
    const page = await open({ viewport: { width: 390, height: 844 }, locale: 'en' });
    await signIn(page, instance, line.msisdn);
    await page.goto(`${instance.origin}/lines/${line.lineId}`);
    await page.getByRole('link', { name: 'Lock this line against closing' }).click();
    await page.getByRole('button', { name: 'Lock closing' }).click();
    await page.getByRole('heading', { name: 'Closing is locked' }).waitFor();
    await page.getByRole('button', { name: 'Lift the lock' }).click();
    // Without the document it stays.
    await page.locator('#errors').waitFor();
    await page.fill('#document', TEST_DOCUMENT);
    await page.getByRole('button', { name: 'Lift the lock' }).click();
    await page.getByRole('heading', { name: 'The lock is being lifted' }).waitFor();
    await page.getByRole('button', { name: 'Keep the lock' }).click();
    await page.getByRole('heading', { name: 'Closing is locked' }).waitFor();
    await page.goto(`${instance.origin}/lines/${line.lineId}/eligibility`);
    await page.getByText('Closing is locked').first().waitFor();
  });
});
