import { describe, expect, it } from 'vitest';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { signedInPerson } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, signInAtDesk } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const open = await testBrowser();

let used = 0;
async function askedFor(): Promise<{ caseId: string; path: string }> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  const { caseId } = await declared(op, line!);
  await op.pool.query(
    `update termination set stage = 'notify', plan = array['notify','close'], waiting_for = 'staff', due_at = null where case_id = $1`,
    [caseId],
  );
  const by = await signedInPerson(op, 'wu', ['operations']);
  const { requestId } = await requestApproval(op, by, {
    act: 'skip_stage',
    with: { caseId, stage: 'notify', reason: 'no <b>contact</b> 𠮷 works' },
  });
  return { caseId, path: `/desk/approvals/${requestId}` };
}

const stageOf = async (caseId: string): Promise<string> =>
  (await op.pool.query<{ stage: string }>('select stage from termination where case_id = $1', [caseId]))
    .rows[0]!.stage;

describe('a request for a second person', () => {
  it('is decided by keyboard, after a second factor, and nothing typed is lost on the way', async () => {
    const { caseId, path } = await askedFor();
    const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en' });
    await signInAtDesk(page, instance, 'supervisor');
    await page.getByRole('link', { name: 'Skip a stage' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}${path}`);
    expect(await page.locator('main').textContent()).toContain('no <b>contact</b> 𠮷 works');
    await page.locator('#reason').focus();
    await page.keyboard.type('seen and agreed');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}/desk/sign-in?**`);
    expect(await stageOf(caseId)).toBe('notify');
    await page.locator('main a.button').click();
    await page.locator('#supervisor-mfa').click();
    await page.waitForURL(`${origin}${path}?kept=1`);
    expect(await page.locator('#reason').inputValue()).toBe('seen and agreed');
    // One press is left, and nothing went wrong.
    expect(await page.locator('section.errors').count()).toBe(0);
    expect(await page.locator('#errors.note').textContent()).toContain('Nothing is submitted yet');
    await page.locator('button[value=approved]').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Approved', { exact: true }).waitFor();
    expect(await stageOf(caseId)).toBe('close');
  });

  it('keeps what somebody typed whose session was over, for them and nobody else', async () => {
    const { path } = await askedFor();
    const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en' });
    await signInAtDesk(page, instance, 'supervisor', path);
    await page.locator('#reason').fill('half a thought');
    await op.pool.query(`update staff_session set ends_at = now() where subject like '%#supervisor'`);
    await page.locator('button[value=refused]').click();
    await page.waitForURL(`${origin}/desk/sign-in?**`);
    expect(await page.locator('main').textContent()).toContain('What you had typed is kept');
    const other = await open({ locale: 'en' });
    await signInAtDesk(other, instance, 'supervisor2', `${path}?kept=1`);
    expect(await other.locator('#reason').inputValue()).toBe('');
    await page.locator('main a.button').click();
    await page.waitForURL(`${origin}${path}?kept=1`);
    expect(await page.locator('#reason').inputValue()).toBe('half a thought');
    await page.goto(`${origin}${path}?kept=1`);
    expect(await page.locator('#reason').inputValue()).toBe('');
  });

  it('is no page for an agent, and not there for who may not see it', async () => {
    const { path } = await askedFor();
    const page = await open({ locale: 'en' });
    await signInAtDesk(page, instance, 'agent');
    await page.goto(`${origin}${path}`);
    expect(await page.locator('h1').textContent()).toBe('No such request');
  });
});
