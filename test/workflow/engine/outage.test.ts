import { afterAll, afterEach, expect, it } from 'vitest';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { addDays, localDateAt } from '../../../src/domain/values/local-date.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../../src/operations/cases/declarations/declare-publicly.ts';
import { viewDeclaration } from '../../../src/operations/cases/declarations/view-declaration.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import type { Behaviour, SimulatedCommand } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import type { EngineEvents } from '../../../src/workflow/engine/options.ts';
import { receiptOf, staffNamed, subscriberOf, VISITOR } from '../../support/actors.ts';
import {
  atPeer,
  auditOf,
  booksOf,
  closedCase,
  cooledOff,
  declared,
  stuckCase,
  verifiedCertificate,
} from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedCases, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
const { version: rulebookVersion } = op.rulebooks.current('cn', 'CN-BJ', new Date());
const hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 400 });
afterAll(() => hlr.close());
afterEach(() => simulator.inject({}));

const engineOn = (clock = op.clock, events: EngineEvents = {}) =>
  new Engine({ ...instance.context, hlr, clock }, { idleMs: 20 }, events);

/** As if the pauses of back-off and breaker had passed, and a person had tried again what the peer refused. */
async function timePasses(): Promise<void> {
  await pool.query('update connector set open_until = now()');
  await pool.query('update termination set due_at = now() where due_at > now() and lease is null');
  const { rows } = await pool.query<{ case_id: string }>(
    `select case_id from termination where waiting_for = 'staff' and problem->>'code' = 'osmo-hlr_refused'`,
  );
  for (const { case_id } of rows) await retryCase(op, staff, { caseId: case_id });
}

async function ended(lines: readonly SeededLine[], meanwhile: () => Promise<void>): Promise<void> {
  await eventually(
    async () => {
      await meanwhile();
      const { rows } = await pool.query<{ n: number }>(
        `select count(*)::int as n from termination_closed where outcome = 'completed' and line_id = any($1)`,
        [lines.map((l) => l.lineId)],
      );
      return rows[0]!.n;
    },
    (n) => n === lines.length,
  );
}

const FAULTS: readonly Behaviour[] = ['refuse', 'silent', 'lost', 'garbage', 'nul', 'cut'];
const ACTIONS: readonly SimulatedCommand['action'][] = [
  'lookup',
  'access_mode',
  'cancel_location',
  'remove_keys',
  'delete',
];

it('ends every line once, whatever way each command of the network fails', async () => {
  const lines = await seedLines(pool, instance.vault, FAULTS.length * ACTIONS.length * 2, { simulator });
  const plans = new Map(
    lines.map((line, i) => [
      line.imsi as string,
      {
        behaviour: FAULTS[i % FAULTS.length]!,
        action: ACTIONS[Math.floor(i / FAULTS.length) % ACTIONS.length]!,
        // The first such command, or the second.
        skip: i < lines.length / 2 ? 0 : 1,
      },
    ]),
  );
  for (const line of lines) expect(await instance.vlr.attach(line.imsi, 'cs')).toBe(true);
  let met = 0;
  simulator.inject({
    behaviour: ({ imsi, action }) => {
      const plan = plans.get(imsi);
      if (plan === undefined || plan.action !== action || plan.skip-- !== 0) return 'answer';
      met += 1;
      return plan.behaviour;
    },
  });
  await seedCases(pool, lines, { rulebookVersion });
  const engine = engineOn();
  engine.start();
  await ended(lines, timePasses);
  await engine.stop();
  expect(met).toBeGreaterThanOrEqual(lines.length / 2);
  for (const line of lines) {
    expect(atPeer(simulator, line.imsi)).toBe('absent');
    expect(simulator.effects(line.imsi), JSON.stringify(plans.get(line.imsi))).toMatchObject({ deleted: 1 });
    expect(await booksOf(pool, line)).toMatchObject({ status: 'ended', finals: 1, certificates: 1 });
  }
});

it('takes back what it could not record when a slow network answers late', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 300, simulator });
  let slow = true;
  simulator.inject({ latency: ({ action }) => (slow && action === 'delete' ? 1_500 : 0) });
  await seedCases(pool, [line!], { rulebookVersion });
  const engine = engineOn();
  engine.start();
  await eventually(
    async () =>
      (
        await pool.query(`select waiting_for, problem->>'code' as code from termination where line_id = $1`, [
          line!.lineId,
        ])
      ).rows[0],
    (row) =>
      row?.waiting_for === 'peer' &&
      (row.code === 'osmo-hlr_unanswered' || row.code === 'osmo-hlr/ctrl_unanswered'),
  );
  slow = false;
  await ended([line!], timePasses);
  await engine.stop();
  expect(simulator.effects(line!.imsi).deleted).toBe(1);
});

