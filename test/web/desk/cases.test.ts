import { describe, expect, it } from 'vitest';
import { readyToEnd } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, signInAtDesk, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const { pool } = op;
const open = await testBrowser();
let used = 0;
const aLine = async (): Promise<SeededLine> =>
  (await seedLines(pool, vault, 1, { from: used++, simulator: instance.simulator }))[0]!;

/** A case that stopped at telling its holder, after everything else. */
async function stuck(): Promise<{ caseId: string; reference: string; line: SeededLine }> {
  const line = await aLine();
  const made = await readyToEnd(op, line);
  await pool.query(
    `update termination set stage = 'notify', waiting_for = 'staff', problem = '{"code":"process_died"}', due_at = null,
       service_ended_at = now() where case_id = $1`,
    [made.caseId],
  );
  return { ...made, line };
}

describe('finding a case', () => {
  it('by number leads to its page by keyboard alone, and the number stands in no address', async () => {
    const { reference, line } = await stuck();
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, 'wu', ['operations']);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${origin}/desk/operations/search`);
    await page.locator('#key').focus();
    await page.keyboard.type(line.msisdn);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '1 line found' }).waitFor();
    expect(await page.locator('main').textContent()).not.toContain(line.msisdn.slice(1));
    await page.getByRole('link', { name: reference }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Case ${reference}` }).waitFor();
    expect(asked.filter((url) => url.includes(line.msisdn.slice(-7)))).toEqual([]);
  });

  it('by its reference opens it, and by what is none says what is wrong', async () => {
    const { reference } = await stuck();
    const page = await open({ locale: 'en', javaScriptEnabled: false });
    await sitDown(page, instance, 'he', ['fraud']);
    await page.goto(`${origin}/desk/operations/search`);
    await page.fill('#key', reference.toLowerCase());
    await page.click('main form button.button');
    await page.waitForURL(`${origin}/desk/operations/cases/${reference}`);
    await page.goto(`${origin}/desk/operations/search`);
    await page.fill('#key', '8904903212345123451234567890');
    await page.click('main form button.button');
    await page.locator('#errors a[href="#key"]').waitFor();
    await page.fill('#key', '没有这个人');
    await page.click('main form button.button');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  });
});

describe('the page of a case', () => {
  it('has each act with a form, or with the reason why not', async () => {
    const { reference } = await stuck();
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, 'an', ['auditor']);
    await page.goto(`${origin}/desk/operations/cases/${reference}`);
    expect(await page.locator('.acts form').count()).toBe(0);
    expect(await page.locator('.acts > section').count()).toBe(8);
    expect(await page.locator('section[aria-labelledby=act-retry]').textContent()).toContain('Only for:');
    await sitDown(page, instance, 'wu', ['operations']);
    await page.goto(`${origin}/desk/operations/cases/${reference}`);
    expect(await page.locator('section[aria-labelledby=act-withdraw]').textContent()).toContain('Not now');
    await page.locator('section[aria-labelledby=act-retry] button').click();
    await page.getByRole('status').filter({ hasText: 'It is tried again now.' }).waitFor();
    const { rows } = await pool.query('select waiting_for from termination where reference = $1', [
      reference,
    ]);
    expect(rows).toEqual([{ waiting_for: null }]);
  });

  it('moves by itself, and never under a form that somebody fills in; it is one look', async () => {
    const { reference, caseId } = await stuck();
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    const looker = await sitDown(page, instance, 'wen', ['operations']);
    await page.goto(`${origin}/desk/operations/cases/${reference}`);
    const announced = () => pool.query(`select pg_notify('handback_case', $1)`, [caseId]);
    const moveTo = async (stage: string) => {
      await pool.query(
        'update termination set stage = $2, updated_at = clock_timestamp() where case_id = $1',
        [caseId, stage],
      );
      await announced();
    };
    const state = page.locator('h1').locator('xpath=..').locator('.tag-line');
    const before = await state.textContent();
    // The stream may not be open yet: whoever comes is told what is.
    await moveTo('settle');
    await expect.poll(() => state.textContent(), { timeout: 10_000 }).not.toBe(before);
    expect(await page.locator('#said').textContent()).toBe('The case has moved on.');
    const shown = await state.textContent();
    await moveTo('notify');
    await expect.poll(() => state.textContent(), { timeout: 10_000 }).toBe(before);
    await page.fill('#skip_reason', 'told by letter');
    await moveTo('settle');
    await page.locator('#moved').waitFor();
    expect([await page.inputValue('#skip_reason'), await state.textContent()]).toEqual([
      'told by letter',
      before,
    ]);
    await page.locator('#moved a').click();
    await expect.poll(() => state.textContent(), { timeout: 10_000 }).toBe(shown);
    const looks = await pool.query(
      `select from audit where case_id = $1 and action = 'viewed' and actor = $2`,
      [caseId, `staff:${looker.subject}`],
    );
    expect(looks.rowCount).toBe(1);
  });

  it('asks a second person for a skip, with a reason, and says so afterwards', async () => {
    const { reference } = await stuck();
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await signInAtDesk(page, instance, 'operations', `/desk/operations/cases/${reference}`);
    const skip = page.locator('section[aria-labelledby=act-skip]');
    await skip.locator('button').click();
    await page.locator('#errors a[href="#skip_reason"]').waitFor();
    await page.fill('#skip_reason', 'told by letter');
    await skip.locator('button').click();
    await page.waitForURL(`${origin}/desk/approvals/*`);
    await page.goto(`${origin}/desk/operations/cases/${reference}`);
    expect(await skip.textContent()).toContain('A second person is asked already.');
  });

  it('shows what the network said only to who asks for it', async () => {
    const { reference, caseId } = await stuck();
    await pool.query(
      `update termination set stage = 'save_subscriber', waiting_for = null, due_at = now(), service_ended_at = null where case_id = $1`,
      [caseId],
    );
    const engine = instance.engine();
    engine.start();
    await expect
      .poll(
        async () =>
          (await pool.query('select from termination_closed where case_id = $1', [caseId])).rowCount,
        {
          timeout: 30_000,
        },
      )
      .toBe(1);
    await engine.stop();
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, 'wu', ['operations']);
    await page.goto(`${origin}/desk/operations/cases/${reference}`);
    expect(await page.locator('section[aria-labelledby=exchanges] pre').count()).toBe(0);
    await page.getByRole('link', { name: 'Show what was said' }).click();
    await page.locator('section[aria-labelledby=exchanges] summary').first().click();
    expect(await page.locator('section[aria-labelledby=exchanges] pre').first().isVisible()).toBe(true);
  });

  it('is a page that says so where there is no such case, or none for the reader', async () => {
    const home = await household(instance, 4_000);
    const { reference } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    const page = await open({ locale: 'en' });
    await sitDown(page, instance, 'he', ['fraud']);
    const told = async (path: string): Promise<string> => {
      await page.goto(`${origin}${path}`);
      return (await page.locator('main').textContent())!.replaceAll(path, '');
    };
    const none = await told('/desk/operations/cases/HB-00000000');
    expect(await told(`/desk/operations/cases/${reference}`)).toBe(none);
    expect(none).not.toContain('survivor');
  });
});
