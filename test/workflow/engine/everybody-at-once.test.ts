import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { STAGES, type Stage } from '../../../src/domain/cases/termination.ts';
import { WAITING_FOR } from '../../../src/domain/cases/waiting.ts';
import { HandbackError } from '../../../src/domain/errors.ts';
import { PHONE } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { rollForward } from '../../../src/operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { receiveNotifications } from '../../../src/operations/esim/receive-notifications.ts';
import { sayDeleted } from '../../../src/operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../src/operations/esim/stop-waiting-for-devices.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';
import type { Behaviour, SimulatedCommand } from '../../../src/simulators/osmo-hlr/simulator.ts';
import type { Pool } from '../../../src/store/database/database.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import { addAccess, atPeer, booksOf, declared, takenUp } from '../../support/cases.ts';
import { profileIccid, seedProfiles, TEST_CI, TestDevice } from '../../support/esim.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance(undefined, {}, { cis: { extraAnchors: [TEST_CI] } });
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
/** A lease holds a few calls only, so that a line of two accesses with a slow network outlives it. */
const CALL_MS = 120;
const LEASE_MS = 400;
const WORKERS = 2;
const RUNS = 6;
const HOLD = `[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]`;

// Every change of a stage, with the transaction that made it: audit rows of the same transaction speak of it.
await pool.query(`
  create table moved (case_id uuid, was text, now text, xid text default pg_current_xact_id()::text, at timestamptz default clock_timestamp());
  create function note_move() returns trigger language plpgsql as $$
  begin
    insert into moved (case_id, was, now) values (old.case_id, old.stage, case when tg_op = 'UPDATE' then new.stage else 'gone' end);
    return null;
  end $$;
  create trigger moved after update of stage on termination for each row when (old.stage is distinct from new.stage)
    execute function note_move();
`);

/** A worker that can die: its connections fail from then on, and nobody hears of what it still held. */
class Worker {
  readonly #hlr: Hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: CALL_MS });
  readonly #engine: Engine;
  #dead = false;

  constructor() {
    const gone = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    const mortal = (of: Pool): Pool =>
      new Proxy(of, {
        get: (target, name) => {
          if (this.#dead && (name === 'connect' || name === 'query')) return gone;
          const value = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    const context = {
      ...instance.context,
      pool: mortal(instance.context.pool),
      pipelined: mortal(instance.context.pipelined),
      hlr: this.#hlr,
      billing: { ...op.billing, callTimeoutMs: CALL_MS },
      smdp: { ...instance.context.smdp, callTimeoutMs: CALL_MS },
    };
    this.#engine = new Engine(context, { idleMs: 10, leaseMs: LEASE_MS, commitSize: 3 });
    this.#engine.start();
  }

  /** Its leases run out by themselves. */
  async die(): Promise<void> {
    this.#dead = true;
    await this.#hlr.close();
    graves.push(this.#engine.stop());
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    await this.#hlr.close();
  }
}

const graves: Promise<unknown>[] = [];
afterAll(() => Promise.all(graves));

interface Subject {
  readonly line: SeededLine;
  readonly caseId: string;
  readonly device: TestDevice | null;
  readonly urgent: boolean;
}

interface Scene {
  readonly subjects: readonly Subject[];
  readonly workers: Worker[];
}

const KINDS = [
  'plain',
  'attached',
  'watch',
  'esim',
  'urgent',
  'urgent-attached',
  'form',
  'urgent-esim',
] as const;
const SUBJECTS = KINDS.length;

const ACTS = {
  confirm: 5,
  withdraw: 2,
  retry: 3,
  skip: 3,
  roll_forward: 2,
  say_deleted: 1,
  stop_waiting: 1,
  deleted: 2,
  alive: 1,
  hold: 1,
  unhold: 2,
} as const;
type Act = keyof typeof ACTS;
/** The one question that nobody is answered. */
type Only = SimulatedCommand['action'] | null;
type Turn =
  | { readonly do: Act; readonly who: number; readonly afterMs: number }
  | {
      readonly do: 'fault';
      readonly behaviour: Behaviour;
      readonly every: number;
      readonly only: Only;
      readonly afterMs: number;
    }
  | { readonly do: 'heal' | 'kill' | 'pass'; readonly who: number; readonly afterMs: number };

const afterMs = fc.nat(40);
const turn: fc.Arbitrary<Turn> = fc.oneof(
  ...Object.entries(ACTS).map(([act, weight]) => ({
    weight,
    arbitrary: fc.record({ do: fc.constant(act as Act), who: fc.nat(SUBJECTS - 1), afterMs }),
  })),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      behaviour: fc.constantFrom<Behaviour>('refuse', 'silent', 'lost', 'garbage', 'nul', 'cut'),
      every: fc.integer({ min: 2, max: 7 }),
      only: fc.constantFrom<Only>(null, 'lookup', 'lookup', 'cancel_location', 'access_mode', 'delete'),
      afterMs,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('heal' as const, 'kill' as const, 'kill' as const, 'kill' as const),
      who: fc.nat(WORKERS - 1),
      afterMs,
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), who: fc.constant(0), afterMs }) },
);
const plays = fc.array(
  fc.array(turn, {
    minLength: 10,
    maxLength: 24,
  }),
  { minLength: 3, maxLength: 3 },
);

/** What a person is told when it is too late or too early is an answer, not a failure. */
async function answered(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof HandbackError)) throw error;
  });
}

