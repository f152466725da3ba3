import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { systemNamed } from '../../support/actors.ts';
import { seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const VIEWS = [
  ['en', 'light', 1280],
  ['zh-CN', 'dark', 390],
  ['en', 'dark', 320],
] as const;

/** All of them for every state, or one each, dealt out over the states. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;

/** Violations, a page that is wider than its window, and targets below 24 px, with everything unfolded. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as {
      axe: { run(o: object): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
    };
    const { violations } = await axe.run({ runOnly: tags });
    const small = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
      .filter((one) => !one.matches('.skip, [hidden] *') && !one.closest('p'))
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width > 0 && height < 24 && !one.matches('[type=checkbox], [type=radio]');
      });
    const beyond = document.documentElement.scrollWidth - innerWidth;
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)}`),
      ...small.map((one) => `small target: ${one.outerHTML.slice(0, 80)}`),
      ...(beyond > 0 ? [`${beyond} px too wide`] : []),
    ];
  }, TAGS);
}

it('a call has no axe violations in any of its states, and fits small windows', {
  timeout: 400_000,
}, async () => {
  const open = await testBrowser();
  const page = await open({ locale: 'en', reducedMotion: 'reduce' });
  const [line] = await seedLines(op.pool, vault, 1, { from: 0 });
  const { subject } = await sitDown(page, instance, 'agent', ['agent', 'supervisor']);
  const faults: string[] = [];
  let seen = 0;
  const look = async (name: string): Promise<void> => {
    const back = page.url();
    const views = full ? VIEWS : [VIEWS[seen++ % VIEWS.length]!];
    for (const [language, colorScheme, width] of views) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const url = new URL(back);
      url.searchParams.set('lang', language);
      await page.goto(url.href);
      for (const fault of await faultsOf(page)) faults.push(`${name} ${language} ${width}: ${fault}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    const url = new URL(back);
    url.searchParams.set('lang', 'en');
    await page.goto(url.href);
  };
  await page.goto(`${origin}/agent-code`);
  await look('agent code');
  await page.goto(`${origin}/desk/letters`);
  await look('letters');
  await page.goto(`${origin}/desk/hotline`);
  await look('waiting');
  await reportCall(op, systemNamed('pbx'), {
    callId: 'a',
    agent: subject,
    caller: line!.msisdn,
    event: 'ring',
  });
  await page.goto(`${origin}/desk/hotline?call=a`);
  await look('ringing');
  await page.getByRole('button', { name: 'Take the call' }).click();
  await page.fill('#given', 'E1234567');
  await page.locator('#answers button').click();
  await page.waitForURL('**answer=failed*');
  await look('not passed');
  for (const answer of [TEST_DOCUMENT, 'May 2020']) {
    await page.fill('#given', answer);
    await page.locator('#answers button').click();
    await page.waitForURL('**answer=passed*');
  }
  await look('proven');
  await page.getByRole('button', { name: 'Receive the request to end the line' }).click();
  await page.getByText('The request is received.').waitFor();
  await look('received');
  await page.getByRole('button', { name: 'Submit the request' }).click();
  await page.getByText('The request is submitted.').waitFor();
  await look('submitted');
  expect(faults).toEqual([]);
});

it('prints a letter for the post room, and says who printed it', async () => {
  const open = await testBrowser();
  const page = await open({ locale: 'en' });
  await sitDown(page, instance, 'agent2', ['agent', 'clerk']);
  const [line] = await seedLines(op.pool, vault, 1, { from: 1 });
  await page.goto(`${origin}/desk/hotline?lang=en`);
  await page.fill('#number', line!.msisdn);
  await page.locator('#answers button').click();
  for (const answer of [TEST_DOCUMENT, 'May 2020']) {
    await page.fill('#given', answer);
    await page.locator('#answers button').click();
    await page.waitForURL('**answer=passed*');
  }
  await page.getByRole('button', { name: 'Receive the request to end the line' }).click();
  await page.locator('summary', { hasText: 'by letter' }).click();
  await page.fill('#address', '张三\n长安街 1 号\n北京');
  await page.getByRole('button', { name: 'Send the receipt by letter' }).click();
  await page.getByText('The post room prints the letter.').waitFor();
  // Whoever asked for it sees that it waits, and cannot open it; the post room can.
  const print = async (by: Page) => {
    await by.goto(`${origin}/desk/letters`);
    expect(await by.locator('tbody').textContent()).toContain('Waiting');
    const token = await by.locator('tbody [name=token]').first().inputValue();
    const letter = await by.locator('tbody [name=letter]').first().inputValue();
    return by.request.post(`${origin}/desk/letters`, { form: { token, letter }, headers: { origin } });
  };
  expect((await print(page)).headers()['content-type']).toContain('text/html');
  const post = await open({ locale: 'en' });
  await sitDown(post, instance, 'postroom', ['clerk']);
  const answer = await print(post);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await post.reload();
  expect(await post.locator('tbody').textContent()).toContain('Printed');
  const { rows } = await op.pool.query(`select actor from audit where action = 'letter_printed'`);
  expect(rows).toEqual([{ actor: expect.stringContaining('postroom') }]);
});
