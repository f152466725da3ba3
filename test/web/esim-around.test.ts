import { beforeAll, describe, expect, it } from 'vitest';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { subscriberOf } from '../support/actors.ts';
import { eventually } from '../support/instance.ts';
import { TEST_DOCUMENT } from '../support/seed.ts';
import { type EsimInstance, esimInstance } from './esim-instance.ts';
import { atUnbind, setUnbinding } from './esim-scenes.ts';
import { enter } from './portal-instance.ts';

let instance: EsimInstance;
beforeAll(async () => {
  instance = await esimInstance();
});

describe('the progress of a line with eSIM', () => {
  it('leads to the devices while they hold it, and has a step for them', async () => {
    const { line, made, iccids, path } = await instance.ending();
    await atUnbind(instance, made.caseId);
    const page = await instance.visitor(line, { locale: 'en-GB' });
    await page.goto(`${instance.origin}${path}`);
    expect(await page.locator('h1').textContent()).toBe('Waiting for your devices: you can still withdraw');
    expect(await page.locator('main .note.warn').count()).toBe(0);
    expect(await page.locator('.line .what').allTextContents()).toEqual([
      'Request received',
      'Your confirmation',
      'Cooling-off',
      'eSIM on your devices',
      'Cut off the network',
      'Final bill',
      'Certificate',
    ]);
    expect(await page.locator('.line > .now .what').textContent()).toBe('eSIM on your devices');
    expect(await page.locator('.note.info h2').textContent()).toBe('2 devices still hold the eSIM');
    for (const iccid of iccids) await setUnbinding(instance, made.caseId, iccid, { result: 'proven' });
    await eventually(
      () => page.locator('.line > .now .hint').textContent(),
      (hint) => hint === 'Deleted and signed',
    );
    expect(await page.locator('.note.info').count()).toBe(0);
    expect(await page.locator('#said').textContent()).toBe('Deleted and signed');
    await page.click(`a[href="${path}/devices"]`);
    expect(await page.locator('h1').textContent()).toBe('eSIM devices');
  });

  it('says before and after a withdrawal what is gone for good', async () => {
    const { line, made, iccids, path } = await instance.ending();
    await setUnbinding(instance, made.caseId, iccids[0]!, { result: 'proven' });
    const page = await instance.withoutScripts(line, 'en-GB');
    await page.goto(`${instance.origin}${path}`);
    expect(await page.locator('.note.warn').textContent()).toBe(
      '1 eSIM profile was already deleted and cannot come back: after withdrawing you need a new eSIM. The number stays yours.',
    );
    // It was confirmed with the document, so the code of this session alone does not take it back.
    await page.getByRole('button', { name: 'Withdraw the request' }).click();
    await page.fill('#document', TEST_DOCUMENT);
    await page.getByRole('button', { name: 'Withdraw the request' }).click();
    expect(await page.locator('.note.warn').textContent()).toContain('you need a new eSIM');
    await page.goto(`${instance.origin}${path}/devices`);
    expect(await page.locator('.tag').allTextContents()).toEqual(['Deleted and signed', 'Stays as it is']);
    expect(await page.locator('main').getByRole('button').count()).toBe(0);
    await page.locator('main .note a').click();
    expect(await page.locator('#new-esim h2').textContent()).toBe('A new eSIM');
  });
});

describe('before a line with eSIM is handed back', () => {
  it('names the devices and says that nothing comes back, on the task list and on the review', async () => {
    const { line } = await instance.lineWith();
    const page = await instance.withoutScripts(line, 'en-GB');
    await page.goto(`${instance.origin}/lines/${line.lineId}/before`);
    const names = async () => await page.locator('#esim li strong').allTextContents();
    expect(await names()).toEqual(['iPhone', 'Device ending 5678']);
    expect(await page.locator('#esim').textContent()).toContain('cannot come back');
    const made = (await declare(instance.operations, subscriberOf(line), {
      lineId: line.lineId,
      reason: null,
    })) as Declared;
    await page.goto(`${instance.origin}/cases/${made.caseId}/review`);
    expect(await names()).toEqual(['iPhone', 'Device ending 5678']);
    expect(await page.locator('#esim').textContent()).toContain('cannot come back');
    const order = await page.evaluate(() => {
      const [warning, form] = [document.getElementById('esim')!, document.getElementById('answers')!];
      return warning.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    expect(order).toBeGreaterThan(0);
  });

  it('leads nobody through a phone that is lost', async () => {
    const { line } = await instance.lineWith();
    const made = (await declare(instance.operations, subscriberOf(line), {
      lineId: line.lineId,
      reason: 'lost',
    })) as Declared;
    await instance.operations.pool.query(
      `update termination set stage = 'confirm', waiting_for = 'person', service_ended_at = now() where case_id = $1`,
      [made.caseId],
    );
    const page = await instance.withoutScripts(line);
    await page.goto(`${instance.origin}/cases/${made.caseId}/review`);
    expect(await page.locator('#answers').count()).toBe(1);
    expect(await page.locator('#esim').count()).toBe(0);
  });
});

describe('a line that stays', () => {
  it('says what a deleted eSIM does not do, and offers to end the line or to get a new one', async () => {
    const { line } = await instance.lineWith([
      { device: '1234', label: 'iPhone' },
      { device: '5678', label: 'Watch', state: 'deleted' },
      { device: null, state: 'released' },
    ]);
    const page = await instance.withoutScripts(line, 'en-GB');
    const note = 'The eSIM on Watch was deleted on 20 November 2025 09:02.';
    await page.goto(`${instance.origin}/lines`);
    expect(await page.locator('.note').textContent()).toContain(note);
    await page.getByRole('link', { name: 'eSIM details of' }).click();
    expect(new URL(page.url()).pathname).toBe(`/lines/${line.lineId}`);
    expect(await page.locator('.note').textContent()).toContain(
      `${note}Deleting an eSIM does not end the line and does not stop the bill.`,
    );
    expect(await page.locator('.panel .tag').allTextContents()).toEqual([
      'On the device',
      'Deleted',
      'Ordered, on no device',
    ]);
    expect(
      await page.locator('.note a').evaluateAll((all) => all.map((a) => a.getAttribute('href'))),
    ).toEqual([`/lines/${line.lineId}/before`, '#new-esim']);
  });

  it('asks whoever comes from a message to sign in, and shows strangers nothing', async () => {
    const { line } = await instance.lineWith();
    const page = await instance.open({ javaScriptEnabled: false });
    await page.goto(
      instance.operations.lineUrl(line.lineId).replace('http://handback.test', instance.origin),
    );
    expect(await page.getByRole('status').textContent()).toContain('登录');
    await enter(page, instance.origin, await instance.sessionOf(instance.nextLine()));
    expect((await page.goto(`${instance.origin}/lines/${line.lineId}`))!.status()).toBe(404);
  });
});