/** Dates come, and pauses are over. */
async function timePasses(caseIds: readonly string[]): Promise<void> {
  await pool.query('update connector set open_until = now() where open_until > now()');
  await pool.query('update unbinding set wait_until = now() where case_id = any($1) and random() < 0.3', [
    caseIds,
  ]);
  await pool.query(
    `update termination set due_at = now() where due_at > now() and lease is null and stage <> 'confirm' and case_id = any($1)`,
    [caseIds],
  );
}

async function play(scene: Scene, next: Turn): Promise<void> {
  await delay(next.afterMs);
  switch (next.do) {
    case 'fault': {
      let n = 0;
      const { every, behaviour, only } = next;
      simulator.inject({
        behaviour: ({ action, imsi }) => {
          // A network that will not answer one question about some subscribers: their cases get stuck.
          if (only === action && Number(imsi) % 2 === 0) return 'refuse';
          return ++n % every === 0 ? behaviour : 'answer';
        },
        latency: () => (n * 37) % (CALL_MS + 10),
      });
      return;
    }
    case 'heal':
      return simulator.inject({});
    case 'kill': {
      const dying = scene.workers[next.who]!;
      scene.workers[next.who] = new Worker();
      return dying.die();
    }
    case 'pass':
      return timePasses(scene.subjects.map((s) => s.caseId));
    default:
      return answered(act(next.do, await subjectFor(scene, next.do, next.who)));
  }
}

/** Staff act on what is stuck, where something is. */
async function subjectFor({ subjects }: Scene, name: Act, who: number): Promise<Subject> {
  if (!['retry', 'skip', 'roll_forward'].includes(name)) return subjects[who]!;
  const { rows } = await pool.query<{ case_id: string }>(
    `select case_id from termination where case_id = any($1) and (waiting_for in ('staff', 'serving_node') or attempts > 0)
     order by random() limit 1`,
    [subjects.map(({ caseId }) => caseId)],
  );
  return subjects.find(({ caseId }) => caseId === rows[0]?.case_id) ?? subjects[who]!;
}

async function act(name: Act, { line, caseId, device }: Subject): Promise<unknown> {
  const holder = subscriberOf(line);
  const iccid = profileIccid(Number(line.lineId.slice(1)));
  switch (name) {
    case 'confirm':
      return confirm(op, holder, { caseId });
    case 'withdraw':
      return withdraw(op, holder, { caseId });
    case 'retry':
      return retryCase(op, staff, { caseId });
    case 'skip':
      return skipStage(op, staff, { caseId, reason: 'no answer' });
    case 'roll_forward':
      return rollForward(op, staff, { caseId, reason: 'no answer' });
    case 'say_deleted':
      return sayDeleted(op, holder, { caseId, iccid });
    case 'stop_waiting':
      return stopWaitingForDevices(op, holder, { caseId });
    case 'deleted':
      return device && receiveNotifications(op, PHONE, { raw: [device.notify('delete', iccid)] });
    case 'alive':
      return device && receiveNotifications(op, PHONE, { raw: [device.notify('enable', iccid)] });
    case 'hold':
    case 'unhold':
      return pool.query('update line set holds = $2 where line_id = $1', [
        line.lineId,
        name === 'hold' ? HOLD : '[]',
      ]);
  }
}

