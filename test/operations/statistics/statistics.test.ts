import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DETACHMENTS } from '../../../src/domain/cases/detachment.ts';
import { REASONS } from '../../../src/domain/cases/reason.ts';
import { LANES, OUTCOMES } from '../../../src/domain/cases/termination.ts';
import { GIVEN_UP_FOR } from '../../../src/domain/notices.ts';
import { bucketsOf } from '../../../src/domain/statistics/chart-range.ts';
import { CHART_NAMES, type ChartName, PERCENTILES } from '../../../src/domain/statistics/charts.ts';
import type { LocalDate } from '../../../src/domain/values/local-date.ts';
import type { Actor } from '../../../src/operations/access/actor.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { homeTimeZone } from '../../../src/operations/home-time-zone.ts';
import { listBehindBar } from '../../../src/operations/statistics/list-behind-bar.ts';
import { type Statistics, viewStatistics } from '../../../src/operations/statistics/view-statistics.ts';
import { signedInPerson, tokenNamed } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { type ChartedCase, chartedCase, seedCharted } from '../../support/statistics.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const auditor = await signedInPerson(op, 'li', ['auditor']);
/** May read cases, and knows of no confidential one. */
const system = tokenNamed('crm', ['cases:read']);

/** The same numbers every time, so that a failure can be repeated. */
let state = 20261129;
const random = (): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return state / 2_147_483_648;
};
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
const some = <T>(value: T): T | null => (random() < 0.6 ? value : null);

const BEGIN = Date.UTC(2026, 2, 1);
const DAY = 86_400_000;
const cases: readonly ChartedCase[] = Array.from({ length: 1_500 }, () => {
  const declaredAt = new Date(BEGIN + Math.floor(random() * 70 * DAY));
  const later = (days: number): Date => new Date(declaredAt.getTime() + Math.floor(random() * days * DAY));
  const closedAt = some(later(9));
  const outcome = closedAt === null ? null : oneOf(OUTCOMES);
  return chartedCase({
    ...{ declaredAt, closedAt, outcome, reason: oneOf([...REASONS, null, null, null]) },
    lane: oneOf([LANES.person, LANES.campaign]),
    ...{ confirmedAt: some(later(2)), serviceEndedAt: some(later(5)), certificateId: some(randomUUID()) },
    ...{
      detach: oneOf([...DETACHMENTS, null]),
      detachDeadline: some(later(8)),
      confidential: random() < 0.1,
    },
  });
});
await seedCharted(pool, cases);

interface Block {
  readonly caseId: string | null;
  readonly at: Date;
  readonly checks: readonly string[];
}
const blocks: readonly Block[] = Array.from({ length: 600 }, () => ({
  caseId: random() < 0.1 ? null : oneOf(cases.slice(0, 200)).caseId,
  at: new Date(BEGIN + Math.floor(random() * 70 * DAY)),
  checks: ['arrears', 'fraud_hold', 'group_tie'].filter(() => random() < 0.4),
}));
await pool.query(
  `insert into decision (case_id, line_id, party_id, kind, at, verdict, jurisdiction, rulebook_version, ruled_on, findings, inputs_bidx, inputs_enc)
   select (o->>'caseId')::uuid, 'L1', 'P1', 'confirmation', (o->>'at')::timestamptz,
     case when jsonb_array_length(o->'checks') > 0 then 'blocked' else 'eligible' end, 'cn', '1', '2026-03-01',
     (select coalesce(jsonb_agg(jsonb_build_object('check', c, 'effect', 'blocks')), '[]') from jsonb_array_elements_text(o->'checks') c)
       || '[{"check":"roaming","effect":"sets_date"}]', '\\x00', '\\x00'
   from jsonb_array_elements($1::jsonb) o`,
  [JSON.stringify(blocks)],
);

