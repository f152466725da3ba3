import { beforeAll, describe, expect, it } from 'vitest';
import type { SeededLine } from '../support/seed.ts';
import { type EsimInstance, esimInstance } from './esim-instance.ts';
import { atCut, iccidOf, setUnbinding } from './esim-scenes.ts';

let instance: EsimInstance;
beforeAll(async () => {
  instance = await esimInstance();
});

async function unbindingOf(caseId: string, iccid: string) {
  const { rows } = await instance.operations.pool.query<{
    reported_by: string | null;
    waits: boolean;
  }>('select reported_by, wait_until > now() as waits from unbinding where case_id = $1 and iccid = $2', [
    caseId,
    iccid,
  ]);
  return rows[0]!;
}

describe('the devices of an ending line, without JavaScript', () => {
  it('says first that a deleted eSIM cannot come back, then what each device has to do by when', async () => {
    const { line, path } = await instance.ending();
    const page = await instance.withoutScripts(line, 'en-GB');
    await page.goto(`${instance.origin}${path}/devices`);
    expect(await page.locator('h1 ~ .note, .note').first().textContent()).toBe(
      'A deleted eSIM cannot come back. If you withdraw later, you need a new one.',
    );
    expect(await page.locator('h2').first().textContent()).toBe('2 devices still hold the eSIM');
    expect(await page.locator('main').textContent()).toMatch(
      /The line ends at the latest on \d{1,2} \p{L}+ \d{4} \d\d:\d\d\./u,
    );
    expect(await page.locator('h3').allTextContents()).toEqual([
      'Connect to Wi-Fi first',
      'iPhone',
      'Device ending 5678',
    ]);
    expect(await page.locator('#device-1 .mini .what').allTextContents()).toEqual([
      'Requested',
      'Deleted by the device',
      'Confirmed by the operator',
    ]);
    expect(await page.locator('#guides summary').count()).toBe(3);
    expect(await page.locator('.live').isVisible()).toBe(false);
    expect(await page.getByRole('link', { name: 'Look again' }).count()).toBe(1);
  });

  const AT_DEVICE = { device: '1234', label: 'iPhone' };
  const ON_NONE = { device: null, state: 'released' };
  it.each([
    ['requested', AT_DEVICE, {}, '等待设备删除', ['done', 'now', 'later'], 1],
    ['reported', AT_DEVICE, { reported: true }, '已告知，未签名', ['done', 'now', 'later'], 0],
    ['proven', AT_DEVICE, { result: 'proven' }, '已删除并签名', ['done', 'done', 'done'], 0],
    [
      'unproven',
      AT_DEVICE,
      { result: 'unproven', reported: true },
      '报称已删除，未证实',
      ['done', 'missed', 'missed'],
      0,
    ],
    ['unreachable', AT_DEVICE, { result: 'unreachable' }, '删除未确认', ['done', 'missed', 'missed'], 0],
    ['not_possible', { ...AT_DEVICE, notifies: false }, {}, '删除无法证实', ['done', 'missed', 'missed'], 0],
    ['to_cancel', ON_NONE, {}, '未装到设备', [], 0],
    ['cancelled', ON_NONE, { result: 'cancelled' }, '已收回', [], 0],
  ] as const)('shows a device that is %s', async (_, profile, to, word, steps, buttons) => {
    const { line, made, iccids, path } = await instance.ending([profile]);
    await setUnbinding(instance, made.caseId, iccids[0]!, to);
    const page = await instance.withoutScripts(line);
    await page.goto(`${instance.origin}${path}/devices`);
    const panel = page.locator('#device-1');
    expect(await panel.locator('.tag').textContent()).toBe(word);
    expect(
      await panel.locator('.mini > li').evaluateAll((all) => all.map((one) => one.getAttribute('class'))),
    ).toEqual(steps);
    expect(await panel.getByRole('button').count()).toBe(buttons);
    expect(await panel.textContent()).toContain(`ICCID 尾号 ${iccids[0]!.slice(-4)}`);
  });

  it('takes the holder’s word for a deletion, and tells it from a proof', async () => {
    const { line, made, iccids, path } = await instance.ending();
    const page = await instance.withoutScripts(line);
    await page.goto(`${instance.origin}${path}/devices`);
    await page.locator('#device-2').getByRole('button').click();
    expect(new URL(page.url()).hash).toBe('#device-2');
    expect(await page.locator('#device-2 .tag').textContent()).toBe('已告知，未签名');
    expect(await page.locator('#device-1 .tag').textContent()).toBe('等待设备删除');
    expect(await unbindingOf(made.caseId, iccids[1]!)).toMatchObject({ reported_by: 'holder', waits: true });
    expect(await unbindingOf(made.caseId, iccids[0]!)).toMatchObject({ reported_by: null });
  });

  it('ends the wait when told so, and offers that only while the line waits', async () => {
    const { line, made, iccids, path } = await instance.ending();
    const page = await instance.withoutScripts(line);
    await page.goto(`${instance.origin}${path}/devices`);
    expect(await page.locator('#stop').getByRole('button').isVisible()).toBe(false);
    await page.locator('#stop summary').click();
    expect(await page.locator('#stop').textContent()).toContain('未证实');
    await page.locator('#stop').getByRole('button').click();
    await page.waitForURL(`**${path}`);
    expect(await unbindingOf(made.caseId, iccids[0]!)).toMatchObject({ waits: false });
    await page.goto(`${instance.origin}${path}/devices`);
    expect(await page.locator('#stop').count()).toBe(0);
    expect(await page.locator('main').textContent()).toContain('不再等待设备');
  });

  it('works for whoever holds the receipt', async () => {
    const { made, iccids, path } = await instance.ending();
    const page = await instance.open({ javaScriptEnabled: false });
    await page.goto(`${instance.origin}/receipt`);
    await page.fill('#reference', made.reference);
    await page.fill('#secret', made.receiptSecret);
    await page.locator('#answers button.button').click();
    await page.waitForURL(`**${path}`);
    await page.locator(`a[href="${path}/devices"]`).first().click();
    await page.locator('#device-1').getByRole('button').click();
    expect(await unbindingOf(made.caseId, iccids[0]!)).toMatchObject({ reported_by: 'holder' });
  });

  it('leads to the progress where there are no devices to speak of', async () => {
    const { line, path } = await instance.ending([]);
    const page = await instance.withoutScripts(line);
    await page.goto(`${instance.origin}${path}/devices`);
    expect(new URL(page.url()).pathname).toBe(path);
    expect(await page.locator('.line > li').count()).toBe(6);
    expect(await page.locator('main').textContent()).not.toContain('eSIM');
  });
});

