import { beforeAll, expect, it } from 'vitest';
import { messages } from '../../src/messages/index.ts';
import { checkEligibility } from '../../src/operations/lines/check-eligibility.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { subscriberOf } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { enter, type PortalInstance, portalInstance, reader, testBrowser } from './portal-instance.ts';

let instance: PortalInstance;
let lines: readonly SeededLine[];
const t = messages('en');

beforeAll(async () => {
  instance = await portalInstance();
  lines = await seedLines(instance.operations.pool, instance.vault, 4, { simulator: instance.simulator });
});

async function everythingInTheWay({ lineId }: SeededLine): Promise<void> {
  const { pool } = instance.operations;
  await pool.query('update billing_account set balance = -4250 where account_id = $1', [`A${lineId}`]);
  await pool.query('update line set contract = $2, ties = $3, holds = $4 where line_id = $1', [
    lineId,
    JSON.stringify({ endsOn: '2037-06-30', earlyTerminationPerMonth: 2000 }),
    JSON.stringify([
      { kind: 'family', role: 'member', label: 'Family A' },
      { kind: 'family', role: 'member', label: 'Family B' },
      { kind: 'broadband', role: 'main', label: '300M' },
    ]),
    JSON.stringify([
      { kind: 'fraud', since: '2026-01-02', reference: 'F-1' },
      { kind: 'termination_lock', since: '2026-01-02', reference: 'T-1' },
    ]),
  ]);
}

const panelsOf = (html: string): string[] =>
  html.match(/<section class="panel tight" id="finding-.*?<\/section>/gs)!;
const doorsOf = (panel: string): string[] => panel.match(/<a class="button second" [^>]*>/g) ?? [];

it('puts one door on everything that must be cleared, also where the operator named no page for it', async () => {
  const line = lines[0]!;
  await everythingInTheWay(line);
  const html = await (await reader(instance, line)).get(`/lines/${line.lineId}/eligibility`);
  const { eligibility } = await checkEligibility(instance.operations, subscriberOf(line), {
    lineId: line.lineId,
  });
  const panels = panelsOf(html);
  expect(panels).toHaveLength(eligibility.findings.length);
  const blocking = panels.filter((panel) => panel.includes(t.eligibility.tags.blocks));
  expect(blocking.length).toBeGreaterThan(3);
  for (const panel of blocking) {
    expect(doorsOf(panel), panel).toHaveLength(1);
    expect(panel).toContain(t.dispute.open);
  }
});

it('offers to leave a contract now wherever a fee for it is quoted', async () => {
  const line = lines[0]!;
  await everythingInTheWay(line);
  const html = await (await reader(instance, line)).get(`/lines/${line.lineId}/eligibility`);
  const contract = panelsOf(html).find((panel) => panel.includes(t.eligibility.checks.contract_term.title))!;
  expect(contract).toMatch(/Buy out now for CN¥[\d,.]+/);
  expect(contract).toContain(t.eligibility.orWait('30 June 2037'));
});

it('takes what is said against one of two findings of a kind, and shows when it was said and its receipt number', async () => {
  const line = lines[1]!;
  await everythingInTheWay(line);
  const person = await reader(instance, line);
  const before = panelsOf(await person.get(`/lines/${line.lineId}/eligibility`));
  const familyB = before.find((panel) => panel.includes('Family B'))!;
  const form = /href="([^"]*\/dispute\/[^"]+)"/.exec(familyB)![1]!;
  expect(await person.get(form)).toContain('Family B');
  const refused = await person.post(form, { text: '  ' });
  expect(refused).toContain(t.common.missing(t.dispute.label));
  const after = panelsOf(await person.post(form, { text: 'I left it in spring' }));
  expect(after.find((panel) => panel.includes('Family B'))).toMatch(/DP-[0-9A-Z]{8}/);
  expect(after.find((panel) => panel.includes('Family A'))).toContain(t.dispute.open);
  await declared(instance.operations, line);
  const onReview = panelsOf(await person.get(`/lines/${line.lineId}/eligibility`));
  expect(
    onReview.find((panel) => panel.includes('Family B')),
    'also on the case',
  ).toMatch(/DP-[0-9A-Z]{8}/);
});

it('checks again by itself when its reader comes back', async () => {
  const line = lines[2]!;
  const { pool } = instance.operations;
  await pool.query('update billing_account set balance = -4250 where account_id = $1', [`A${line.lineId}`]);
  const open = await testBrowser();
  const page = await open({ locale: 'en-GB' });
  const session = await openSession(pool, instance.vault, { ...line, factors: ['sms_code'] });
  await enter(page, instance.origin, session);
  await page.goto(`${instance.origin}/lines/${line.lineId}/eligibility`);
  expect(await page.title()).toContain(t.eligibility.left(1));
  await pool.query('update billing_account set balance = 0 where account_id = $1', [`A${line.lineId}`]);
  await page.waitForFunction(() => performance.now() > 2_000);
  await page.evaluate(() => {
    for (const state of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }
  });
  await page.waitForFunction((words) => document.title.includes(words), t.eligibility.clear);
});