const notices = Array.from({ length: 500 }, () => ({
  messageId: randomUUID(),
  caseId: random() < 0.1 ? null : oneOf(cases).caseId,
  at: new Date(BEGIN + Math.floor(random() * 70 * DAY)),
  why: some(oneOf(GIVEN_UP_FOR)),
}));
await pool.query(
  `insert into outbox (message_id, case_id, kind, channel, body_enc, due_at, given_up_at, given_up_for)
   select (o->>'messageId')::uuid, (o->>'caseId')::uuid, 'completed', 'sms', '\\x00',
     case when o->>'why' is null then now() end, case when o->>'why' is not null then (o->>'at')::timestamptz end, o->>'why'
   from jsonb_array_elements($1::jsonb) o`,
  [JSON.stringify(notices)],
);

const waits = cases.slice(0, 400).flatMap(({ caseId }) =>
  Array.from({ length: 1 + Math.floor(random() * 2) }, (_, n) => {
    const waitUntil = new Date(BEGIN + Math.floor(random() * 70 * DAY));
    const resultAt = some(new Date(waitUntil.getTime() + (random() - 0.5) * 4 * DAY));
    return {
      ...{ caseId, iccid: `8986${n}`, waitUntil, resultAt },
      result: resultAt && oneOf(['proven', 'unreachable']),
    };
  }),
);
await pool.query(
  `insert into unbinding (case_id, iccid, line_id, holder_id, wait_until, result, result_at)
   select (o->>'caseId')::uuid, o->>'iccid', 'L1', 'P1', (o->>'waitUntil')::timestamptz, o->>'result', (o->>'resultAt')::timestamptz
   from jsonb_array_elements($1::jsonb) o`,
  [JSON.stringify(waits)],
);
await pool.query(`insert into party (party_id, kind) values ('P9', 'natural')`).catch(async () => {
  await pool.query(
    `insert into party (party_id, kind, data_key_wrapped, key_epoch) values ('P9', 'natural', '\\x00', 1)`,
  );
});
const requests = Array.from({ length: 120 }, () => {
  const decideBy = new Date(BEGIN + Math.floor(random() * 70 * DAY));
  return {
    ...{ requestId: randomUUID(), decideBy, confidential: random() < 0.2 },
    decidedAt: some(new Date(decideBy.getTime() + (random() - 0.5) * 4 * DAY)),
  };
});
await pool.query(
  `insert into special_request (request_id, reference, route, wish, channel, requester_id, received_at, decide_by, jurisdiction, receipt_hash,
     confidential, state, decided_at)
   select (o->>'requestId')::uuid, 'SR-' || (o->>'requestId'), 'bereavement', 'end', 'online', 'P9', (o->>'decideBy')::timestamptz - interval '5 days',
     (o->>'decideBy')::timestamptz, 'cn', '\\x00', (o->>'confidential')::boolean,
     case when o->>'decidedAt' is null then 'received' else 'accepted' end, (o->>'decidedAt')::timestamptz
   from jsonb_array_elements($1::jsonb) o`,
  [JSON.stringify(requests)],
);

/** As of the operator of another country. */
const inZone = (callingCode: string): Operations => ({ ...op, defaultCallingCode: callingCode });
const berlin = inZone('49');
const shanghai = inZone('86');

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is there, as Intl says. */
function dayIn(at: Date, zone: string): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  formats.set(zone, format);
  return format.format(at);
}

interface Item {
  readonly id: string;
  readonly at: Date;
  readonly bar: string;
}

