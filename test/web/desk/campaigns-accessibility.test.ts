import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { advanceCampaigns } from '../../../src/operations/campaigns/advance-campaigns.ts';
import { makeCampaign } from '../../../src/operations/campaigns/make-campaign.ts';
import { previewCampaign } from '../../../src/operations/campaigns/preview-campaign.ts';
import { startCampaign } from '../../../src/operations/campaigns/start-campaign.ts';
import {
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
} from '../../../src/operations/campaigns/steer-campaign.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { signedInPerson, staffNamed } from '../../support/actors.ts';
import { advanced, previewed, uploaded } from '../../support/campaigns.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { testBrowser } from '../portal-instance.ts';
import { fileOf, linesForCampaigns } from './campaign-scenes.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const VIEWS = [
  ['en', 'light', 1280],
  ['zh-CN', 'dark', 1024],
  ['zh-CN', 'light', 390],
  ['en', 'dark', 320],
] as const;

/** All of them for every state, or one each, dealt out over the states. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';

const instance = await deskInstance();
const { origin, operations: op } = instance;

/** What is pressed in the page and is smaller than fingers at a counter, or a mouse at a desk, need. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const least = document.querySelector('main .counter') ? 56 : 24;
    return [
      ...document.querySelectorAll<HTMLElement>('main :is(a, button, select, input:not([type=hidden]))'),
    ].flatMap((target) => {
      const box = (target.closest('.choice, .file, .box') ?? target).getBoundingClientRect();
      const inText = getComputedStyle(target).display === 'inline' || target.matches('.back');
      if (box.width === 0 || inText || Math.round(box.height) >= least) return [];
      return [`${Math.round(box.width)}x${Math.round(box.height)}: ${target.outerHTML.slice(0, 90)}`];
    });
  });
}

it('campaigns have no axe violations in any state, and fit small windows', { timeout: 400_000 }, async () => {
  const open = await testBrowser();
  const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en', reducedMotion: 'reduce' });
  await sitDown(page, instance, 'wu', ['operations', 'supervisor']);
  const staff = staffNamed('wu');
  const faults: string[] = [];
  let seen = 0;
  const asItIs = async (name: string): Promise<void> => {
    for (const fault of [...(await pageFaults(page)), ...(await smallTargets(page))])
      faults.push(`${name}: ${fault}`);
  };
  const look = async (name: string, path: string): Promise<void> => {
    const at = new URL(`${origin}/desk/operations/campaigns${path}`);
    const views = full ? VIEWS : [VIEWS[seen++ % VIEWS.length]!];
    for (const [language, colorScheme, width] of views) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      at.searchParams.set('lang', language);
      await page.goto(at.href);
      await asItIs(`${name} ${language} ${width} ${colorScheme}`);
    }
  };

  await look('none', '');
  await look('new', '/new');
  await page.click('#answers button[type=submit]:not([name])');
  await page.locator('#errors').waitFor();
  await asItIs('new refused');
  const { campaign: draft } = await makeCampaign(op, staff, { name: 'draft' });
  await look('draft', `/${draft.campaignId}`);
  await uploaded(op, 'draft', '"').catch(() => undefined);
  await look('incomplete', `/${draft.campaignId}`);
  await look('again', `/${draft.campaignId}/upload`);
  const lines = await linesForCampaigns(op, 1_100);
  await op.pool.query('update line set holds = $2 where line_id = $1', [
    lines[0]!.lineId,
    JSON.stringify([{ kind: 'fraud', since: '2026-01-01', reference: 'F1' }]),
  ]);
  const { campaign } = await uploaded(op, 'big', fileOf(lines, '=1+1', '\u0007', lines[1]!.lineId, 'a,b'));
  const { campaignId } = campaign;
  const here = `/${campaignId}`;
  await look('validated', here);
  await look('rows', `${here}/rows`);
  await look('failed rows', `${here}/rows?fault=any`);
  await look('no rows', `${here}/rows?result=started`);
  await previewCampaign(op, staff, { campaignId });
  await advanceCampaigns(op, ENGINE);
  await look('previewing', here);
  await advanced(op);
  await look('previewed', here);
  const { requestId } = await requestApproval(op, await signedInPerson(op, 'qian', ['operations']), {
    act: 'start_campaign',
    with: { campaignId },
  });
  await look('waits', here);
  await look('approval', `/../../approvals/${requestId}`);
  await page.click('button[value=approved]');
  await page.waitForURL('**/approvals/*');
  await advanceCampaigns(op, ENGINE);
  await look('running', here);
  await pauseCampaign(op, staff, { campaignId });
  await look('paused', here);
  await resumeCampaign(op, staff, { campaignId });
  await advanced(op);
  await look('finished', here);
  await look('results', `${here}/rows?result=started`);
  const other = await previewed(op, 'stopped', fileOf(await linesForCampaigns(op, 1)));
  await stopCampaign(op, staff, other);
  await look('stopped', `/${other.campaignId}`);
  async function* ids() {
    yield lines[0]!.lineId;
  }
  for await (const _ of startCampaign(op, staff, { name: 'at once', lineIds: ids(), dryRun: false }));
  const { rows } = await op.pool.query(`select campaign_id as id from campaign where name = 'at once'`);
  await look('at once', `/${rows[0].id}`);
  await look('list', '');
  expect(faults).toEqual([]);
});
