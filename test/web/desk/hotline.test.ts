import type { Page, Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addDays, localDateAt } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { startAccountFactsSimulator } from '../../../src/simulators/account-facts/simulator.ts';
import { systemNamed } from '../../support/actors.ts';
import { eventually } from '../../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const TOP_UP = { on: addDays(localDateAt(new Date(), 'Asia/Shanghai'), -9), amount: money('CNY', 7_385) };
const accounts = await startAccountFactsSimulator({ token: 'secret-token', topUpsOf: () => [TOP_UP] });
const instance = await deskInstance({ HANDBACK_ACCOUNT_FACTS: accounts.url.href });
const { origin, operations: op, vault } = instance;
const open = await testBrowser();

let used = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return line!;
}
let calls = 0;
const ring = async (subject: string, caller: string): Promise<string> => {
  const callId = `call-${calls++}`;
  await reportCall(op, systemNamed('pbx'), { callId, agent: subject, caller, event: 'ring' });
  return callId;
};

/** An agent at their desk, who waits for a call. */
async function anAgent(options: Parameters<typeof open>[0] = {}): Promise<{ page: Page; subject: string }> {
  const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
  const { subject } = await sitDown(page, instance, `agent${used++}`, ['agent']);
  await page.goto(`${origin}/desk/hotline?lang=en`);
  return { page, subject };
}

/** Presses keys, and counts them: what is typed for an answer is not counted. */
function keyboardOf(page: Page) {
  let pressed = 0;
  return {
    get pressed() {
      return pressed;
    },
    async press(key: string): Promise<void> {
      pressed += 1;
      await page.keyboard.press(key);
    },
    type: (text: string) => page.keyboard.type(text),
  };
}
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

describe('a call at the hotline desk', () => {
  it('goes from ring to receipt by keyboard, in at most 12 keys beside the answers', async () => {
    const line = await aLine();
    const { page, subject } = await anAgent();
    const keys = keyboardOf(page);
    await ring(subject, line.msisdn);
    // The desk goes there by itself.
    await page.waitForURL('**/desk/hotline?call=*');
    expect(await page.locator('.left').textContent()).toContain('****');
    expect(await focused(page)).toBe('Take the call');
    await keys.press('Enter');
    await page.waitForURL(/hotline\/[0-9a-f-]{36}$/);
    expect(await focused(page)).toBe('given');
    await keys.type(TEST_DOCUMENT);
    await keys.press('Enter');
    await page.waitForURL('**answer=passed');
    await keys.type('May 2020');
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'The matter' }).waitFor();
    await keys.press('Alt+n');
    expect(await page.locator('.prompt:visible').textContent()).toBe(
      'Nothing stands in the way of ending this line.',
    );
    await keys.press('Alt+g');
    await page.getByText('The request is received.').waitFor();
    const said: string[] = [];
    for (const _ of ['clear', 'dates', 'money', 'lose']) {
      said.push((await page.locator('.prompt:visible').textContent())!);
      await keys.press('Alt+n');
    }
    expect(said[1]).toMatch(/^You can take this back until .* you are billed until/);
    expect(await page.locator('.prompt:visible').textContent()).toBe('Shall I submit it with these dates?');
    await keys.press('Alt+g');
    await page.getByText('The request is submitted.').waitFor();
    await keys.press('Alt+g');
    await page.getByText('The receipt is on its way to').waitFor();
    expect(keys.pressed).toBeLessThanOrEqual(12);
    const receipt = await eventually(
      () => instance.lastMessage(line.msisdn),
      (text) => text?.includes('回执密码') ?? false,
    );
    expect(receipt).toMatch(/HB-/);
    const { rows } = await op.pool.query(
      `select channel, confirmed_at is not null as confirmed from termination where line_id = $1`,
      [line.lineId],
    );
    expect(rows).toEqual([{ channel: 'hotline', confirmed: true }]);
    // Over: what was proven is gone.
    const address = page.url();
    await keys.press('Alt+e');
    await page.getByText('The call is over.').waitFor();
    await page.goto(address);
    expect(await page.locator('main').textContent()).not.toContain('The matter');
  });

  it('works without scripts', async () => {
    const line = await aLine();
    const { page } = await anAgent({ javaScriptEnabled: false });
    await page.fill('#number', line.msisdn);
    await page.locator('#answers button').click();
    for (const answer of [TEST_DOCUMENT, '2020年5月']) {
      await page.fill('#given', answer);
      await page.locator('#answers button').click();
    }
    await page.getByRole('button', { name: 'Receive the request to end the line' }).click();
    await page.getByRole('button', { name: 'Submit the request' }).click();
    await page.getByRole('button', { name: 'Send the receipt by message' }).click();
    expect(await page.locator('.centre [role=status]').textContent()).toContain('on its way');
  });

  it('tells of each answer that it passed or not, and hands the third wrong one to the fraud desk', async () => {
    const line = await aLine();
    const { page } = await anAgent();
    await page.fill('#number', line.msisdn);
    await page.keyboard.press('Enter');
    await page.waitForURL(/hotline\/[0-9a-f-]{36}$/);
    for (const left of ['2 tries left', '1 try left']) {
      await page.fill('#given', 'E12345678');
      await page.keyboard.press('Enter');
      await page.getByText(left).waitFor();
    }
    await page.fill('#given', 'E12345678');
    await page.keyboard.press('Enter');
    await page.getByText('This call goes to the fraud desk').waitFor();
    expect(await page.locator('#given').count()).toBe(0);
    expect(await page.locator('#actions').textContent()).toContain('locked after wrong answers');
    expect(await page.locator('#line').textContent()).toContain('The fraud desk is looking at this line');
  });

  it('takes a lost phone with the document alone, and shows why nothing else is possible', async () => {
    const line = await aLine();
    const { page } = await anAgent();
    await page.fill('#number', line.msisdn);
    await page.keyboard.press('Enter');
    await page.locator('#given').fill(TEST_DOCUMENT);
    await page.keyboard.press('Enter');
    await page.getByText('Enough to report a loss').waitFor();
    for (const reason of await page.locator('.cannot .hint').allTextContents()) expect(reason).not.toBe('');
    await page.locator('summary', { hasText: 'Report a lost or stolen phone' }).click();
    await page.selectOption('#happened', 'stolen');
    await page.getByRole('button', { name: 'Report a lost or stolen phone' }).click();
    await page.getByText('The line is being barred.').waitFor();
  });

  it('tells an agent who is in a call of another, and leaves what they type', async () => {
    const [line, other] = [await aLine(), await aLine()];
    const { page, subject } = await anAgent();
    await page.fill('#number', line.msisdn);
    await page.keyboard.press('Enter');
    await page.locator('#given').fill('half an ans');
    await ring(subject, other.msisdn);
    await page.locator('#ringing:visible').waitFor();
    expect(await page.inputValue('#given')).toBe('half an ans');
  });
});