/** Everything that a chart counts, found without SQL. */
function itemsOf(chart: ChartName, sees: boolean, now: Date): readonly Item[] {
  const known = cases.filter((one) => sees || !one.confidential);
  const hidden = new Set(cases.filter((one) => !sees && one.confidential).map(({ caseId }) => caseId));
  const closed = known.filter(({ closedAt }) => closedAt !== null);
  switch (chart) {
    case 'reasons':
      return known.map((one) => ({
        id: one.caseId,
        at: one.declaredAt,
        bar: one.reason ?? (one.lane === LANES.campaign ? 'campaign' : 'not_said'),
      }));
    case 'funnel':
      return known.flatMap((one) =>
        [
          'declared',
          ...(one.confirmedAt ? ['confirmed'] : []),
          ...(one.serviceEndedAt ? ['barred'] : []),
          ...(one.certificateId ? ['certified'] : []),
          ...(one.closedAt && one.outcome === 'completed' ? ['completed'] : []),
        ].map((bar) => ({ id: one.caseId, at: one.declaredAt, bar })),
      );
    case 'durations':
    case 'outcomes':
      return closed
        .filter(({ outcome }) => chart === 'outcomes' || outcome === 'completed')
        .map((one) => ({ id: one.caseId, at: one.closedAt!, bar: one.outcome! }));
    case 'proofs':
      return closed
        .filter(({ outcome, detach }) => outcome === 'completed' && detach !== null)
        .map((one) => ({ id: one.caseId, at: one.closedAt!, bar: one.detach! }));
    case 'blockers':
      return blocks.flatMap(({ caseId, at, checks }) =>
        caseId === null || hidden.has(caseId) ? [] : checks.map((bar) => ({ id: caseId, at, bar })),
      );
    case 'notices':
      return notices.flatMap(({ messageId, caseId, at, why }) =>
        why === null || (caseId !== null && hidden.has(caseId)) ? [] : [{ id: messageId, at, bar: why }],
      );
    case 'clocks':
      return [
        ...requests.flatMap(({ requestId, decideBy, decidedAt, confidential }) =>
          (sees || !confidential) && decideBy < (decidedAt ?? now)
            ? [{ id: requestId, at: decideBy, bar: 'decide_by' }]
            : [],
        ),
        ...waits.flatMap(({ caseId, waitUntil, resultAt }) =>
          !hidden.has(caseId) && waitUntil <= (resultAt ?? now)
            ? [{ id: caseId, at: waitUntil, bar: 'device_wait' }]
            : [],
        ),
        ...known.flatMap(({ caseId, detach, detachDeadline: at, closedAt }) =>
          at !== null && detach === 'unconfirmed' && at <= (closedAt ?? now)
            ? [{ id: caseId, at, bar: 'detach_deadline' }]
            : [],
        ),
      ];
  }
}

/** The items of a range of days, each once a bar. */
function recount(
  chart: ChartName,
  zone: string,
  from: string,
  to: string,
  sees: boolean,
): ReadonlyMap<string, number> {
  const found = itemsOf(chart, sees, new Date()).filter(
    ({ at }) => from <= dayIn(at, zone) && dayIn(at, zone) <= to,
  );
  const ids = new Map<string, Set<string>>();
  for (const { id, bar } of found) ids.set(bar, (ids.get(bar) ?? new Set()).add(id));
  return new Map([...ids].map(([bar, set]) => [bar, set.size]));
}

function countsOf({ charts }: Statistics): ReadonlyMap<string, number> {
  const [chart] = charts;
  const all =
    chart!.kind === 'bars'
      ? chart!.bars.map(({ bar, count }) => [bar, count] as const)
      : chart!.kind === 'outcomes'
        ? OUTCOMES.map(
            (one) => [one, chart!.buckets.reduce((sum, { counts }) => sum + counts[one], 0)] as const,
          )
        : [['completed', chart!.buckets.reduce((sum, { cases: n }) => sum + n, 0)] as const];
  return new Map(all.filter(([, count]) => count > 0));
}

const RANGES = [
  ['2026-03-29', '2026-03-29'],
  ['2026-03-10', '2026-04-20'],
  ['2026-01-15', '2026-05-31'],
] as const;

describe.each([
  ['Berlin', berlin, 'Europe/Berlin'],
  ['Shanghai', shanghai, 'Asia/Shanghai'],
] as const)('charts of an operator in %s', (_, there, zone) => {
  it.each(CHART_NAMES)(
    '%s are what a count by hand finds, with confidential cases and without',
    async (name) => {
      expect(homeTimeZone(there)).toBe(zone);
      for (const [from, to] of RANGES)
        for (const [actor, sees] of [
          [auditor, true],
          [system, false],
        ] as const) {
          const found = await viewStatistics(there, actor, { from, to, charts: [name] });
          expect(countsOf(found)).toEqual(recount(name, zone, from, to, sees));
        }
    },
  );

  it.each(CHART_NAMES)('behind each bar of %s stand as many as it counts, each once', async (name) => {
    const [from, to] = RANGES[1];
    for (const actor of [auditor, system])
      for (const [bar, count] of countsOf(await viewStatistics(there, actor, { from, to, charts: [name] }))) {
        const items = await allBehind(there, actor, { chart: name, bar, from, to });
        expect(new Set(items).size).toBe(items.length);
        expect(items).toHaveLength(count);
      }
  });
});