let from = 0;

async function sceneOf(): Promise<Scene> {
  const lines = await seedLines(pool, instance.vault, SUBJECTS, { from, simulator });
  const subjects: Subject[] = [];
  for (const [i, line] of lines.entries()) {
    const kind = KINDS[i]!;
    const urgent = kind.startsWith('urgent');
    let device: TestDevice | null = null;
    if (kind.endsWith('attached')) expect(await instance.vlr.attach(line.imsi, 'cs')).toBe(true);
    if (kind === 'watch')
      await addAccess(instance, line, {
        accessId: `watch-${from}`,
        kind: 'companion',
        imsi: imsiOf(5_000_000 + from),
      });
    if (kind.endsWith('esim')) {
      device = new TestDevice(from + i);
      await seedProfiles(pool, line, [{ iccid: profileIccid(from + i), eid: device.eid }]);
    }
    let caseId: string;
    if (kind === 'form') caseId = (await takenUp(op, line)).caseId;
    else if (urgent)
      caseId = (
        (await declare(op, subscriberOf(line), { lineId: line.lineId, reason: 'lost' })) as { caseId: string }
      ).caseId;
    else caseId = (await declared(op, line)).caseId;
    subjects.push({ line, caseId, device, urgent });
  }
  from += SUBJECTS;
  return { subjects, workers: Array.from({ length: WORKERS }, () => new Worker()) };
}

/** What may never be seen of an open case, at any moment. */
async function expectSound(caseIds: readonly string[]): Promise<void> {
  const { rows } = await pool.query<{
    case_id: string;
    stage: Stage;
    plan: Stage[];
    due: boolean;
    leased: boolean;
    half: boolean;
    intent: boolean;
    waiting_for: string | null;
    problem: unknown;
    withdrawn: boolean;
  }>(
    `select case_id, stage, plan, due_at is not null as due, lease is not null as leased, (lease is null) <> (lease_until is null) as half,
       intent_at is not null as intent, waiting_for, problem, withdraw_requested_at is not null as withdrawn
     from termination where case_id = any($1)`,
    [caseIds],
  );
  for (const row of rows) {
    const { stage, plan, due, leased, half, intent, waiting_for, problem, withdrawn } = row;
    const wrong: string[] = [];
    if (half) wrong.push('half a lease');
    if (waiting_for !== null && !(WAITING_FOR as readonly string[]).includes(waiting_for))
      wrong.push('waiting for what?');
    if (!due && waiting_for !== 'person' && waiting_for !== 'staff') wrong.push('nobody comes back to it');
    if (!due && withdrawn && waiting_for !== 'staff') wrong.push('withdrawn and left');
    if (waiting_for === 'staff' && (due || leased || problem === null))
      wrong.push('staff see nothing, or not alone');
    if (waiting_for === 'person' && STAGES[stage].driver !== 'person')
      wrong.push('a person is waited for elsewhere');
    if (intent && !STAGES[stage].intent) wrong.push('an intent of a stage without');
    if (stage !== 'undo_bar' && !plan.includes(stage)) wrong.push('not of its plan');
    expect(wrong, JSON.stringify(row)).toEqual([]);
  }
}

const openOf = async (caseIds: readonly string[]) =>
  (
    await pool.query(
      `select case_id, stage, waiting_for, problem, attempts, crashes, lease_until, due_at, withdraw_requested_at, intent_at, now() as now
       from termination where case_id = any($1)`,
      [caseIds],
    )
  ).rows;

