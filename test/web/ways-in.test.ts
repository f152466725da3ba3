import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { disclosableIn } from '../../src/certificate/credential/choice.ts';
import { readCopy } from '../../src/certificate/verify/read-copy.ts';
import { revokeCertificate } from '../../src/operations/certificates/revoke-certificate.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { staffNamed } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { enter, type PortalInstance, portalInstance, signIn, testBrowser } from './portal-instance.ts';
import { type Scenes, setScenes } from './scenes.ts';

let instance: PortalInstance;
let open: Awaited<ReturnType<typeof testBrowser>>;
let scenes: Scenes;
beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  scenes = await setScenes(instance);
});

const submit = (page: Page) => page.locator('#answers button.button[type=submit]').click();

describe('a declaration without signing in', () => {
  it('gets the same receipt whether or not the number exists, and waits for its holder', async () => {
    const [line] = await seedLines(instance.operations.pool, instance.vault, 1, { from: 100 });
    const seen: string[] = [];
    for (const number of [line!.msisdn, '+8617055550001']) {
      const page = await open({ javaScriptEnabled: false });
      await page.goto(`${instance.origin}/declare`);
      await page.fill('#number', number);
      await page.fill('#name', '张三');
      await submit(page);
      await page.waitForURL('**/declare/receipt');
      const [reference, secret] = await page.locator('.secret').allTextContents();
      const plain = (text: string) => text.replaceAll(/HB-\w+|(\w{4}-){5}\w{4}|\d\d:\d\d:\d\d/g, '_');
      const receipt = plain((await page.locator('main').textContent())!);
      await page.goto(`${instance.origin}/receipt`);
      await page.fill('#reference', reference!);
      await page.fill('#secret', secret!);
      await submit(page);
      await page.waitForURL('**/receipt/declaration');
      seen.push(receipt + plain((await page.locator('main').textContent())!));
    }
    expect(seen[0]).toBe(seen[1]);

    const holder = await open();
    await signIn(holder, instance, line!.msisdn);
    await holder.click('a[href$="/declaration"]');
    await holder.getByRole('button', { name: '是我申请的' }).click();
    await holder.waitForURL('**/review');
  });

  it('asks for nothing more than it may', async () => {
    const page = await open();
    await page.goto(`${instance.origin}/declare`);
    const names = await page
      .locator('#answers input, #answers select')
      .evaluateAll((all) => all.map((one) => one.getAttribute('name')));
    expect(names).toEqual(['number', 'name', 'contact', 'end-year', 'end-month', 'end-day', 'reason']);
  });

  it('tells all that is wrong at once, keeps what was typed, and takes a day in the order of the language', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${instance.origin}/declare?lang=en`);
    await page.fill('#number', '12');
    await page.fill('[name=end-day]', '31');
    await page.fill('[name=end-month]', '2');
    await page.fill('[name=end-year]', '2030');
    await submit(page);
    expect(await page.title()).toMatch(/^Error: /);
    expect(
      await page.locator('#errors a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ).toEqual(['#number', '#name', '#end']);
    expect(await page.inputValue('[name=end-day]')).toBe('31');
    const parts = () =>
      page.locator('#end input').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).name));
    expect(await parts()).toEqual(['end-day', 'end-month', 'end-year']);
    await page.goto(`${instance.origin}/lost?lang=zh-CN`);
    await submit(page);
    expect(
      await page.locator('#errors a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ).toEqual(['#number', '#document', '#opened']);
  });

  it('asks for a file in its own words, with and without scripts', async () => {
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${instance.origin}/verify?lang=zh-CN`);
    await page.getByText('未选择文件').waitFor();
    await page.setInputFiles('#file', {
      name: 'proof.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    });
    await page.locator('[data-file]').getByText('proof.json').waitFor();
  });

  it('sends a form once, and can send it again when the page comes back', async () => {
    const page = await open();
    await page.goto(`${instance.origin}/declare?lang=en`);
    const seen = await page.evaluate(async () => {
      let sent = 0;
      // After the page's own listener: what that lets pass goes nowhere here.
      addEventListener('submit', (event) => {
        if (!event.defaultPrevented) sent += 1;
        event.preventDefault();
      });
      const form = document.getElementById('answers') as HTMLFormElement;
      const disabled = () => document.querySelectorAll('button[type=submit]:disabled').length;
      form.requestSubmit();
      form.requestSubmit();
      await new Promise((resolve) => setTimeout(resolve));
      const busy = disabled();
      dispatchEvent(new PageTransitionEvent('pageshow'));
      form.requestSubmit();
      return { sent, busy: busy > 1, after: disabled() };
    });
    expect(seen).toEqual({ sent: 2, busy: true, after: 0 });
  });
});

