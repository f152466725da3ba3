import { expect, it } from 'vitest';
import { addDays, parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { receiveCharge } from '../../../src/operations/charges/receive-charge.ts';
import { judgeNumbers } from '../../../src/operations/numbers/judge-numbers.ts';
import { proposeReleases } from '../../../src/operations/numbers/release-numbers.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { seedLines } from '../../support/seed.ts';
import { today } from '../../support/today.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const { pool } = op;
const open = await testBrowser();
const [ended, other] = await seedLines(pool, instance.vault, 2, { from: 700, simulator: instance.simulator });
await running(instance.engine(), async () => {
  for (const line of [ended!, other!]) {
    const { caseId } = await readyToEnd(op, line);
    await closedCase(pool, caseId);
  }
});
const after = addDays(parseLocalDate(today()), 2);
for (const chargeId of ['C-1', 'C-2'])
  await receiveCharge(op, ENGINE, {
    ...{ chargeId, lineId: ended!.lineId, kind: 'usage', from: after, to: after },
    amount: { currency: 'CNY', minor: 1_200 },
  });
await pool.query(`insert into reconciliation_run (started_by, finished_at) values ('engine', now())`);
await pool.query(
  `insert into reconciliation_part (run_id, part, looked, found, finished_at) select run_id, part, 10, 1, now()
   from reconciliation_run, unnest(array['hlr', 'billing', 'ledger', 'smdp']) part`,
);
await pool.query(
  `insert into reconciliation_finding (kind, part, subject, line_id, facts, last_run)
   select kind, 'hlr', subject, $1, jsonb_build_object('imsi', subject, 'number', '+861700555555'), run_id
   from reconciliation_run, (values ('still_at_hlr', '001010000000700'), ('missing_at_hlr', '001010000000701')) f (kind, subject)`,
  [ended!.lineId],
);
await judgeNumbers(op, ENGINE);
await pool.query(`update number_ledger set release_on = $2 where msisdn = $1`, [other!.msisdn, today()]);
const [batchId] = await proposeReleases(op, ENGINE);
await pool.query(
  `insert into number_feed (kind, period, due_on) values ('rnd', '2026-01', '2026-01-15'), ('mnrl', '2099-01', '2099-01-08'),
     ('mnrl', '2026-02', '2026-02-08')`,
);
const { rows: feeds } = await pool.query<{ period: string; id: string }>(
  'select period, feed_id as id from number_feed order by period',
);
const listOf = (period: string): string =>
  `/desk/operations/numbers/lists/${feeds.find((one) => one.period === period)!.id}`;

it('shows a held charge with what it was matched, and records what became of it', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations/charges?lang=en`);
  await page.getByRole('link', { name: 'C-1' }).click();
  await page.getByRole('heading', { name: 'Charge C-1' }).waitFor();
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.locator('#errors').waitFor();
  await page.selectOption('#outcome', 'upheld');
  await page.fill('#reason', 'a device that was not given back');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('a device that was not given back').waitFor();
  expect(await page.locator('main form').count()).toBe(0);
  const { rows } = await pool.query(`select dispute, settled_by from charge where charge_id = 'C-1'`);
  expect(rows).toEqual([{ dispute: 'upheld', settled_by: expect.stringContaining('staff:') }]);
});

it('shows a day as the reader writes it, and a state of the ledger in words', async () => {
  const { rows } = await pool.query<{ id: string }>(
    `insert into reconciliation_finding (kind, part, subject, line_id, facts, last_run, resolved_at, resolved_as)
     select 'ledger_assigned', 'ledger', '+861700000999', $1, '{"ledger":"assigned","from":"2026-12-01"}', run_id, now(), 'gone'
     from reconciliation_run limit 1 returning finding_id as id`,
    [ended!.lineId],
  );
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations/reconciliation/${rows[0]!.id}?lang=en`);
  expect(await page.locator('main dl').textContent()).toMatch(/1 December 2026/);
  expect(await page.locator('main dl').textContent()).toMatch(/Assigned/);
  await pool.query('delete from reconciliation_finding where finding_id = $1', [rows[0]!.id]);
});

