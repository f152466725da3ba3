import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Msisdn } from '../../../src/domain/values/msisdn.ts';
import { reportText } from '../../../src/operations/channels/report-text.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { callingIndex } from '../../../src/operations/voice/voice-caller.ts';
import { insertHandOver } from '../../../src/store/voice/hand-overs.ts';
import { textsOf } from '../../operations/texts/scene.ts';
import { systemNamed, VISITOR } from '../../support/actors.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const VIEWS = [
  ['en', 'light', 1440],
  ['zh-CN', 'light', 390],
  ['zh-CN', 'dark', 1440],
  ['en', 'dark', 390],
] as const;

/** All of them for every state; or one each of the light ones, dealt out over the states. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';
const shots = process.env['HANDBACK_SHOTS'];

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const open = await testBrowser();

/** Looks at states one after the other, and gathers what is wrong with them. */
function lookingAt(page: Page) {
  const faults: string[] = [];
  let seen = 0;
  return {
    faults,
    /** @param path null: the page as it stands, which no address leads to */
    async look(name: string, path: string | null): Promise<void> {
      for (const [language, colorScheme, width] of full ? VIEWS : [VIEWS[seen++ % 2]!]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        if (path !== null) {
          const at = new URL(`${origin}${path}`);
          at.searchParams.set('lang', language);
          await page.goto(at.href);
        }
        const view = `${name} ${language} ${width} ${colorScheme}`;
        faults.push(...(await pageFaults(page)).map((fault) => `${view}: ${fault}`));
        if (shots === undefined) continue;
        mkdirSync(shots, { recursive: true });
        await page.screenshot({
          path: join(shots, `desk-${view.replaceAll(' ', '-')}.png`),
          fullPage: true,
        });
      }
    },
  };
}
const submit = (page: Page) => page.locator('main form[id] button[type=submit]').first().click();

it('what the voice menu hands over has no axe violations in any state, and fits small windows', {
  timeout: 300_000,
}, async () => {
  const page = await open({ locale: 'en', reducedMotion: 'reduce' });
  const { subject } = await sitDown(page, instance, 'chen', ['agent']);
  const { faults, look } = lookingAt(page);
  const list = '/desk/hotline/hand-overs';
  await look('nobody waits', list);
  const [line] = await seedLines(op.pool, vault, 1);
  const handedOver = (callId: string, caller: Msisdn | null, number: Msisdn | null) =>
    insertHandOver(op.pool, vault, {
      ...{ platform: 'jambonz', callId, madeAt: op.clock.now(), reference: 'HB-7K3F9QXM', language: 'en' },
      ...{ why: 'more_proof', proven: ['document_number', 'opening_date'], wish: 'declare', number, caller },
      callerIndex: caller === null ? null : callingIndex(vault, caller),
    });
  await handedOver('call-1', line!.msisdn as Msisdn, line!.msisdn as Msisdn);
  await handedOver('call-2', '+8617000022222' as Msisdn, '+8617099991234' as Msisdn);
  await handedOver('call-3', null, null);
  await look('some wait', list);
  const called = { callId: 'call-1', agent: subject, caller: line!.msisdn, event: 'ring' } as const;
  await reportCall(op, systemNamed('pbx'), called);
  await look('rings', '/desk/hotline?call=call-1');
  await page.getByRole('button', { name: /Take the call|接听|开始/ }).click();
  await page.waitForURL(/hotline\/[0-9a-f-]{36}$/);
  await look('attended', new URL(page.url()).pathname);
  await page.goto(`${origin}${list}?lang=en`);
  const another = await open({ locale: 'en' });
  await sitDown(another, instance, 'zhao', ['supervisor']);
  await another.goto(`${origin}${list}?lang=en`);
  await page.getByRole('button', { name: /Take it: the call back to 170/ }).click();
  await page.getByText('It is yours.').waitFor();
  await look('taken', `${list}?state=taken&done=taken`);
  const late = lookingAt(another);
  await another.getByRole('button', { name: /Take it: the call back to 170/ }).click();
  await another.locator('#errors').waitFor();
  await late.look('taken by another', null);
  expect([...faults, ...late.faults]).toEqual([]);
});