async function bringToEnd({ subjects }: Scene): Promise<void> {
  const caseIds = subjects.map(({ caseId }) => caseId);
  await pool.query(`update line set holds = '[]' where line_id = any($1)`, [
    subjects.map((s) => s.line.lineId),
  ]);
  await eventually(
    async () => {
      await timePasses(caseIds);
      const open = await openOf(caseIds);
      for (const { case_id, waiting_for } of open) {
        const subject = subjects.find(({ caseId }) => caseId === case_id)!;
        // Those that nobody confirmed: half of them want to stay.
        if (waiting_for === 'person')
          await answered(act(subjects.indexOf(subject) % 2 ? 'withdraw' : 'confirm', subject));
        if (waiting_for === 'staff') await answered(act('retry', subject));
      }
      return open;
    },
    (rows) => rows.length === 0,
    20_000,
  );
}

async function expectAgreement({ line, caseId }: Subject): Promise<string> {
  const { rows } = await pool.query(
    'select outcome, withdraw_requested_at from termination_closed where case_id = $1',
    [caseId],
  );
  expect(rows).toHaveLength(1);
  const { outcome, withdraw_requested_at } = rows[0];
  const books = await booksOf(pool, line);
  const { rows: accesses } = await pool.query('select imsi from access where line_id = $1', [line.lineId]);
  const peer = accesses.map(({ imsi }) => atPeer(simulator, imsi));
  const deleted = accesses.map(({ imsi }) => simulator.effects(imsi).deleted);
  const { rows: audit } = await pool.query<{ action: string }>(
    'select action from audit where case_id = $1 order by audit_id',
    [caseId],
  );
  const actions = audit.map((row) => row.action);
  const context = `${line.lineId} ${caseId} ${outcome}: ${actions.join(' ')}`;
  const { rows: standing } = await pool.query<{ n: number }>(
    'select count(*)::int as n from certificate where case_id = $1 and superseded_by is null',
    [caseId],
  );
  if (outcome === 'completed') {
    expect(withdraw_requested_at, context).toBe(null);
    expect(books, context).toMatchObject({
      status: 'ended',
      ledger: 'quarantined',
      owner: null,
      access: 0,
      assigned: 0,
      finals: 1,
    });
    expect(standing[0]!.n, context).toBe(1);
    expect(peer, context).toEqual(accesses.map(() => 'absent'));
    expect(deleted, context).toEqual(accesses.map(() => 1));
  } else {
    expect(outcome, context).toBe('withdrawn');
    expect(books, context).toMatchObject({
      status: 'active',
      ledger: 'assigned',
      access: accesses.length,
      assigned: 1,
      finals: 0,
      certificates: 0,
    });
    expect(peer, context).toEqual(accesses.map(() => 'served'));
    expect(deleted, context).toEqual(accesses.map(() => 0));
  }
  // No change of a stage without a row of the audit log in the same commit; a withdrawal that was noted has had its own.
  const { rows: silent } = await pool.query(
    `select was, now from moved m where case_id = $1 and now <> 'undo_bar' and not exists (
       select from audit a where a.case_id = m.case_id and a.xmin::text = (m.xid::bigint & 4294967295)::text)`,
    [caseId],
  );
  expect(silent, context).toEqual([]);
  return outcome;
}

it('keeps every promise whoever acts, whenever, all at once', async () => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(plays, async (tracks) => {
      const scene = await sceneOf();
      const caseIds = scene.subjects.map(({ caseId }) => caseId);
      let over = false;
      const watched = (async () => {
        while (!over) {
          await expectSound(caseIds);
          await delay(5);
        }
      })();
      watched.catch(() => undefined);
      try {
        // Half of them have confirmed, and the network is not at its best.
        for (const [i, subject] of scene.subjects.entries()) {
          if (subject.urgent || i % 3 === from % 3) continue;
          await answered(act('confirm', subject));
        }
        await play(scene, {
          do: 'fault',
          behaviour: (from / SUBJECTS) % 2 ? 'refuse' : 'silent',
          every: 3,
          only: 'lookup',
          afterMs: 0,
        });
        await Promise.all(
          tracks.map(async (turns) => {
            for (const next of turns) await play(scene, next);
          }),
        );
        simulator.inject({});
        await bringToEnd(scene);
        over = true;
        await watched;
        for (const subject of scene.subjects) ends.add(await expectAgreement(subject));
      } finally {
        over = true;
        simulator.inject({});
        await Promise.all(scene.workers.map((worker) => worker.stop()));
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect([...ends].sort()).toEqual(['completed', 'withdrawn']);
});
