import { describe, expect, it } from 'vitest';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, signInAtDesk } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, issuer, operations: op } = instance;
const open = await testBrowser();
const desk = () => open({ viewport: { width: 1280, height: 800 }, locale: 'en' });

const actions = async (): Promise<string[]> => {
  const { rows } = await op.pool.query<{ action: string }>(
    `select action from audit where actor like 'staff:%' order by audit_id`,
  );
  return rows.map(({ action }) => action);
};

describe('signing in to the desks', () => {
  it('goes by the issuer and back to where somebody wanted to go, and out at both', async () => {
    const page = await desk();
    await signInAtDesk(page, instance, 'clerk');
    expect(await page.locator('.who').textContent()).toContain('Test clerk');
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'hb_desk');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await page.locator('.who button').click();
    await page.waitForURL(`${issuer.url}/session/end**`);
    await page.locator('#out').click();
    await page.waitForURL(`${origin}/desk/signed-out**`);
    expect(await page.locator('h1').textContent()).toBe('You are signed out');
    // At the issuer too: it asks again who they are.
    await page.goto(`${origin}/desk`);
    await page.locator('main a.button').click();
    await page.locator('#clerk').waitFor();
    expect(await actions()).toEqual(expect.arrayContaining(['staff_signed_in', 'staff_signed_out']));
  });

  it('ends when the issuer ends its session', async () => {
    const one = await desk();
    await signInAtDesk(one, instance, 'agent');
    // The same person at the same issuer, from another face of it: our session is not in the request.
    await one.context().clearCookies({ name: 'hb_desk' });
    const two = await desk();
    await signInAtDesk(two, instance, 'agent');
    const kept = (await two.context().cookies()).filter(({ name }) => name === 'hb_desk');
    await two.context().clearCookies({ name: 'hb_desk' });
    await two.goto(`${issuer.url}/session/end`);
    await two.locator('#out').click();
    await two.context().addCookies(kept);
    await two.goto(`${origin}/desk`);
    expect(await two.locator('h1').textContent()).toBe('Sign in');
  });

  it('renews a session in which somebody shows a second factor, under another token', async () => {
    const page = await desk();
    await signInAtDesk(page, instance, 'fraud');
    const token = async () => (await page.context().cookies()).find(({ name }) => name === 'hb_desk')!.value;
    const before = await token();
    await page.goto(`${origin}/desk/sign-in?to=/desk&fresh=1&go=1`);
    await page.locator('#fraud').click();
    await page.getByText('with your second factor').waitFor();
    expect(await token()).toBe(before);
    await page.goto(`${origin}/desk/sign-in?to=/desk&fresh=1&go=1`);
    await page.locator('#fraud-mfa').click();
    await page.waitForURL(`${origin}/desk`);
    expect(await token()).not.toBe(before);
    const { rows } = await op.pool.query('select strong from staff_session where subject like $1', [
      '%#fraud',
    ]);
    expect(rows).toEqual([{ strong: true }]);
  });

  it('lets in nobody without a role, and everybody with what their groups give', async () => {
    const page = await desk();
    await page.goto(`${origin}/desk`);
    await page.locator('main a.button').click();
    await page.locator('#none').click();
    await page.getByText('You have no role here').waitFor();
    expect((await page.context().cookies()).some(({ name }) => name === 'hb_desk')).toBe(false);
    const two = await desk();
    await signInAtDesk(two, instance, 'both');
    expect(await two.locator('.who').textContent()).toContain('Hotline agent, Fraud desk');
  });

  it('takes no answer of another attempt, and none twice', async () => {
    const page = await desk();
    await page.goto(`${origin}/desk/callback?code=x&state=y&iss=${encodeURIComponent(issuer.url)}`);
    expect(await page.locator('h1').textContent()).toBe('You were not signed in');
    await signInAtDesk(page, instance, 'agent');
    const [callback] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('/desk/callback')),
      (async () => {
        await page.goto(`${origin}/desk/sign-in?to=/desk&fresh=1&go=1`);
        await page.locator('#agent-mfa').click();
        await page.waitForURL(`${origin}/desk`);
      })(),
    ]);
    await page.goto(callback.url());
    expect(await page.locator('h1').textContent()).toBe('You were not signed in');
  });

  it('follows an issuer that rotates its keys', async () => {
    issuer.rotateKeys();
    const page = await desk();
    await signInAtDesk(page, instance, 'operations');
    expect(await page.locator('.who').textContent()).toContain('Test operations');
  });

  it('leads nowhere else', async () => {
    for (const to of ['https://evil.example/', '//evil.example', '/desk/../lines', '/desk@evil.example']) {
      const answer = await fetch(`${origin}/desk/sign-in?to=${encodeURIComponent(to)}`);
      expect(await answer.text(), to).toContain('to=%2Fdesk&amp;go=1');
    }
  });
});