describe('a lost phone', () => {
  it('lets its holder in by document and opening day, and bars the line at once', async () => {
    const [line] = await seedLines(instance.operations.pool, instance.vault, 1, { from: 200 });
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${instance.origin}/lost`);
    await page.fill('#number', line!.msisdn);
    await page.fill('#document', '110105194912310011');
    await page.fill('[name=opened-year]', '2020');
    await page.fill('[name=opened-month]', '5');
    await page.fill('[name=opened-day]', '17');
    await submit(page);
    expect(await page.locator('#errors').textContent()).toContain('信息不符');
    await page.fill('#document', TEST_DOCUMENT.toLowerCase());
    await submit(page);
    await page.waitForURL('**/lost');
    await submit(page);
    expect(await page.locator('#errors').textContent()).toContain('请选择');
    await page.check('input[value=stolen]');
    await submit(page);
    await page.waitForURL(/\/cases\/[^/]+$/);
    expect(await page.locator('h1').textContent()).toBe('正在停机');
    expect(await page.locator('.secret').count()).toBe(2);
  });

  it('asks whoever signed in by message for one more proof before it bars', async () => {
    const [line] = await seedLines(instance.operations.pool, instance.vault, 1, { from: 210 });
    const page = await open({ javaScriptEnabled: false });
    await signIn(page, instance, line!.msisdn);
    await page.goto(`${instance.origin}/lines/${line!.lineId}/reason`);
    await page.check('input[value=lost]');
    await submit(page);
    expect(await page.locator('input[value=lost]').isChecked()).toBe(true);
    await submit(page);
    expect(await page.title()).toContain('错误：');
    await page.fill('#document', TEST_DOCUMENT);
    await submit(page);
    await page.waitForURL(/\/cases\/[^/]+$/);
  });
});

describe('a reported phone', () => {
  it('is given back for the document, and not for having the phone', async () => {
    const { pool } = instance.operations;
    const [line] = await seedLines(pool, instance.vault, 1, { from: 220 });
    const { partyId, lineId } = line!;
    const made = await declared(instance.operations, line!, 'stolen');
    const page = await open({ javaScriptEnabled: false });
    const factors = ['sms_code'] as const;
    await enter(page, instance.origin, await openSession(pool, instance.vault, { partyId, lineId, factors }));
    await page.goto(`${instance.origin}/cases/${made.caseId}`);
    await page.getByRole('button', { name: '撤回申请' }).click();
    expect(await page.title()).toContain('错误：');
    await page.fill('#document', '110105194912310011');
    await submit(page);
    expect(await page.locator('#errors').textContent()).toContain('信息不符');
    await page.fill('#document', TEST_DOCUMENT);
    await submit(page);
    await page.waitForURL(/\/cases\/[^/]+$/);
    expect(await page.locator('h1').textContent()).toContain('已撤回');
  });
});

describe('what a copy of a certificate shows', () => {
  const ended = () => scenes.all.find(({ name }) => name === 'certificate-proven')!;
  const file = async (address: string, proven = true): Promise<Response> =>
    fetch(`${instance.origin}/cases/${scenes.caseId}/certificate.${address}`, {
      headers: { cookie: `hb_session=${await scenes.session(ended().as!, proven)}`, 'accept-language': 'en' },
    });
  const shownBy = async (address: string, proven = true): Promise<readonly string[]> => {
    const answer = await file(address, proven);
    expect(answer.status).toBe(200);
    return disclosableIn(await readCopy(Buffer.from(await answer.arrayBuffer()), nodeVerifyCrypto));
  };

  it('is the number alone on paper and all of it as data, where nothing is said', async () => {
    expect(await shownBy('pdf')).toEqual(['number']);
    const whole = await shownBy('sdjwt');
    expect(whole).toEqual(expect.arrayContaining(['number', 'holder', 'line', 'cards', 'network']));
    expect(await shownBy('json')).toEqual(whole);
    expect(await shownBy('pdf?disclose=all')).toEqual(whole);
  });

  it('is what was picked, in each form, and nothing where nothing was', async () => {
    for (const form of ['pdf', 'sdjwt', 'json']) {
      expect(await shownBy(`${form}?disclose=none&disclose=cards&disclose=number`)).toEqual([
        'number',
        'cards',
      ]);
      expect(await shownBy(`${form}?disclose=none`)).toEqual([]);
    }
    expect((await file('sdjwt')).headers.get('content-type')).toBe('application/dc+sd-jwt');
  });

  it('is nothing for whoever proved no document, whatever they ask for', async () => {
    expect(await shownBy('sdjwt?disclose=all', false)).toEqual([]);
    expect(await shownBy('pdf?disclose=number', false)).toEqual([]);
  });

  it.each(['number,name', '', 'ALL', '_sd', '__proto__'])(
    'is refused in words where it asks for “%s”, and nothing is shown',
    async (words) => {
      const answer = await file(`sdjwt?disclose=none&disclose=${words}`);
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(html).toContain('That cannot be chosen');
      expect(html).not.toContain('disclosure_unknown');
      expect(html).not.toContain('~');
    },
  );

  it('is picked by keyboard, without scripts', async () => {
    const page = await open({ javaScriptEnabled: false, acceptDownloads: true, locale: 'en' });
    await enter(page, instance.origin, await scenes.session(ended().as!, true));
    await page.goto(`${instance.origin}${ended().path}`);
    const box = (value: string) => page.locator(`input[type=checkbox][value=${value}]`);
    expect(await box('number').isChecked()).toBe(true);
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(1);
    await box('number').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await box('holder').isChecked()).toBe(true);
    const data = page.locator('button[formaction$=".sdjwt"]');
    await data.focus();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^handback-HB-\w+\.sdjwt$/);
    const copy = await readCopy(readFileSync(await download.path()), nodeVerifyCrypto);
    expect(disclosableIn(copy)).toEqual(['holder']);
    // The full copy needs no boxes: they are out of the way then.
    await page.locator('input[type=radio][value=all]').focus();
    await page.keyboard.press('Space');
    expect(await box('holder').isVisible()).toBe(false);
  });
});

describe('a certificate', () => {
  it('tells anyone that it was revoked', async () => {
    const page = await open();
    await enter(
      page,
      instance.origin,
      await scenes.session(scenes.all.find(({ name }) => name === 'certificate')!.as!),
    );
    const file = await (
      await page.request.get(`${instance.origin}/cases/${scenes.caseId}/certificate.json`)
    ).body();
    await page.goto(`${instance.origin}/verify`);
    await page.fill('#id', scenes.certificateId.toUpperCase());
    await submit(page);
    await page.waitForURL(`**/c/${scenes.certificateId}`);
    expect(await page.locator('h1').textContent()).toBe('已出具，现行有效');
    await revokeCertificate(instance.operations, staffNamed('test'), {
      certificateId: scenes.certificateId,
      reason: 'issued_in_error',
    });
    await page.reload();
    expect(await page.locator('h1').textContent()).toBe('已撤销');
    expect(await page.locator('main').textContent()).toContain('证明系误发');
    expect(await page.locator('main').textContent()).not.toContain('issued_in_error');
    await page.goto(`${instance.origin}/verify`);
    await page.setInputFiles('#file', { name: 'c.json', mimeType: 'application/json', buffer: file });
    await submit(page);
    expect(await page.locator('h1').textContent()).toBe('已撤销');
    // The list of status only says that; our own record says when and why.
    const told = await page.locator('main').textContent();
    for (const part of ['撤销日期', '证明系误发', '截至']) expect(told).toContain(part);
  });

  it('is nobody else’s to see', async () => {
    const page = await open();
    await enter(page, instance.origin, await scenes.session(scenes.clean));
    const answer = await page.goto(`${instance.origin}/cases/${scenes.caseId}/certificate`);
    expect(answer!.status()).toBe(404);
  });
});

describe('forms', () => {
  it('are refused from other sites and without their token', async () => {
    const token = await openSession(instance.operations.pool, instance.vault, {
      partyId: scenes.clean.partyId,
      lineId: scenes.clean.lineId,
      factors: ['sms_code'],
    });
    const post = async (headers: Record<string, string>, body = '') =>
      (
        await fetch(`${instance.origin}/lines/${scenes.clean.lineId}/reason`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            cookie: `hb_session=${token}`,
            'content-type': 'application/x-www-form-urlencoded',
            ...headers,
          },
          body,
        })
      ).status;
    expect(await post({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post({ origin: 'https://evil.example' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-origin' }, 'token=wrong')).toBe(403);
    const { rows } = await instance.operations.pool.query('select 1 from termination where line_id = $1', [
      scenes.clean.lineId,
    ]);
    expect(rows).toEqual([]);
  });

  it('come with a policy that lets in no other script, style or frame', async () => {
    const answer = await fetch(`${instance.origin}/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/ (on\w+|style)=/);
  });
});

describe('the stream of a case', () => {
  it('is for its followers only', async () => {
    const address = `${instance.origin}/cases/${scenes.caseId}/events`;
    expect((await fetch(address)).status).toBe(403);
    const open = scenes.all.find(({ name }) => name === 'progress-cooling')!;
    const stop = new AbortController();
    const stream = await fetch(`${instance.origin}${open.path}/events`, {
      headers: { cookie: `hb_session=${await scenes.session(open.as!)}` },
      signal: stop.signal,
    });
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    stop.abort();
  });
});