it('closes what nobody proved or confirmed in time as expired, with nothing asked of the network', async () => {
  const [unproven, unconfirmed] = await seedLines(pool, instance.vault, 2, { from: 400, simulator });
  const receipt = await declarePublicly(op, VISITOR, {
    ...{ number: unproven!.msisdn, name: '张三', contact: '' },
    ...{ reason: null, endOn: null },
  });
  const { caseId } = await declared(op, unconfirmed!);
  const lines = [unproven!, unconfirmed!];
  await pool.query('update termination set due_at = now() where case_id = $1', [caseId]);
  await pool.query('update declaration set expires_at = now() where line_id = $1', [unproven!.lineId]);
  const engine = engineOn();
  engine.start();
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'expired', serviceEndedAt: null });
  await eventually(
    () => viewDeclaration(op, receiptOf(receipt!)),
    (view) => view.state === 'expired',
  );
  await engine.stop();
  for (const line of lines) {
    expect(simulator.effects(line.imsi)).toMatchObject({ lookups: 0, barred: 0, deleted: 0 });
    expect(await booksOf(pool, line)).toMatchObject({ status: 'active', ledger: 'assigned', finals: 0 });
  }
  // The line is free for a new declaration.
  expect((await declared(op, unconfirmed!)).caseId).not.toBe(caseId);
});

it.each([
  { name: 'ahead', days: 365 },
  { name: 'back', days: -365 },
])('is not misled by a clock that is a year $name', async ({ name, days }) => {
  const clock = { now: () => new Date(Date.now() + days * 86_400_000) };
  const wrong = { ...op, clock };
  const [line] = await seedLines(pool, instance.vault, 1, { from: name === 'ahead' ? 500 : 510, simulator });
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  simulator.inject({
    behaviour: ({ action, imsi }) =>
      action === 'lookup' && imsi === line!.imsi && simulator.effects(line!.imsi).lookups >= 5
        ? 'refuse'
        : 'answer',
  });
  const made = await declared(wrong, line!);
  await confirm(wrong, subscriberOf(line!), { caseId: made.caseId });
  await cooledOff(pool, made.caseId);
  const engine = engineOn(clock);
  engine.start();
  // Claimed anew in the middle: what it is about comes from the books then, by the database's clock.
  expect((await stuckCase(pool, made.caseId)).stage).toBe('prove_absent');
  const { rows } = await pool.query(
    "select lease, (updated_at between now() - interval '1 minute' and now()) as sane from termination where case_id = $1",
    [made.caseId],
  );
  expect(rows).toEqual([{ lease: null, sane: true }]);
  simulator.inject({});
  await retryCase(op, staff, { caseId: made.caseId });
  const closed = await closedCase(pool, made.caseId);
  await engine.stop();
  expect(closed).toMatchObject({ outcome: 'completed', detach: 'acknowledged' });
  expect(closed.releaseOn).toBe(addDays(localDateAt(closed.serviceEndedAt!, 'Asia/Shanghai'), 90));
  expect(await booksOf(pool, line!)).toMatchObject({ status: 'ended', ledger: 'quarantined', assigned: 0 });
  expect(new Set(await auditOf(pool, made.caseId)).size).toBeGreaterThan(10);
  if (name === 'ahead') {
    const claims = claimsOf(await verifiedCertificate(instance, made, line!.msisdn));
    expect(claims).toMatchObject({
      number: 'quarantined',
      accesses: [{ detach: 'acknowledged', absentAtEnd: true }],
    });
  }
});

it('parks cases while the network is down, hands none to a person, and ends them when it is back', async () => {
  const lines = await seedLines(pool, instance.vault, 30, { from: 200, simulator });
  await simulator.down();
  await seedCases(pool, lines, { rulebookVersion });
  const said: string[] = [];
  const engine = engineOn(op.clock, {
    onAway: ({ connector }) => said.push(`${connector} away`),
    onBack: ({ connector }) => said.push(`${connector} back`),
  });
  engine.start();
  const { rows } = await eventually(
    () =>
      pool.query<{ name: string; reason: string }>(
        'select name, reason from connector where open_until > now()',
      ),
    (found) => found.rows.length > 0,
  );
  expect(rows).toMatchObject([{ name: 'hlr' }]);
  // A long outage: more tries than a case is given when a peer answers nonsense.
  const mine = lines.map((line) => line.lineId);
  await pool.query('update termination set attempts = 20 where line_id = any($1)', [mine]);
  await eventually(
    async () => {
      await timePasses();
      const { rows: tries } = await pool.query<{ n: number }>(
        'select coalesce(min(attempts), 0)::int as n from termination where line_id = any($1) and lease is null',
        [mine],
      );
      return tries[0]!.n;
    },
    (n) => n > 20,
  );
  const { rows: waiting } = await pool.query(
    'select distinct waiting_for from termination where lease is null',
  );
  expect(waiting.map((row) => row.waiting_for)).not.toContain('staff');
  await simulator.up();
  await ended(lines, timePasses);
  await engine.stop();
  // However many cases tried, however often.
  expect(said).toEqual(['hlr away', 'hlr back']);
});