describe('what is sent from the devices page', () => {
  const token = (html: string) => /name="token" value="([^"]+)"/.exec(html)![1]!;
  const request = async (line: SeededLine, path: string, fields?: Record<string, string>, headers = {}) => {
    const cookie = `hb_session=${await instance.sessionOf(line)}`;
    const own = token(await (await fetch(`${instance.origin}/lines`, { headers: { cookie } })).text());
    if (fields === undefined) return fetch(`${instance.origin}${path}`, { headers: { cookie } });
    return fetch(`${instance.origin}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams({ token: own, ...fields }),
    });
  };

  it('is refused for somebody else’s case, from other sites and without its token', async () => {
    const { line, made, iccids, path } = await instance.ending();
    const stranger = instance.nextLine();
    const here = `${path}/devices`;
    const [iccid] = iccids as [string];
    expect((await request(stranger, here)).status).toBe(404);
    for (const fields of [{ deleted: iccid }, { stop: 'waiting' }]) {
      expect((await request(stranger, here, fields)).status).toBe(404);
      expect((await request(line, here, { ...fields, token: '' })).status).toBe(403);
      expect((await request(line, here, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    }
    expect(await unbindingOf(made.caseId, iccid)).toEqual({ reported_by: null, waits: true });
    expect(
      (await fetch(`${instance.origin}${here}`, { redirect: 'manual' })).headers.get('location'),
    ).toContain('session_over');
  });

  it('is refused on the page where it no longer fits', async () => {
    const { line, made, path } = await instance.ending();
    const foreign = await request(line, `${path}/devices`, { deleted: iccidOf(9) });
    expect(foreign.status).toBe(422);
    expect(await foreign.text()).toContain('id="errors"');
    await atCut(instance, made.caseId);
    expect((await request(line, `${path}/devices`, { stop: 'waiting' })).status).toBe(422);
  });
});

describe('an open devices page', () => {
  it('follows its devices by itself, tells of it, and keeps focus and what was opened', async () => {
    const { line, made, iccids, path } = await instance.ending();
    const page = await instance.visitor(line, { locale: 'en-GB' });
    await page.goto(`${instance.origin}${path}/devices`);
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
    await page.locator('#guide-ios summary').click();
    const button = page.locator('#device-2').getByRole('button');
    await button.focus();
    const before = await button.boundingBox();

    await setUnbinding(instance, made.caseId, iccids[0]!, { result: 'proven' });
    await page.locator('#device-1 .tag.ok').waitFor();
    expect(await page.locator('#said').textContent()).toBe(
      '1 device still holds the eSIM; iPhone: Deleted and signed',
    );
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(Math.abs((await button.boundingBox())!.y - before!.y)).toBeLessThan(2);
    expect(await page.locator('#guide-ios').getAttribute('open')).not.toBeNull();

    await setUnbinding(instance, made.caseId, iccids[1]!, { result: 'proven' });
    await page.getByRole('heading', { name: 'Deleted and signed' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Device ending 5678');
    expect(await page.locator('#stop').count()).toBe(0);
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  });
});
