import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/rules/role.ts';
import {
  viewSpecialReceipt,
  withdrawSpecialRequest,
} from '../../../src/operations/special/request-by-receipt.ts';
import { receiptOf } from '../../support/actors.ts';
import { CARD } from '../../support/photos.ts';
import { TEST_DOCUMENT } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';
import { fillTakeIn, linesForRequests, look, sendForm, sentByPortal } from './special-scenes.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();

async function person(name: string, roles: readonly Role[], options: Parameters<typeof open>[0] = {}) {
  const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
  await sitDown(page, instance, name, roles);
  return page;
}

const textOf = async (page: Page): Promise<string> => (await page.locator('main').textContent()) ?? '';
const heading = (page: Page) => page.locator('h1').textContent();
const pathOf = ({ requestId }: { readonly requestId: string }) => `${origin}/desk/requests/${requestId}`;

async function oneSent(
  ...[route, changes]: [Parameters<typeof sentByPortal>[1], Parameters<typeof sentByPortal>[3]?]
) {
  const [line] = await linesForRequests(op);
  return { line: line!, ...(await sentByPortal(op, route, [line!.msisdn], changes)) };
}

describe('special requests at the desks', () => {
  it('are listed with the most urgent first, what is late and what is confidential in words', async () => {
    const late = await oneSent('agent');
    const secret = await oneSent('survivor', { wish: 'split_off' });
    await op.pool.query(
      `update special_request set decide_by = now() - interval '2 days' where request_id = $1`,
      [late.requestId],
    );
    const page = await person('zhao', ['supervisor']);
    await page.goto(`${origin}/desk`);
    expect(await textOf(page)).toMatch(/\d wait for a decision\. 1 is overdue/);
    await look(page, 'home');
    await page.locator('main a[href="/desk/requests"]').click();
    const row = (reference: string) => page.locator('tr', { hasText: reference });
    expect(await page.locator('tbody tr').first().textContent()).toContain(late.reference);
    expect(await row(late.reference).textContent()).toContain('Overdue');
    expect(await row(secret.reference).textContent()).toMatch(/Confidential.*Keep the line as their own/);
    await look(page, 'list');
    await page.getByRole('link', { name: 'Decided', exact: true }).click();
    expect(await page.locator('tr', { hasText: late.reference }).count()).toBe(0);
  });

  it('show why a line cannot be chosen, and offer no box for it', async () => {
    const [line] = await linesForRequests(op);
    const stranger = {
      name: '李四',
      documentType: 'passport',
      documentNumber: 'E99999999',
      documentCountry: 'CN',
    } as const;
    const made = await sentByPortal(op, 'guardian', [line!.msisdn, '+8617099999999'], { holder: stranger });
    const page = await person('zhao', ['supervisor']);
    await page.goto(pathOf(made));
    const told = await textOf(page);
    expect(told).toContain('Cannot be chosen: another holder than on the papers');
    expect(told).toContain('Nobody has this number');
    expect(told).toContain('No line can be chosen');
    expect(told).not.toContain('E99999999');
    expect(await page.locator('[type=checkbox]').count()).toBe(0);
    await look(page, 'faults');
  });

  it('tell what heirs are told and guardians must clear, in the words of the route', async () => {
    const [heirs, guardians] = [await oneSent('bereavement'), await oneSent('guardian')];
    for (const { line } of [heirs, guardians])
      await op.pool.query('update billing_account set balance = -5000 where account_id = $1', [
        `A${line.lineId}`,
      ]);
    const page = await person('zhao', ['supervisor']);
    await page.goto(pathOf(heirs));
    expect(await page.locator('.candidates').textContent()).toContain('Told, not demanded');
    expect(await textOf(page)).toContain('known contacts of its holder are told');
    await look(page, 'heirs');
    await page.goto(pathOf(guardians));
    expect(await page.locator('.candidates').textContent()).toContain('Clear first');
    await page.click('#answers button[type=submit]:not([name])');
    expect(await page.locator('#errors').textContent()).toContain('Choose a line');
    await page.locator('#errors a').click();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/desk/approvals/*');
    expect(await textOf(page)).toMatch(/RouteGuardian of the holder.*End the lines/);
    await look(page, 'approval');
    await page.getByRole('link', { name: 'Look at the request' }).click();
    await page.waitForURL(pathOf(guardians));
    expect(await textOf(page)).toContain('A second person is asked already');
    const second = await person('wu', ['operations']);
    await second.goto(pathOf(guardians));
    await second.getByRole('link', { name: 'Look at what is asked' }).click();
    await second.locator('button[value=approved]').click();
    await second.getByText('Approved', { exact: true }).waitFor();
    await second.goto(pathOf(guardians));
    expect(await second.locator('.candidates').textContent()).toContain(
      'Something stands in the wayUnpaid balance',
    );
    await look(second, 'blocked');
    // Once it is paid it is asked for anew, and goes through.
    await op.pool.query('update billing_account set balance = 0 where account_id = $1', [
      `A${guardians.line.lineId}`,
    ]);
    await page.goto(pathOf(guardians));
    await page.check('[name=line-0]');
    await sendForm(page, '**/desk/approvals/*');
    await second.goto(page.url());
    await second.locator('button[value=approved]').click();
    await second.getByText('Approved', { exact: true }).waitFor();
    await page.goto(pathOf(guardians));
    expect(await page.locator('.candidates').textContent()).toContain('Its ending began');
    expect(await page.locator('form#answers').count()).toBe(0);
  });

  it('are refused with a reason that the requester reads, with a warning where it may be dangerous', async () => {
    const made = await oneSent('survivor');
    const page = await person('zhao', ['supervisor']);
    await page.goto(pathOf(made));
    expect(await textOf(page)).toContain('Nothing is sent to the holder');
    await look(page, 'survivor');
    await page.getByRole('link', { name: 'Refuse it' }).click();
    expect(await textOf(page)).toContain('Name no place, no helper');
    await look(page, 'refuse');
    await page.click('#answers button[type=submit]:not([name])');
    expect(await page.locator('#errors').textContent()).toContain('Say why it is refused');
    await page.fill('#reason', 'One paper cannot\nbe read <i>𠮷</i>');
    await sendForm(page, pathOf(made));
    expect(await textOf(page)).toContain('One paper cannot\nbe read <i>𠮷</i>');
    expect(await viewSpecialReceipt(op, receiptOf(made))).toMatchObject({
      state: 'refused',
      refusal: 'One paper cannot\nbe read <i>𠮷</i>',
    });
    await page.goto(`${pathOf(made)}/refuse`);
    expect(page.url()).toBe(pathOf(made));
    expect(await textOf(page)).toMatch(/By zhao.*Attached/s);
    await page.goto(`${origin}/desk/requests?view=decided`);
    expect(await page.locator('tr', { hasText: made.reference }).textContent()).toContain('Refused');
  });

  it('let somebody keep a line as their own, and tell its holder nothing', async () => {
    const made = await oneSent('survivor', { wish: 'split_off' });
    const asker = await person('zhao', ['supervisor']);
    await asker.goto(pathOf(made));
    expect(await textOf(asker)).toMatch(/Each line becomes their own.*Nothing is sent to the holder/);
    await asker.check('[name=line-0]');
    await sendForm(asker, '**/desk/approvals/*');
    const second = await person('wu', ['operations']);
    await second.goto(asker.url());
    expect(await textOf(second)).toContain('Keep the line as their own');
    await second.locator('button[value=approved]').click();
    await second.getByText('Approved', { exact: true }).waitFor();
    await second.goto(pathOf(made));
    expect(await second.locator('.candidates').textContent()).toContain('Is their own now');
    const { rows } = await op.pool.query(
      'select (select count(*)::int from outbox where party_id = $2) as told, holder_id <> $2 as moved from line where line_id = $1',
      [made.line.lineId, made.line.partyId],
    );
    expect(rows).toEqual([{ told: 0, moved: true }]);
  });

  it('tell in the lists which one waits for a second person, and no longer once it was taken back', async () => {
    const made = await oneSent('survivor');
    const asker = await person('zhao', ['supervisor']);
    await asker.goto(pathOf(made));
    await asker.check('[name=line-0]');
    await sendForm(asker, '**/desk/approvals/*');
    const approval = new URL(asker.url()).pathname;
    await asker.goto(`${origin}/desk/requests`);
    const listed = asker.locator('tr', { hasText: made.reference });
    expect(await listed.textContent()).toContain('A second person is asked');
    const second = await person('wu', ['supervisor', 'operations']);
    await second.goto(`${origin}/desk`);
    const waiting = second.locator('section[aria-labelledby=waiting] tr', { hasText: made.reference });
    expect(await waiting.textContent()).toMatch(/Must be safe from the holder.*Confidential.*waits until/);
    await look(second, 'approvals');
    await withdrawSpecialRequest(op, receiptOf(made));
    await second.reload();
    expect(await waiting.count()).toBe(0);
    const decided = second.locator('section[aria-labelledby=decided] tr', { hasText: made.reference });
    expect(await decided.textContent()).toContain('settled meanwhile');
    for (const page of [second, asker]) {
      await page.goto(`${origin}${approval}`);
      expect(await textOf(page)).toContain('settled in another way meanwhile');
      expect(await textOf(page)).not.toContain('Decided by');
      expect(await page.locator('button[name=decision]').count()).toBe(0);
    }
    await look(second, 'approval-moot');
  });

  it('show at a narrow window whole words, and the desks of a supervisor in one row each', async () => {
    await oneSent('guardian');
    const page = await person('zhao', ['supervisor'], { viewport: { width: 390, height: 844 } });
    await page.goto(`${origin}/desk/requests`);
    const widths = await page
      .locator('tbody tr')
      .first()
      .locator('th, td')
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
    expect(Math.min(...widths)).toBeGreaterThan(75);
    for (const width of [1024, 1280]) {
      await page.setViewportSize({ width, height: 768 });
      const tops = await page
        .locator('.desk-top nav a')
        .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top));
      expect(new Set(tops).size, `${width}`).toBe(1);
    }
  });

  it('that are confidential are there for few: not for the fraud desk, an agent, or a clerk', async () => {
    const made = await oneSent('survivor');
    const asker = await person('zhao', ['supervisor']);
    await asker.goto(pathOf(made));
    await asker.check('[name=line-0]');
    await sendForm(asker, '**/desk/approvals/*');
    for (const role of ['fraud', 'agent', 'clerk'] as const) {
      const page = await person(`a ${role}`, [role]);
      await page.goto(`${origin}/desk/requests`);
      expect(await textOf(page), role).not.toContain(made.reference);
      for (const path of ['', '/pictures', ...(role === 'fraud' ? ['/refuse'] : [])]) {
        const answer = await page.goto(`${pathOf(made)}${path}`);
        expect([answer!.status(), await heading(page)], role).toEqual([404, 'There is no such request']);
      }
      await page.goto(asker.url());
      expect(await heading(page), role).toBe('No such request');
      await page.goto(`${origin}/desk`);
      const approval = new URL(asker.url()).pathname;
      expect(await page.locator(`main a[href="${approval}"]`).count(), role).toBe(0);
    }
  });

  it('of others are nothing to a clerk, who cannot agree to their own from another browser either', async () => {
    const [line] = await linesForRequests(op);
    const page = await person('lin', ['clerk']);
    await fillTakeIn(page, origin, 'guardian', [line!.msisdn]);
    await sendForm(page, '**/special/received/*');
    await page.getByRole('link', { name: 'Choose the lines' }).click();
    const own = page.url();
    await page.check('[name=line-0]');
    await sendForm(page, '**/desk/approvals/*');
    // The same person once more, also as a supervisor.
    const again = await person('lin', ['clerk', 'supervisor']);
    await again.goto(page.url());
    expect(await again.locator('button[value=approved]').count()).toBe(0);
    expect(await textOf(again)).toContain('Another person decides');
    const token = await again.locator('#answers [name=token]').inputValue();
    await again.request.post(page.url(), { form: { token, decision: 'approved' }, headers: { origin } });
    const other = await person('bo', ['clerk']);
    expect((await other.goto(own))!.status()).toBe(404);
    await other.goto(`${origin}/desk/requests`);
    expect(await textOf(other)).toContain('No request waits');
    const { rows } = await op.pool.query('select 1 from termination where line_id = $1', [line!.lineId]);
    expect(rows).toEqual([]);
  });
});

describe('a long list of special requests', () => {
  it('is read page by page, in both of its views', async () => {
    const lines = await linesForRequests(op, 27);
    const made: string[] = [];
    for (const { msisdn } of lines) made.push((await sentByPortal(op, 'company', [msisdn])).reference);
    const page = await person('zhao', ['supervisor']);
    for (const view of ['waiting', 'decided']) {
      if (view === 'decided')
        await op.pool.query(
          `update special_request set state = 'withdrawn', decided_at = now() where route = 'company'`,
        );
      const seen: string[] = [];
      await page.goto(`${origin}/desk/requests?view=${view}`);
      for (;;) {
        seen.push(...(await page.locator('th .code').allTextContents()));
        const further = page.getByRole('link', { name: 'Further requests' });
        if ((await further.count()) === 0) break;
        await page.goto(`${origin}${await further.getAttribute('href')}`);
        if (seen.length > 100) throw new Error('the pages do not end');
      }
      expect(new Set(seen).size, view).toBe(seen.length);
      expect(seen, view).toEqual(expect.arrayContaining(made));
    }
  });
});

describe('a request that is taken in at the counter', () => {
  it('keeps all that was typed where a picture cannot be used, and takes any name', async () => {
    const [line] = await linesForRequests(op);
    const page = await person('lin', ['clerk']);
    await page.goto(`${origin}/desk/counter`);
    await page.getByRole('link', { name: 'Somebody without the holder' }).click();
    await look(page, 'take-in');
    await page.getByRole('link', { name: 'Guardian of the holder' }).click();
    await look(page, 'take-in-form');
    await page.click('#answers button[type=submit]:not([name])');
    expect(await page.locator('#errors li').count()).toBe(6);
    await fillTakeIn(page, origin, 'guardian', [line!.msisdn]);
    const name = '<script>alert(1)</script> 👵 𠮷';
    await page.fill('#requester_name', name);
    await page.fill('#note', 'one\ntwo <b>three</b>');
    await page.setInputFiles('#file', {
      name: 'x.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('%PDF-1.7'),
    });
    await page.click('#answers button[type=submit]:not([name])');
    expect(await page.locator('#errors').textContent()).toContain('This picture cannot be used');
    expect(await page.inputValue('#requester_name')).toBe(name);
    expect(await page.inputValue('#numbers')).toBe(line!.msisdn);
    expect(await page.isChecked('[name=seen_guardianship_proof]')).toBe(true);
    await page.locator('#holder_name').evaluate((field) => field.removeAttribute('maxlength'));
    await page.fill('#holder_name', '𠮷'.repeat(200));
    await page.click('#answers button[type=submit]:not([name])');
    expect(await page.locator('.wrong #holder_name').count()).toBe(1);
    await page.fill('#holder_name', '𠮷'.repeat(50));
    await page.setInputFiles('#file', { name: 'x.jpg', mimeType: 'image/jpeg', buffer: CARD.jpeg });
    await sendForm(page, '**/special/received/*');
    expect(await page.locator('#receipt .secret').nth(0).textContent()).toMatch(/^SR-[0-9A-Z]{8}$/);
    await look(page, 'received');
    await page.getByRole('link', { name: 'Choose the lines' }).click();
    const told = await textOf(page);
    for (const part of [name, '𠮷'.repeat(50), 'two <b>three</b>', '1 picture']) expect(told).toContain(part);
    expect(told).not.toContain(TEST_DOCUMENT);
    expect(told).toMatch(/Taken in by lin.*Shown/s);
    expect(told).not.toContain('staff:');
    await look(page, 'long-names');
    await page.getByRole('link', { name: 'Look at the pictures' }).click();
    await page.click('.panel button[type=submit]');
    expect(await page.locator('#errors').textContent()).toContain('Why do you need to see it?');
    await look(page, 'pictures');
    await page.fill('#why', 'to decide');
    await page.locator('.panel button[name=photo]').first().click();
    const picture = page.locator('img.paper-picture');
    await picture.waitFor();
    expect(
      await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(0);
    // The reason stays for the next picture.
    expect(await page.inputValue('#why')).toBe('to decide');
    await look(page, 'picture');
  });

  it('lists every line under a document that was seen, but those that are theirs', async () => {
    const [mine, other] = await linesForRequests(op, 2);
    const page = await person('lin', ['clerk'], { javaScriptEnabled: false });
    await fillTakeIn(page, origin, 'not_mine', [mine!.msisdn]);
    await sendForm(page, '**/special/received/*');
    await page.getByRole('link', { name: 'Choose the lines' }).click();
    const numbers = await page.locator('.candidates th.code').allTextContents();
    expect(numbers).toContain(other!.msisdn);
    expect(numbers).not.toContain(mine!.msisdn);
    await page.locator('tr', { hasText: other!.msisdn }).locator('[type=checkbox]').check();
    await sendForm(page, '**/desk/approvals/*');
    expect(await textOf(page)).toContain('Never opened it');
  });

  it('leaves nothing on the device once its customer has gone', async () => {
    const [line] = await linesForRequests(op);
    const page = await person('lin', ['clerk']);
    await fillTakeIn(page, origin, 'guardian', [line!.msisdn]);
    await sendForm(page, '**/special/received/*');
    const receipt = page.url();
    const secret = (await page.locator('#receipt .secret').nth(1).textContent())!;
    await page.getByRole('button', { name: 'Finish and clear this device' }).click();
    await page.waitForURL('**/desk/counter?done=1');
    await page.goto(receipt);
    expect(await textOf(page)).toContain('The receipt was given before');
    expect(await page.content()).not.toContain(secret);
    await page.goto(`${origin}/desk/counter/special/guardian`);
    expect(await page.inputValue('#requester_name')).toBe('');
  });
});
