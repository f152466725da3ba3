import { CHART_NAMES, type ChartName } from '../src/domain/statistics/charts.ts';
import { addDays, localDateAt } from '../src/domain/values/local-date.ts';
import { listBehindBar } from '../src/operations/statistics/list-behind-bar.ts';
import { viewStatistics } from '../src/operations/statistics/view-statistics.ts';
import type { Db } from '../src/store/database/database.ts';
import { staffNamed } from '../test/support/actors.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

/** Over so many days the closed cases are spread, up to now. */
const SPREAD = 730;
const LOOKS = 40;
const TARGET = '<= 500 ms at 1,000,000';

/** How long charts take over so many closed cases: the usual thirty days, and all two years. */
export async function charts(server: BenchServer, cases: number): Promise<readonly Figure[]> {
  const instance = await benchInstance(await server.database('charts'), new SimulatedHlr());
  const op = instance.base.operations;
  await seed(op.pool, cases);
  const staff = staffNamed('bench');
  const today = localDateAt(op.clock.now(), 'Asia/Shanghai');
  const month = { from: addDays(today, -29), to: today };
  const all = { from: addDays(today, -SPREAD), to: today };
  const look = (range: typeof month, names: readonly ChartName[], looks: number) =>
    p99(looks, () => viewStatistics(op, staff, { ...range, charts: names }));
  const figures: Figure[] = [
    {
      name: 'page of all charts, 30 days, p99',
      value: await look(month, CHART_NAMES, LOOKS),
      unit: 'ms',
      target: TARGET,
    },
    { name: 'page of all charts, two years, p99', value: await look(all, CHART_NAMES, 10), unit: 'ms' },
  ];
  for (const name of CHART_NAMES)
    figures.push({
      name: `  ${name}, two years, p99`,
      value: await look(all, [name], 10),
      unit: 'ms',
      target: TARGET,
    });
  for (const [chart, bar] of [
    ['reasons', 'lost'],
    ['funnel', 'certified'],
    ['outcomes', 'holder_changed'],
    ['notices', 'refused'],
    ['blockers', 'arrears'],
  ] as const)
    figures.push({
      name: `  behind ${chart} ${bar}, two years, p99`,
      value: await p99(10, () => listBehindBar(op, staff, { ...all, chart, bar, after: null })),
      unit: 'ms',
      target: TARGET,
    });
  await instance.close();
  return figures;
}

async function p99(times: number, ask: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  return percentile(took, 0.99);
}

/** Closed cases as years of work leave them behind: one in ten withdrawn, one in ten blocked once, one in twenty with a device. */
async function seed(db: Db, cases: number): Promise<void> {
  for (let day = 0; day <= SPREAD + 31; day += 28)
    await db.query(`select ensure_closed_partition(now() - interval '1 day' * $1)`, [day]);
  await db.query(
    `insert into termination_closed (reference, line_id, holder_id, stage, plan, plan_version, jurisdiction, rulebook_version, channel, currency,
       receipt_hash, reason, declared_at, confirmed_at, service_ended_at, certificate_id, detach, detach_deadline, outcome, bill, closed_at)
     select 'HB-' || n, 'L' || n, 'P' || n, 'close', array['cool_off', 'bar', 'detach', 'remove', 'settle', 'certify', 'close'], 1, 'cn', '1', 'online',
       'CNY', sha256(n::text::bytea),
       (array['new_phone', 'lost', 'stolen', 'misused', 'environment', 'cost', 'other', null])[1 + n % 8],
       at - took, at - took, case when n % 10 > 0 then at end, case when n % 10 > 0 then gen_random_uuid() end,
       case when n % 10 > 0 then (array['node_asked', 'acknowledged', 'not_attached', 'unconfirmed'])[1 + least(n % 7, 3)] end, at,
       case when n % 10 > 0 then 'completed' else (array['withdrawn', 'expired', 'holder_changed'])[1 + n % 3] end,
       jsonb_build_object('lines', repeat('a line of a bill ', 20)), at
     from (select n, now() - interval '1 second' * (random() * $2 * 86400) as at, interval '1 second' * (random() * 20 * 86400) as took
       from generate_series(1, $1::int) n) s`,
    [cases, SPREAD],
  );
  await db.query(
    `insert into decision (case_id, line_id, party_id, kind, at, verdict, jurisdiction, rulebook_version, ruled_on, findings, inputs_bidx, inputs_enc)
     select case_id, line_id, holder_id, 'confirmation', declared_at, case when random() < 0.1 then 'blocked' else 'eligible' end, 'cn', '1', current_date,
       '[{"check":"arrears","effect":"blocks","rule":{"id":"cn-arrears","version":1}},{"check":"roaming","effect":"sets_date"}]', sha256(case_id::text::bytea),
       sha256(case_id::text::bytea) from termination_closed`,
  );
  await db.query(
    `insert into unbinding (case_id, iccid, line_id, holder_id, wait_until, result, result_at)
     select case_id, '8986' || line_id, line_id, holder_id, declared_at + interval '7 days', case when random() < 0.2 then 'unreachable' else 'proven' end,
       declared_at + interval '1 day' * (random() * 8) from termination_closed where random() < 0.05`,
  );
  await db.query(
    `insert into outbox (case_id, kind, channel, body_enc, due_at, given_up_at, given_up_for)
     select case_id, 'completed', 'sms', '\\x00', null, closed_at, (array['deadline', 'refused', 'outdated'])[1 + floor(random() * 3)::int]
     from termination_closed where random() < 0.05`,
  );
  // As autovacuum leaves tables whose rows are not changed any more.
  await db.query(
    'vacuum (analyze) termination_closed, decision, unbinding, outbox, termination, special_request',
  );
}