async function allBehind(
  there: Operations,
  actor: Actor,
  asked: { chart: ChartName; bar: string; from: string; to: string },
): Promise<readonly string[]> {
  const items: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listBehindBar>> = await listBehindBar(there, actor, {
      ...asked,
      after,
    });
    expect(page.rows.length).toBeLessThanOrEqual(50);
    items.push(...page.rows.map(({ item }) => item));
    after = page.next;
  } while (after !== null);
  return items;
}

describe('time to complete', () => {
  it('is the nearest rank of each bucket, by days, weeks and months, over both changes of the clock', async () => {
    const autumn = Array.from({ length: 60 }, (_, n) =>
      chartedCase({
        declaredAt: new Date(Date.UTC(2026, 9, 20, 5, n)),
        // Every hour of the days around 25 October, of which one in Berlin is there twice.
        ...{ closedAt: new Date(Date.UTC(2026, 9, 24, 12 + n)), outcome: 'completed' },
      }),
    );
    await seedCharted(pool, autumn);
    for (const [from, to] of [
      ['2026-03-20', '2026-04-05'],
      ['2026-10-20', '2026-10-31'],
      ['2026-03-01', '2026-05-31'],
      ['2025-11-01', '2026-11-15'],
    ]) {
      const { charts } = await viewStatistics(berlin, auditor, {
        from: from!,
        to: to!,
        charts: ['durations'],
      });
      const chart = charts[0]!;
      if (chart.kind !== 'durations') throw new Error(chart.kind);
      expect(chart.buckets.map((one) => one.from)).toEqual(
        bucketsOf({ from: from as LocalDate, to: to as LocalDate }).map((one) => one.from),
      );
      for (const bucket of chart.buckets) {
        const took = [...cases, ...autumn]
          .filter(({ outcome, closedAt }) => outcome === 'completed' && closedAt !== null)
          .filter(({ closedAt }) => {
            const day = dayIn(closedAt!, 'Europe/Berlin');
            return bucket.from <= day && day <= bucket.to;
          })
          .map(({ declaredAt, closedAt }) => Math.floor((closedAt!.getTime() - declaredAt.getTime()) / 1000))
          .sort((a, b) => a - b);
        expect(bucket.cases).toBe(took.length);
        expect(bucket.seconds).toEqual(
          took.length === 0 ? null : PERCENTILES.map((p) => took[Math.ceil((took.length * p) / 100) - 1]),
        );
      }
    }
    // The same by PostgreSQL's own clock of the zone.
    const { rows } = await pool.query<{ day: string; n: number }>(
      `select date_trunc('day', closed_at at time zone 'Europe/Berlin')::date::text as day, count(*)::int as n
       from termination_closed where closed_at >= '2026-10-20' and outcome = 'completed' group by 1 order by 1`,
    );
    const { charts } = await viewStatistics(berlin, auditor, {
      from: '2026-10-20',
      to: '2026-10-31',
      charts: ['durations'],
    });
    const shown = (charts[0] as { buckets: readonly { from: string; cases: number }[] }).buckets;
    expect(shown.filter((one) => one.cases > 0).map((one) => ({ day: one.from, n: one.cases }))).toEqual(
      rows,
    );
    expect(rows.find(({ day }) => day === '2026-10-25')!.n).toBe(25);
  });
});