it('shows what differs, has a worker clear it, and takes that it is right as it is', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations/reconciliation?kind=still_at_hlr&lang=en`);
  await page.locator('td .code', { hasText: '001010000000700' }).waitFor();
  await page.locator('tr', { hasText: '001010000000700' }).getByRole('link').click();
  await page.getByRole('button', { name: 'End it at the network again' }).click();
  await page.getByText('A worker sees to it.').waitFor();
  // And can be asked again: one that found the peer away too often does so no more.
  await page.getByRole('button', { name: 'End it at the network again' }).waitFor();
  await page.goto(`${origin}/desk/operations/reconciliation?kind=missing_at_hlr&lang=en`);
  await page.locator('tr', { hasText: '001010000000701' }).getByRole('link').click();
  await page.fill('#note', 'a test card');
  await page.getByRole('button', { name: 'It is right as it is' }).click();
  await page.locator('dd', { hasText: 'a test card' }).waitFor();
  const { rows } = await pool.query(
    `select kind, clear_asked_at is not null as asked, resolved_as from reconciliation_finding order by kind desc`,
  );
  expect(rows).toEqual([
    { kind: 'still_at_hlr', asked: true, resolved_as: null },
    { kind: 'missing_at_hlr', asked: false, resolved_as: 'dismissed' },
  ]);
});

it('says of a number why it rests, lets it rest longer, and asks a second person for a release', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations/numbers?lang=en`);
  await page.fill('#number', ended!.msisdn);
  await page.getByRole('button', { name: 'Look at a number' }).click();
  await page.getByText(/the rule for every number: until/).waitFor();
  expect(page.url()).not.toContain(ended!.msisdn.slice(1));
  await page.getByText('Let it rest longer').click();
  await page.fill('#until', '2099-12-31');
  await page.fill('#reason-extend', 'letters of a bank');
  await page.getByRole('button', { name: 'Let it rest', exact: true }).click();
  await page.getByText(/a person said so: until/).waitFor();
  await page.goto(`${origin}/desk/operations/numbers/batches/${batchId}?lang=en`);
  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByRole('heading', { name: 'Free to be given out' }).waitFor();
  const { rows } = await pool.query(`select act, about from approval_request where act = 'release_numbers'`);
  expect(rows).toEqual([{ act: 'release_numbers', about: batchId }]);
  const file = await page.request.get(`${origin}/desk/operations/numbers/ranges.csv`);
  expect(await file.text()).toMatch(/^range,free,reserved,assigned/);
});

it('makes a list, hands it out byte for byte, checks it, and notes that it was handed in', async () => {
  const page = await open({ viewport: { width: 390, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations?kind=feed&lang=en`);
  await page.getByRole('link', { name: '2026-02' }).click();
  expect(page.url()).toContain(listOf('2026-02'));
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('made, not handed in').waitFor();
  expect(await page.getByRole('button', { name: 'Make it' }).count()).toBe(0);
  const file = await page.request.get(`${origin}${listOf('2026-02')}/list.csv`);
  expect([file.headers()['content-disposition'], await file.text()]).toEqual([
    'attachment; filename="mnrl-2026-02.csv"',
    'Number,RevokedOn\r\n',
  ]);
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.getByText('The recipient would take it, and it is as it was made.').waitFor();
  await pool.query(`update number_feed_part set body = 'Number\r\n' where n = 0`);
  await page.getByRole('button', { name: 'Check it' }).click();
  expect(await page.locator('main .note li').allTextContents()).toEqual([
    'It is not as it was made.',
    'line 1: the header is not as set',
  ]);
  await page.getByRole('button', { name: 'Note as handed in' }).click();
  await page.locator('dd', { hasText: /^handed in$/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Note as handed in' }).count()).toBe(0);
  // What cannot be made says why, in words.
  for (const [period, said] of [
    ['2099-01', 'Make it from 2099-01-'],
    ['2026-01', 'Whoever runs Handback sets HANDBACK_RND_COMPANY_ID.'],
  ] as const) {
    await page.goto(`${origin}${listOf(period)}?lang=en`);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.locator('#errors', { hasText: said }).waitFor();
  }
  const { rows } = await pool.query(`select action from audit where action like 'feed_%' order by audit_id`);
  expect(rows.map(({ action }) => action)).toEqual(['feed_made', 'feed_read', 'feed_sent']);
});

it('lets an auditor look at a list and check it, and nothing else', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'sun', ['auditor']);
  await page.goto(`${origin}${listOf('2026-02')}?lang=en`);
  expect(await page.locator('main button').allTextContents()).toEqual(['Check it as its recipient would']);
  expect((await page.request.get(`${origin}${listOf('2026-02')}/list.csv`)).status()).toBe(403);
  await page.goto(`${origin}${listOf('2099-01')}?lang=en`);
  expect(await page.locator('main button').count()).toBe(0);
});

it('has no axe violations on these pages', { timeout: 300_000 }, async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await sitDown(page, instance, 'zhao', ['supervisor', 'operations', 'fraud']);
  const { rows } = await pool.query<{ id: string }>(
    `select finding_id as id from reconciliation_finding where kind = 'still_at_hlr'`,
  );
  const faults: string[] = [];
  for (const path of [
    '/desk/operations/charges',
    '/desk/operations/charges/C-2',
    '/desk/operations/reconciliation',
    `/desk/operations/reconciliation/${rows[0]!.id}`,
    '/desk/operations/numbers',
    `/desk/operations/numbers/batches/${batchId}`,
    listOf('2026-02'),
    listOf('2099-01'),
    '/desk/operations?kind=feed',
  ])
    for (const [language, colorScheme, width] of [
      ['en', 'light', 1440],
      ['zh-CN', 'dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      // A page that failed has no violation either.
      expect(await page.locator('nav.sections').count(), path).toBe(1);
      const shot = process.env['HANDBACK_SHOTS'];
      if (shot)
        await page.screenshot({
          path: `${shot}/${path.replaceAll(/[^a-z]+/g, '-')}-${width}.png`,
          fullPage: true,
        });
      for (const fault of await pageFaults(page)) faults.push(`${path} ${language} ${width}: ${fault}`);
    }
  expect(faults).toEqual([]);
});
