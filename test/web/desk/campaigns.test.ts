import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/rules/role.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { advanceCampaigns } from '../../../src/operations/campaigns/advance-campaigns.ts';
import { viewCampaign } from '../../../src/operations/campaigns/view-campaign.ts';
import { staffNamed } from '../../support/actors.ts';
import { advanced, agreedTo, previewed, uploaded } from '../../support/campaigns.ts';
import { eventually } from '../../support/instance.ts';
import { startWorker } from '../../support/workers.ts';
import { testBrowser } from '../portal-instance.ts';
import { fileOf, linesForCampaigns, look, sendCampaign } from './campaign-scenes.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

/** As many lines as the show is done with; 100,000 on demand. */
const SHOWN = Number(process.env['HANDBACK_CAMPAIGN_LINES'] ?? 3_000);

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const CAMPAIGNS = `${origin}/desk/operations/campaigns`;

async function person(name: string, roles: readonly Role[], options: Parameters<typeof open>[0] = {}) {
  const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
  await sitDown(page, instance, name, roles);
  return page;
}
const textOf = async (page: Page): Promise<string> => (await page.locator('main').textContent()) ?? '';
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const view = (name: string) => viewCampaign(op, staffNamed('wu'), { name });

async function csvOf(page: Page, click: () => Promise<void>): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
}