describe('open cases', () => {
  it('count as late while a clock of theirs has run out', async () => {
    const [confirming, cooling, detaching] = [1, 2, 3].map(() =>
      chartedCase({ declaredAt: new Date('2026-02-01T00:00:00Z') }),
    );
    await seedCharted(pool, [confirming!, cooling!, detaching!]);
    for (const [one, stage] of [
      [confirming, 'confirm'],
      [cooling, 'cool_off'],
    ] as const)
      await pool.query('update termination set stage = $2, due_at = $3 where case_id = $1', [
        one!.caseId,
        stage,
        '2026-02-03T00:00:00Z',
      ]);
    await pool.query(
      `update termination set stage = 'detach', detach_deadline = '2026-02-03T00:00:00Z' where case_id = $1`,
      [detaching!.caseId],
    );
    const asked = { from: '2026-02-01', to: '2026-02-28', charts: ['clocks'] as const };
    expect(countsOf(await viewStatistics(op, auditor, asked))).toEqual(
      new Map([
        ['detach_deadline', 1],
        ['cooling_off', 1],
        ['declaration_expiry', 1],
      ]),
    );
    // Before its time nothing is late.
    const earlier = { ...op, clock: { now: () => new Date('2026-02-02T00:00:00Z') } };
    expect(countsOf(await viewStatistics(earlier, auditor, asked))).toEqual(new Map());
  });
});

describe('a range without anything', () => {
  it('has bars of nothing, and buckets without a time', async () => {
    const { charts } = await viewStatistics(op, auditor, {
      from: '2020-02-01',
      to: '2020-02-29',
      charts: CHART_NAMES,
    });
    for (const chart of charts) {
      if (chart.kind === 'bars') expect(chart.bars.every(({ count }) => count === 0)).toBe(true);
      if (chart.kind === 'durations')
        expect(new Set(chart.buckets.map(({ seconds }) => seconds))).toEqual(new Set([null]));
      if (chart.kind !== 'bars') expect(chart.buckets).toHaveLength(29);
    }
    const behind = { from: '2020-02-01', to: '2020-02-29', chart: 'reasons', bar: 'lost', after: null };
    expect(await listBehindBar(op, auditor, behind)).toMatchObject({ rows: [], next: null });
  });
});

describe('what is asked for wrongly', () => {
  const fine = { from: '2026-03-01', to: '2026-03-31', chart: 'reasons', bar: 'lost', after: null };
  it.each([
    ['from', { from: '2026-02-30' }],
    ['to', { to: '2026-02-01' }],
    ['chart', { chart: 'secrets' }],
    ['bar', { bar: 'constructor' }],
    ['bar', { chart: 'blockers', bar: "arrears' or true" }],
    ['after', { after: 'HB-1' }],
    ['after', { after: '2026-13-41T00:00:00.000000Z_00000000-0000-0000-0000-000000000000' }],
  ])('is refused by its field: %s %o', async (field, wrong) => {
    await expect(listBehindBar(op, auditor, { ...fine, ...wrong })).rejects.toMatchObject({
      ...{ code: 'request_invalid', facts: { field } },
    });
  });

  it('is refused to other roles, whatever they ask', async () => {
    for (const role of ['agent', 'clerk', 'fraud'] as const) {
      const other = await signedInPerson(op, role, [role]);
      await expect(viewStatistics(op, other, { from: null, to: null, charts: [] })).rejects.toMatchObject({
        code: 'role_needed',
      });
      await expect(listBehindBar(op, other, fine)).rejects.toMatchObject({ code: 'role_needed' });
    }
  });
});

it('keeps in the audit log who looked at what', async () => {
  const { rows: before } = await pool.query<{ n: number }>(
    `select count(*)::int as n from audit where facts ->> 'what' like 'statistics%'`,
  );
  await viewStatistics(op, auditor, { from: '2026-03-01', to: '2026-03-31', charts: ['funnel'] });
  await listBehindBar(op, auditor, {
    from: '2026-03-01',
    to: '2026-03-31',
    chart: 'funnel',
    bar: 'barred',
    after: null,
  });
  const { rows } = await pool.query(
    `select actor, action, facts from audit where facts ->> 'what' like 'statistics%' order by audit_id offset $1`,
    [before[0]!.n],
  );
  expect(rows).toEqual([
    {
      actor: `staff:${auditor.person.subject}`,
      action: 'viewed',
      facts: { what: 'statistics', charts: ['funnel'], from: '2026-03-01', to: '2026-03-31' },
    },
    {
      actor: `staff:${auditor.person.subject}`,
      action: 'viewed',
      facts: {
        what: 'statistics_cases',
        chart: 'funnel',
        bar: 'barred',
        from: '2026-03-01',
        to: '2026-03-31',
      },
    },
  ]);
});