it('texts that came in have no axe violations in any state, and fit small windows', {
  timeout: 300_000,
}, async () => {
  const page = await open({ locale: 'en', reducedMotion: 'reduce' });
  await sitDown(page, instance, 'wu', ['operations']);
  const { faults, look } = lookingAt(page);
  const path = '/desk/operations/texts';
  await look('no texts', path);
  const texts = textsOf(instance);
  const [line] = await seedLines(op.pool, vault, 1, { from: 1 });
  await texts.takeNew(line!.msisdn, '销户');
  await texts.takeNew('+8617099990001', 'hello');
  await texts.take('+8610690001', 'x', { from: { type: 'alphanumeric', value: 'BANK' } });
  await texts.answer();
  await texts.takeNew(line!.msisdn, 'INFO');
  await look('texts', path);
  await look('texts of an outcome', `${path}?outcome=told_bound`);
  await page.goto(`${origin}${path}?lang=en`);
  await page.fill('#number', line!.msisdn);
  await submit(page);
  await page.getByText('Only those of').waitFor();
  await look('texts of a number', null);
  await page.fill('#number', '12');
  await submit(page);
  await page.locator('#errors').waitFor();
  await look('no number', null);
  expect(faults).toEqual([]);
});

it('the scam check at the desks has no axe violations in any state, and fits small windows', {
  timeout: 300_000,
}, async () => {
  const page = await open({ locale: 'en', reducedMotion: 'reduce' });
  await sitDown(page, instance, 'fang', ['fraud', 'supervisor']);
  const { faults, look } = lookingAt(page);
  const reports = '/desk/operations/reports';
  const check = '/desk/hotline/check';
  await look('nothing reported', reports);
  const texts = [
    '【中国移动】您的积分即将过期，点击 https://10086-jifen-duihuan.top/a?id=1 立即兑换',
    `团购 https://${'very-long-name-'.repeat(4)}shop.com/path 快来`,
    '我们有内部渠道，可代办注销，先付手续费，把验证码发给我',
  ];
  for (const [i, text] of texts.entries())
    for (let client = 0; client <= i; client++)
      await reportText(op, VISITOR, { text, sender: '106900001234', client: `192.0.2.${client + 1}` });
  await look('reported', reports);
  const { rows } = await op.pool.query<{ reference: string }>(
    `select reference from scam_campaign where key like 'domain:10086%'`,
  );
  const one = `${reports}/${rows[0]!.reference}`;
  await look('one of them', one);
  await page.goto(`${origin}${one}?lang=en`);
  await page.getByRole('button', { name: 'Block it' }).click();
  await page.locator('#errors').waitFor();
  await look('no reason given', null);
  await page.fill('#reason', 'a known fraud');
  await page.getByRole('button', { name: 'Block it' }).click();
  await page.getByRole('button', { name: 'Look at it anew' }).waitFor();
  await look('blocked', one);
  await look('those that are blocked', `${reports}?state=blocked`);
  await look('list of blocks', `${reports}/blocks`);
  await page.goto(`${origin}${reports}/blocks?lang=en`);
  await submit(page);
  await page.locator('#errors').waitFor();
  await look('no list given', null);
  await page.fill('#source', 'Police');
  const buffer = Buffer.from('kind,value\ndomain,listed-shop.com\nnothing,x\n');
  await page.setInputFiles('#file', { name: 'list.csv', mimeType: 'text/csv', buffer });
  await submit(page);
  await page.getByText('1 of 2 rows').waitFor();
  await look('list added', null);
  await look('check for a caller', check);
  await page.goto(`${origin}${check}?lang=en`);
  await submit(page);
  await page.locator('#errors').waitFor();
  await look('nothing to check', null);
  for (const [name, text] of Object.entries({
    'not official': texts[0]!,
    official: '10086',
    'cannot tell': '明天一起吃饭吗',
  })) {
    await page.goto(`${origin}${check}?lang=en`);
    await page.fill('#text', text);
    await submit(page);
    await page.locator('#text').waitFor({ state: 'detached' });
    await look(name, null);
  }
  expect(faults).toEqual([]);
});
