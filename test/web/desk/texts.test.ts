import { describe, expect, it } from 'vitest';
import { textsOf } from '../../operations/texts/scene.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const open = await testBrowser();
const texts = textsOf(instance);
const TEXTS = `${origin}/desk/operations/texts`;
const SECRET = 'my code is 424242';
const STRANGER = '+8617099990001';
const [line] = await seedLines(op.pool, vault, 1);
await texts.takeNew(line!.msisdn, '销户');
await texts.takeNew(STRANGER, SECRET);
await texts.take('+8610690001', SECRET, { from: { type: 'alphanumeric', value: 'BANK-OF-X' } });
await texts.answer();
await texts.takeNew(line!.msisdn, 'INFO');

const looks = async () =>
  (
    await op.pool.query<{ facts: object }>(
      `select facts from audit where action = 'viewed' and facts->>'what' = 'texts' order by audit_id`,
    )
  ).rows.map(({ facts }) => facts);

describe('texts that came in, at the operations desk', () => {
  it('are listed with what became of them, without what they say and without whole numbers; the look is audited', async () => {
    const page = await open({
      viewport: { width: 1440, height: 900 },
      locale: 'en',
      javaScriptEnabled: false,
    });
    await sitDown(page, instance, 'wu', ['operations']);
    await page.goto(`${origin}/desk/operations?lang=en`);
    await page.getByRole('link', { name: 'Texts that came in' }).click();
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(4);
    const cells = (n: number) => rows.nth(n).locator('td').allTextContents();
    // The newest first.
    expect(await cells(0)).toEqual(['170 **** 0000', 'nothing known', 'waits', 'None of ours', 'None kept']);
    expect((await cells(1)).slice(0, 3)).toEqual([
      'a name',
      'nothing known',
      'no answer: no number that can be answered',
    ]);
    expect((await cells(2))[0]).toBe('170 **** 0001');
    expect((await cells(2))[2]).toBe('not our number: told so');
    expect((await cells(3)).slice(1, 4)).toEqual(['ending the line', 'answered', line!.lineId]);
    const html = await page.content();
    for (const hidden of [SECRET, '424242', 'BANK-OF-X', '销户', line!.msisdn.slice(3), STRANGER.slice(3)])
      expect(html).not.toContain(hidden);
    expect((await looks()).at(-1)).toEqual({ what: 'texts', texts: 4, ofOneNumber: false });
  });

  it('are found by number, which stands in no address, and by what became of them', async () => {
    const page = await open({ locale: 'en', javaScriptEnabled: false });
    await sitDown(page, instance, 'zhao', ['supervisor']);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${TEXTS}?lang=en`);
    await page.fill('#number', STRANGER);
    await page.getByRole('button', { name: 'Show them' }).click();
    await page.getByText('Only those of 170 **** 0001.').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(asked.join(' ')).not.toContain(STRANGER.slice(3));
    expect((await looks()).at(-1)).toEqual({ what: 'texts', texts: 1, ofOneNumber: true });
    await page.fill('#number', '');
    await page.selectOption('#outcome', 'nobody');
    await page.getByRole('button', { name: 'Show them' }).click();
    await page.waitForURL('**?outcome=nobody');
    expect(await page.locator('tbody td').first().textContent()).toBe('a name');
    expect(await page.locator('#outcome').inputValue()).toBe('nobody');
    await page.fill('#number', '12');
    const before = (await looks()).length;
    await page.getByRole('button', { name: 'Show them' }).click();
    await page.locator('#errors a[href="#number"]').waitFor();
    expect(await page.locator('tbody').count()).toBe(0);
    expect((await looks()).length).toBe(before);
    await page.goto(`${TEXTS}?lang=en&after=nothing&outcome=made-up`);
    expect(await page.locator('tbody tr').count()).toBe(4);
  });

  it('go from page to page, also of one number', async () => {
    await op.pool.query(
      `insert into inbound_text (source, message_key, sender_kind, sender_enc, sender_bidx, sent_to, body_enc, parts, place,
         due_at, answer_until, keep_until, outcome, dealt_at)
       select source, decode(md5(n::text), 'hex'), sender_kind, sender_enc, sender_bidx, sent_to, null, parts, place,
         null, answer_until, keep_until, outcome, dealt_at
       from inbound_text, generate_series(1, 60) n where outcome = 'stranger'`,
    );
    const page = await open({ locale: 'en', javaScriptEnabled: false });
    await sitDown(page, instance, 'sun', ['auditor']);
    await page.goto(`${TEXTS}?lang=en`);
    expect(await page.locator('tbody tr').count()).toBe(50);
    await page.getByRole('link', { name: 'More' }).click();
    await page.waitForURL('**after=*');
    expect(await page.locator('tbody tr').count()).toBe(14);
    await page.fill('#number', STRANGER);
    await page.getByRole('button', { name: 'Show them' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(11);
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0);
  });

  it('are for whom the API shows them, and nobody at the hotline or the counter', async () => {
    for (const role of ['agent', 'clerk'] as const) {
      const page = await open({ locale: 'en' });
      await sitDown(page, instance, role, [role]);
      expect((await page.goto(TEXTS))?.status()).toBe(403);
    }
  });
});
