import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DETACHMENTS } from '../../../src/domain/cases/detachment.ts';
import { REASONS } from '../../../src/domain/cases/reason.ts';
import { OUTCOMES } from '../../../src/domain/cases/termination.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { chartedCase, seedCharted } from '../../support/statistics.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const VIEWS = [
  ['en', 'light', 1440],
  ['zh-CN', 'dark', 390],
  ['zh-CN', 'light', 1440],
  ['en', 'dark', 390],
] as const;

const shots = process.env['HANDBACK_SHOTS'];
const instance = await deskInstance();
const { origin, operations: op } = instance;
const { pool } = op;
const open = await testBrowser();
const CHARTS = '/desk/operations/charts';
const MARCH = 'from=2026-03-01&to=2026-03-31';

const HOUR = 3_600_000;
const cases = Array.from({ length: 240 }, (_, n) => {
  const declaredAt = new Date(Date.UTC(2026, 2, 1, 4) + ((n * 17) % 700) * HOUR);
  const closedAt = n % 5 === 4 ? null : new Date(declaredAt.getTime() + (1 + (n % 90)) * HOUR);
  return chartedCase({
    ...{ declaredAt, closedAt, reason: n % 4 === 0 ? null : REASONS[n % REASONS.length]! },
    outcome: closedAt === null ? null : n % 3 === 0 ? OUTCOMES[n % OUTCOMES.length]! : 'completed',
    ...{ confirmedAt: n % 7 === 6 ? null : declaredAt, serviceEndedAt: closedAt },
    ...{ detach: DETACHMENTS[n % DETACHMENTS.length]!, detachDeadline: n % 4 === 3 ? declaredAt : null },
  });
});
await seedCharted(pool, cases);
await pool.query(
  `insert into decision (case_id, line_id, party_id, kind, at, verdict, jurisdiction, rulebook_version, ruled_on, findings, inputs_bidx, inputs_enc)
   select case_id, line_id, 'P1', 'confirmation', declared_at, 'blocked', 'cn', '1', '2026-03-01', '[{"check":"arrears","effect":"blocks"}]', '\\x00', '\\x00'
   from termination_closed limit 30`,
);
await pool.query(
  `insert into outbox (kind, channel, body_enc, due_at, given_up_at, given_up_for)
   values ('code', 'sms', '\\x00', null, '2026-03-05T04:00:00Z', 'deadline')`,
);

it('shows charts of a range, leads from a number to its cases, and gives the same as a file', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'zhao', ['supervisor']);
  await page.goto(`${origin}${CHARTS}?lang=en`);
  await page.fill('#from', '2026/3/1');
  await page.fill('#to', '2026-03-31');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('img', { name: 'Reasons' }).waitFor();
  expect(await page.locator('svg.chart').count()).toBe(8);
  const notSaid = cases.filter(({ reason }) => reason === null).length;
  await page.getByRole('link', { name: `${notSaid}: Not said` }).click();
  await page.getByText('Not said, 1 March 2026 to 31 March 2026').waitFor();
  const references = new Set<string>();
  for (;;) {
    for (const link of await page.locator('tbody th a').all()) {
      expect(await link.getAttribute('href')).toBe(`/desk/operations/cases/${await link.textContent()}`);
      references.add((await link.textContent())!);
    }
    const older = page.getByRole('link', { name: 'Older' });
    if ((await older.count()) === 0) break;
    await Promise.all([page.waitForURL(/after=/), older.click()]);
    if (references.size > 1_000) throw new Error('it never ends');
  }
  expect(references).toEqual(
    new Set(cases.flatMap(({ caseId, reason }) => (reason === null ? [`HB-${caseId}`] : []))),
  );
  const file = await page.request.get(`${origin}${CHARTS}/reasons.csv?${MARCH}`);
  expect(file.headers()['content-disposition']).toContain('reasons-2026-03-01-2026-03-31.csv');
  expect(await file.text()).toContain(`2026-03-01,2026-03-31,not_said,${notSaid}\n`);
  const times = await page.request.get(`${origin}${CHARTS}/durations.csv?${MARCH}`);
  const completed = (await times.text()).trim().split('\n');
  expect(completed[0]).toBe('from,to,cases,p50_seconds,p90_seconds,p95_seconds');
  expect(completed).toHaveLength(32);
});

it('says what is wrong with a range, and shows no error page', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'zhao', ['supervisor']);
  for (const [query, field, words] of [
    ['from=2026-02-30&to=2026-03-01', 'from', 'Enter a day that there is'],
    ['from=2026-03-02&to=2026-03-01', 'to', 'The last day is before the first'],
    ['from=2016-03-02&to=2026-03-01', 'from', 'The range is too long'],
    ['from=soon%27--&to=%F0%9F%92%A9', 'from', 'Enter a day that there is'],
  ] as const) {
    await page.goto(`${origin}${CHARTS}?lang=en&${query}`);
    await page.locator('#errors').getByRole('link', { name: words }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(field);
    expect(await page.title()).toMatch(/^Error:/);
    expect(await page.locator('svg.chart').count()).toBe(0);
  }
  for (const wrong of [
    'cases?chart=x&bar=lost',
    'cases',
    'cases?chart=reasons&bar=lost&after=1',
    `reasons.csv?from=x`,
  ])
    expect((await page.request.get(`${origin}${CHARTS}/${wrong}`)).status()).toBe(422);
});

it('is for supervisors, operations and auditors', async () => {
  for (const [role, status] of [
    ['supervisor', 200],
    ['operations', 200],
    ['auditor', 200],
    ['fraud', 403],
    ['clerk', 403],
    ['agent', 403],
  ] as const) {
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, role, [role]);
    for (const path of ['', `/cases?chart=reasons&bar=lost&${MARCH}`, `/clocks.csv?${MARCH}`])
      expect((await page.request.get(`${origin}${CHARTS}${path}`)).status()).toBe(status);
  }
});

it('has no axe violations with data and without, and fits small windows', { timeout: 200_000 }, async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await sitDown(page, instance, 'wu', ['operations']);
  const faults: string[] = [];
  const pages = {
    charts: `${CHARTS}?${MARCH}`,
    months: `${CHARTS}?from=2025-03-01&to=2026-03-31`,
    empty: `${CHARTS}?from=2020-02-01&to=2020-02-29`,
    wrong: `${CHARTS}?from=2020-02-30`,
    behind: `${CHARTS}/cases?chart=reasons&bar=not_said&${MARCH}`,
    nothing: `${CHARTS}/cases?chart=clocks&bar=decide_by&${MARCH}`,
    notice: `${CHARTS}/cases?chart=notices&bar=deadline&${MARCH}`,
  };
  for (const [n, [name, path]] of Object.entries(pages).entries())
    for (const [language, colorScheme, width] of n === 0 ? VIEWS : [VIEWS[n % VIEWS.length]!]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}${path}&lang=${language}`);
      for (const fold of await page.locator('details > summary').all()) await fold.click();
      for (const fault of await pageFaults(page)) faults.push(`${name} ${language} ${width}: ${fault}`);
      if (shots === undefined) continue;
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}-${language}-${width}.png`), fullPage: true });
    }
  expect(faults).toEqual([]);
});
