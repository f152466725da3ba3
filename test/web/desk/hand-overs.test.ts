import Fastify from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { voiceRoutes } from '../../../src/http/routes/voice/voice-routes.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { callsTo, PLATFORMS, PUBLIC } from '../../http/voice/platforms.ts';
import { systemNamed } from '../../support/actors.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const open = await testBrowser();
/** Where the telephone platform calls. */
const telephony = Fastify();
await voiceRoutes(telephony, op, { ...PLATFORMS, publicUrl: PUBLIC });
await telephony.ready();
afterAll(() => telephony.close());
const { keyed } = callsTo(telephony);

let used = 0;
async function aLine(): Promise<SeededLine & { readonly local: string }> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return { ...line!, local: line!.msisdn.slice(3) };
}
async function anAgent(
  name: string,
  options: Parameters<typeof open>[0] = {},
): Promise<{ readonly page: Page; readonly subject: string }> {
  const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
  const { subject } = await sitDown(page, instance, name, ['agent']);
  return { page, subject };
}
const HAND_OVERS = `${origin}/desk/hotline/hand-overs?lang=en`;
/** English; one's own lost phone by the number; the document; do not bar it; a person. */
const LOST = (local: string) => ['2', '2', '2', local, TEST_DOCUMENT.replace('X', '*'), '0'];

describe('a call that goes from the voice menu to a person', () => {
  it('is at the desk with all that was keyed in, while it rings and while it is attended to, and proves nothing there', async () => {
    const line = await aLine();
    const heard = await keyed('sid-1', LOST(line.local), line.msisdn);
    expect(JSON.parse(heard.body)).toContainEqual(
      expect.objectContaining({ verb: 'dial', headers: { 'X-Handback-Call': 'sid-1' } }),
    );
    const { page, subject } = await anAgent('chen');
    await page.goto(`${origin}/desk/hotline?lang=en`);
    // The telephony puts the call through under the name that the platform handed on.
    await reportCall(op, systemNamed('pbx'), {
      ...{ callId: 'sid-1', agent: subject, caller: line.msisdn, event: 'ring' },
    });
    await page.waitForURL('**/desk/hotline?call=sid-1');
    const collected = async () =>
      Object.fromEntries(
        await page
          .locator('#hand-over .rows > div')
          .evaluateAll((rows) =>
            rows.map((row) => [
              row.querySelector('dt')!.textContent,
              row.querySelector('dd')!.textContent!.trim(),
            ]),
          ),
      );
    const expected = {
      Wanted: 'To bar a lost or stolen phone',
      'About the number': `${line.local.slice(0, 3)} **** ${line.local.slice(-4)}`,
      'Answered rightly on the keypad': 'Document number',
      'Handed over because': 'they asked for a person',
      Language: 'English',
    };
    expect(await collected()).toMatchObject(expected);
    await page.getByRole('button', { name: 'Take the call' }).click();
    await page.waitForURL(/hotline\/[0-9a-f-]{36}$/);
    expect(await collected()).toMatchObject(expected);
    // The document is asked for again.
    expect(await page.locator('#given').count()).toBe(1);
    expect(await page.locator('main').textContent()).not.toContain('Enough to report a loss');
    // Whoever was answered is not called back.
    await page.goto(HAND_OVERS);
    await page.getByText('Nobody waits for a call.').waitFor();
    await page.getByRole('link', { name: 'Taken', exact: true }).click();
    expect(await page.locator('.hand-overs > li').textContent()).toContain('answered the call');
    expect(await page.content()).not.toContain(line.local);
  });
});

describe('the list of whom to call back', () => {
  it('gives a caller to one of two agents without scripts, who then sees the numbers and opens the line', async () => {
    const line = await aLine();
    const caller = '+8617000033333';
    await keyed('sid-2', LOST(line.local), caller);
    const [{ page: one }, { page: two }] = [
      await anAgent('wang', { javaScriptEnabled: false }),
      await anAgent('zhao', { javaScriptEnabled: false }),
    ];
    const take = { name: 'Take it: the call back to 170 **** 3333' };
    await one.goto(HAND_OVERS);
    await two.goto(HAND_OVERS);
    expect(await one.locator('main').textContent()).not.toContain('33333');
    await one.getByRole('button', take).click();
    await one.getByText('It is yours.').waitFor();
    const mine = one.locator('.hand-overs > li').filter({ hasText: '+8617000033333' });
    expect(await mine.textContent()).toContain(line.msisdn);
    // The other page still shows it as open.
    await two.getByRole('button', take).click();
    await two.getByText('wang has taken it.').waitFor();
    expect(await two.getByRole('button', take).count()).toBe(0);
    await two.getByRole('link', { name: 'Taken', exact: true }).click();
    const theirs = two.locator('.hand-overs > li').filter({ hasText: 'wang' });
    expect(await theirs.locator('button').count()).toBe(0);
    expect(await two.content()).not.toMatch(/17000033333/);
    await mine.getByRole('button', { name: 'Open the line' }).click();
    await one.waitForURL(/hotline\/[0-9a-f-]{36}$/);
    expect(await one.locator('#given').count()).toBe(1);
    // Nobody answered: somebody else tries again.
    await one.goto(`${HAND_OVERS}&state=taken`);
    await mine.getByRole('button', { name: 'Put it back' }).click();
    await one.getByText('It waits for somebody else.').waitFor();
    await two.goto(HAND_OVERS);
    await two.getByRole('button', take).click();
    await two.getByText('It is yours.').waitFor();
  });

  it('goes from page to page, and is for agents and supervisors', async () => {
    for (let i = 0; i < 52; i++)
      await keyed(`page-${i}`, ['2', '0'], `+861700004${String(i).padStart(4, '0')}`);
    const { page } = await anAgent('sun');
    await page.goto(HAND_OVERS);
    const shown = () =>
      page
        .locator('.hand-overs [name=handOver]')
        .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
    const first = await shown();
    expect(first).toHaveLength(50);
    await page.getByRole('link', { name: 'More' }).click();
    await page.waitForURL('**after=*');
    const second = await shown();
    expect(new Set([...first, ...second]).size).toBe(50 + second.length);
    expect(second.length).toBeGreaterThanOrEqual(2);
    const clerk = await open({ locale: 'en' });
    await sitDown(clerk, instance, 'ma', ['clerk']);
    expect((await clerk.goto(HAND_OVERS))?.status()).toBe(403);
  });
});