describe('what an agent\u2019s browser is sent', () => {
  it('never holds a true value, whatever was proven', async () => {
    const line = await aLine();
    const { page, subject } = await anAgent();
    const bodies: Promise<string>[] = [];
    const headers: string[] = [];
    page.on('response', (response: Response) => {
      headers.push(JSON.stringify(response.headers()), response.url());
      if (!(response.headers()['content-type'] ?? '').startsWith('text/event-stream'))
        bodies.push(response.text().catch(() => ''));
    });
    const callId = await ring(subject, line.msisdn);
    // The desk goes there by itself when something rings; what is asked for before that would be cut short.
    await page.waitForURL(`**/desk/hotline?call=${callId}`);
    bodies.push((await page.request.get(`${origin}/desk/hotline?call=${callId}&lang=zh-CN`)).text());
    await page.goto(`${origin}/desk/hotline?call=${callId}&lang=en`);
    await page.getByRole('button', { name: 'Take the call' }).click();
    for (const [ask, given] of [
      ['document_number', 'E1234567'],
      ['recent_top_up', '50'],
      ['document_number', TEST_DOCUMENT],
      ['plan_name', '全家 129'],
      ['recent_top_up', '73.85'],
    ] as const) {
      await page.goto(`${page.url().split('?')[0]}?ask=${ask}`);
      if ((await page.locator('#given').count()) === 0) break;
      await page.fill('#given', given);
      await page.locator('#answers button').click();
      await page.waitForURL('**answer=*');
    }
    await page.getByRole('button', { name: 'Receive the request to end the line' }).click();
    await page.getByRole('button', { name: 'Submit the request' }).click();
    await page.getByRole('button', { name: 'Send the receipt by message' }).click();
    await page.getByText('on its way').waitFor();
    await page.getByRole('button', { name: 'End the call' }).click();
    await page.getByText('The call is over.').waitFor();
    const all = [...(await Promise.all(bodies)), ...headers].join('\n');
    expect(bodies.length).toBeGreaterThan(10);
    const { rows } = await op.pool.query<{ receipt: string }>(
      `select reference as receipt from termination where line_id = $1`,
      [line.lineId],
    );
    // What is no secret is there: the test reads what was sent.
    expect(all).toContain(rows[0]!.receipt);
    const message = (await eventually(
      () => instance.lastMessage(line.msisdn),
      (text) => text?.includes('回执密码') ?? false,
    ))!;
    const secret = /回执密码 ([0-9A-Z-]+)/.exec(message)![1]!;
    for (const [what, value] of Object.entries({
      document: TEST_DOCUMENT,
      partOfDocument: TEST_DOCUMENT.slice(6, 14),
      openedOn: '2020-05-17',
      openedOnInChinese: '2020年5月17日',
      openedOnInEnglish: /May 17, 2020|17 May 2020/,
      plan: /畅享\s*39/,
      topUp: /73[.,]85|7385/,
      number: line.msisdn.slice(3),
      receiptSecret: secret,
    }))
      expect(typeof value === 'string' ? all.includes(value) : value.test(all), what).toBe(false);
  });

  it('is little: the scripts of the desk are far below 40 kB', async () => {
    const { page } = await anAgent();
    const sources = await page
      .locator('script[src]')
      .evaluateAll((all) => all.map((one) => (one as HTMLScriptElement).src));
    let bytes = 0;
    for (const source of sources) {
      const answer = await page.request.get(source, { headers: { 'accept-encoding': 'gzip' } });
      bytes += Number(answer.headers()['content-length'] ?? (await answer.body()).length);
    }
    expect(sources.length).toBe(2);
    expect(bytes).toBeLessThan(40 * 1024);
  });
});