describe('campaigns at the operations desk', () => {
  it('are uploaded, previewed, agreed to and run, from the file to the report', async () => {
    const lines = await linesForCampaigns(op, 4);
    await op.pool.query('update line set holds = $2 where line_id = $1', [
      lines[3]!.lineId,
      JSON.stringify([{ kind: 'fraud', since: '2026-01-01', reference: 'F1' }]),
    ]);
    const page = await person('wu', ['operations']);
    await page.goto(CAMPAIGNS);
    await look(page, 'empty');
    await page.getByRole('link', { name: 'New campaign' }).click();
    await look(page, 'new');
    await sendCampaign(page, origin, '3G switch-off', fileOf(lines, '=1+1', lines[0]!.lineId));
    await page.waitForURL(`${CAMPAIGNS}/*`);
    const campaignUrl = page.url();
    await look(page, 'validated');
    expect(await textOf(page)).toMatch(/Wrong2/);
    // Another file of the same name does not take their place unasked.
    await page.goto(`${CAMPAIGNS}/new`);
    await sendCampaign(page, origin, '3G switch-off', fileOf(lines.slice(0, 1)));
    await page.locator('#errors').waitFor();
    expect(await textOf(page)).toContain('There is a campaign of this name');
    await page.goto(campaignUrl);
    expect(await textOf(page)).toMatch(/Wrong2/);
    const failed = await csvOf(page, () => page.getByRole('link', { name: 'Wrong rows as CSV' }).click());
    expect(failed.slice(1)).toEqual([
      `6,'=1+1,,wrong,unknown_line,There is no such line.,,,`,
      `7,${lines[0]!.lineId},${lines[0]!.lineId},wrong,duplicate,Row 2 names the same line.,,,`,
    ]);
    await page.getByRole('link', { name: 'See rows: Named twice' }).click();
    expect(await page.locator('tbody tr').allTextContents()).toEqual([
      expect.stringMatching(/^7.*Row 2 names the same line\.$/),
    ]);
    await look(page, 'rows');
    await page.goto(campaignUrl);
    await press(page, 'Make a preview');
    await eventually(
      () => view('3G switch-off'),
      ({ previewState }) => previewState === 'running',
    );
    await advanced(op);
    // The page follows by itself.
    await page.getByRole('button', { name: 'Ask a second person' }).waitFor();
    await look(page, 'previewed');
    expect(await textOf(page)).toMatch(/Would start3/);
    expect(await textOf(page)).toMatch(/Under review for fraud1/);
    await press(page, 'Ask a second person');
    await page.waitForURL(campaignUrl);
    expect(await textOf(page)).toContain('Waits for a second person');
    await look(page, 'waits');

    const second = await person('zhou', ['supervisor'], { locale: 'zh-CN' });
    await second.goto(`${origin}/desk`);
    await second
      .getByRole('link', { name: /执行批量销号|3G switch-off/ })
      .first()
      .click();
    await look(second, 'approval');
    const { digest } = await view('3G switch-off');
    for (const told of ['3G switch-off', '3/6', '可以开始：3', '不能办理：1', digest!])
      expect(await textOf(second)).toContain(told);
    await press(second, '同意并执行');
    await eventually(
      () => view('3G switch-off'),
      ({ state }) => state === 'running',
    );
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await look(page, 'running');
    await advanced(op);
    await page.getByText('4 of 4 rows are done.').waitFor();
    await page.locator('.tag', { hasText: 'Finished' }).waitFor();
    await look(page, 'finished');
    const report = await csvOf(page, () => page.getByRole('link', { name: 'Report as CSV' }).click());
    expect(report).toHaveLength(7);
    expect(report[1]).toMatch(
      new RegExp(`^2,${lines[0]!.lineId},${lines[0]!.lineId},started,,Started,HB-[0-9A-Z]+,cool_off,$`),
    );
    expect(report[4]).toMatch(/,blocked,fraud_hold,Blocked: Under review for fraud,,,$/);
    const { rows } = await op.pool.query(
      `select distinct facts->>'what' as what from audit where action = 'viewed' and facts->>'campaign' = '3G switch-off' order by 1`,
    );
    expect(rows.map(({ what }) => what)).toEqual(['campaign', 'campaign_report', 'campaign_rows']);
  });

  it('works without scripts, in the roles that it is for, and refuses a file with what was typed kept', async () => {
    const lines = await linesForCampaigns(op, 2);
    const page = await person('wu', ['operations'], { javaScriptEnabled: false });
    await sendCampaign(page, origin, 'no scripts', 'a;b\n1;2\n');
    await page.locator('#errors').waitFor();
    expect(await textOf(page)).toContain('Its columns are not separated by commas');
    expect(await page.inputValue('#name')).toBe('no scripts');
    expect(await page.title()).toMatch(/^Error: /);
    await page.goto(CAMPAIGNS);
    await page.getByRole('link', { name: 'no scripts' }).click();
    expect(await textOf(page)).toMatch(/The last file was refused\.[\s\S]*not separated by commas/);
    await look(page, 'incomplete');
    await sendCampaign(page, origin, 'no scripts', fileOf(lines));
    await page.waitForURL(`${CAMPAIGNS}/*`);
    const at = page.url();
    await page.goto(`${at.split('?')[0]}/upload`);
    await page.setInputFiles('#file', {
      ...{ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(fileOf(lines)) },
    });
    await page.click('#answers button[type=submit]:not([name])');
    await page.waitForURL(/campaigns\/[0-9a-f-]{36}(\?.*)?$/);
    expect(await textOf(page)).toContain('Nothing changed');
    await page.goto(`${CAMPAIGNS}/new`);
    await page.click('#answers button[type=submit]:not([name])');
    expect(await textOf(page)).toMatch(/Give the campaign a name[\s\S]*Choose a file/);

    const auditor = await person('sun', ['auditor']);
    await auditor.goto(at);
    expect(await auditor.locator('main form').count()).toBe(0);
    expect((await auditor.goto(`${CAMPAIGNS}/new`))!.status()).toBe(403);
    const fraud = await person('he', ['fraud']);
    expect((await fraud.goto(at))!.status()).toBe(403);
    const nobody = await open();
    await nobody.goto(`${at}/rows`);
    expect(new URL(nobody.url()).pathname).toContain('sign-in');
    const none = `${CAMPAIGNS}/00000000-0000-7000-8000-000000000000`;
    for (const path of [none, `${none}/rows`, `${none}/report`, `${CAMPAIGNS}/x`])
      expect((await auditor.goto(path))!.status()).toBe(404);
  });

  it('can be paused and stopped by a supervisor, who starts none', async () => {
    const lines = await linesForCampaigns(op, 2);
    const { campaignId } = await previewed(op, 'steered', fileOf(lines));
    await agreedTo(op, campaignId);
    const page = await person('zhou', ['supervisor']);
    await page.goto(`${CAMPAIGNS}/${campaignId}`);
    await press(page, 'Pause');
    await page.getByText('It waits. No case begins').waitFor();
    await look(page, 'paused');
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    await press(page, 'Stop for good');
    await page.getByText('Stopped', { exact: true }).waitFor();
    await look(page, 'stopped');
    await advanced(op);
    expect((await view('steered')).results).toEqual({});
  });

  it('keeps a draft of an upload whose sender went away in the middle, and says so', async () => {
    const lines = await linesForCampaigns(op, 3_000);
    const page = await person('wu', ['operations']);
    await page.goto(`${CAMPAIGNS}/new`);
    const token = await page.inputValue('#answers [name=token]');
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const part = (name: string, value: string, more = '') =>
      `--b\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}`;
    const sending = httpRequest(`${CAMPAIGNS}/new`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'multipart/form-data; boundary=b', origin },
    });
    sending.on('error', () => undefined);
    const rows = fileOf(lines);
    sending.write(
      [part('token', token), part('name', 'broken off'), part('encoding', 'utf-8')].join('\r\n') +
        `\r\n${part('file', rows.slice(0, rows.length - 2_000), '; filename="rows.csv"')}`,
    );
    await eventually(
      () => view('broken off').catch(() => null),
      (found) => (found?.receivedRows ?? 0) >= 1_000,
    );
    sending.destroy();
    await eventually(
      () => view('broken off'),
      ({ receiveFault }) => receiveFault !== null,
    );
    await page.goto(`${CAMPAIGNS}/${(await view('broken off')).campaignId}`);
    expect(await textOf(page)).toMatch(/The upload is not complete: [12],000 rows came/);
    await page.getByRole('link', { name: 'Upload the rows again' }).click();
    await page.setInputFiles('#file', { name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await page.click('#answers button[type=submit]:not([name])');
    await page.getByText('Validated', { exact: true }).waitFor();
    expect(await view('broken off')).toMatchObject({ rows: 3_000, validRows: 3_000 });
  });

  it(`of ${SHOWN} lines is paused, its process killed, resumed, and its report complete`, {
    timeout: 900_000,
  }, async () => {
    const lines = await linesForCampaigns(op, SHOWN);
    const { campaign } = await uploaded(op, 'the show', fileOf(lines));
    const at = { url: instance.url, dataFolder: instance.dataFolder, simulator: instance.simulator };
    const worker = () => startWorker(at, { WORKER_CAMPAIGNS: 'yes' });
    const first = await worker();
    const page = await person('wu', ['operations']);
    await page.goto(`${CAMPAIGNS}/${campaign.campaignId}`);
    await press(page, 'Make a preview');
    await page.getByRole('button', { name: 'Ask a second person' }).waitFor({ timeout: 300_000 });
    await agreedTo(op, campaign.campaignId);
    const moving = () =>
      eventually(
        () => view('the show'),
        ({ runRows }) => runRows > 0 && runRows < SHOWN,
        120_000,
      );
    await moving();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('It waits. No case begins').waitFor();
    const paused = await view('the show');
    expect(paused.state).toBe('paused');
    expect(paused.runRows).toBeLessThan(SHOWN);
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await eventually(
      () => view('the show'),
      ({ runRows }) => runRows > paused.runRows,
      120_000,
    );
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    const killed = await view('the show');
    expect(killed.state).toBe('running');
    const { rows: half } = await op.pool.query(
      `select count(*) as n from campaign_line where campaign_id = $1 and case_id is not null`,
      [campaign.campaignId],
    );
    // What the dead process had at hand left nothing behind: what is counted is what there is.
    expect(half).toEqual([{ n: killed.runRows }]);
    const second = await worker();
    await page.locator('.tag', { hasText: 'Finished' }).waitFor({ timeout: 600_000 });
    await look(page, 'show');
    await second.stop();
    const report = await csvOf(page, () => page.getByRole('link', { name: 'Report as CSV' }).click());
    expect(report).toHaveLength(SHOWN + 1);
    const cells = report.slice(1).map((row) => row.split(','));
    expect(cells.map((row) => row[2])).toEqual(lines.map(({ lineId }) => lineId));
    expect(new Set(cells.map((row) => row[3]))).toEqual(new Set(['started']));
    expect(new Set(cells.map((row) => row[6])).size).toBe(SHOWN);
    const { rows: doubled } = await op.pool.query(
      `select line_id from audit where action = 'declared' and facts->>'campaign' = 'the show' group by line_id having count(*) > 1`,
    );
    expect(doubled).toEqual([]);
  });
});

it('is done by portions of one campaign at a time', async () => {
  expect(await advanceCampaigns(op, ENGINE)).toBe(0);
});
