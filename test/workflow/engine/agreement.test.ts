import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { HandbackError } from '../../../src/domain/errors.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';
import type { Behaviour } from '../../../src/simulators/osmo-hlr/simulator.ts';
import type { Pool } from '../../../src/store/database/database.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import { addAccess, atPeer, booksOf, cooledOff, declared } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
const LINES = 3;
const LEASE_MS = 6_000;
const HOLD = `[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]`;

/** A worker that can die: its connections fail from then on, and nobody hears of what it still held. */
class Worker {
  readonly #hlr: Hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 400 });
  readonly #engine: Engine;
  #dead = false;
  ended: Promise<unknown> = Promise.resolve();

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
      billing: { ...op.billing, callTimeoutMs: 1_000 },
    };
    this.#engine = new Engine(context, { idleMs: 15, leaseMs: LEASE_MS });
    this.#engine.start();
  }

  async die(): Promise<void> {
    this.#dead = true;
    await this.#hlr.close();
    this.ended = this.#engine.stop();
    // As if its leases had run out.
    await pool.query('update termination set lease_until = now() where lease is not null');
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    await this.#hlr.close();
  }
}

const graves: Worker[] = [];
afterAll(() => Promise.all(graves.map((worker) => worker.ended)));

interface Scene {
  readonly lines: readonly SeededLine[];
  readonly cases: readonly string[];
  worker: Worker;
}

type Move =
  | { readonly do: 'confirm' | 'withdraw' | 'hold' | 'unhold'; readonly line: number }
  | { readonly do: 'fault'; readonly behaviour: Behaviour; readonly every: number }
  | { readonly do: 'heal' | 'kill' | 'pass' };

const line = fc.nat(LINES - 1);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('confirm' as const), line }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), line }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'unhold' as const), line }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      behaviour: fc.constantFrom<Behaviour>('refuse', 'silent', 'lost', 'garbage', 'nul', 'cut'),
      every: fc.integer({ min: 2, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('heal' as const, 'kill' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
);

/** What a person is told when it is too late or too early is an answer, not a failure. */
async function answered(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof HandbackError)) throw error;
  });
}

/** Pauses are over, and a person tries again what got stuck. */
async function timePasses(): Promise<void> {
  await pool.query('update connector set open_until = now()');
  await pool.query(
    `update termination set due_at = now() where due_at > now() and lease is null and stage <> 'confirm'`,
  );
  const { rows } = await pool.query<{ case_id: string }>(
    `select case_id from termination where waiting_for = 'staff'`,
  );
  for (const { case_id } of rows) await answered(retryCase(op, staff, { caseId: case_id }));
}

/** A turn of the walk, however fast the machine is: until something more is recorded, or nothing is to do. */
async function walkOn(scene: Scene): Promise<void> {
  const look = async () => {
    const { rows } = await pool.query<{ recorded: number; live: number }>(
      `select (select count(*)::int from audit where case_id = any($1) and actor = 'engine') as recorded,
         (select count(*)::int from termination where case_id = any($1) and (due_at <= now() or lease is not null)) as live`,
      [scene.cases],
    );
    return rows[0]!;
  };
  const { recorded } = await look();
  await timePasses();
  await eventually(look, (now) => now.recorded > recorded || now.live === 0);
}

async function play(scene: Scene, next: Move): Promise<void> {
  switch (next.do) {
    case 'confirm': {
      const caseId = scene.cases[next.line]!;
      await answered(confirm(op, subscriberOf(scene.lines[next.line]!), { caseId }));
      return cooledOff(pool, caseId);
    }
    case 'withdraw':
      return answered(
        withdraw(op, subscriberOf(scene.lines[next.line]!), { caseId: scene.cases[next.line]! }),
      );
    case 'hold':
    case 'unhold':
      await pool.query('update line set holds = $2 where line_id = $1', [
        scene.lines[next.line]!.lineId,
        next.do === 'hold' ? HOLD : '[]',
      ]);
      return;
    case 'fault': {
      let n = 0;
      simulator.inject({ behaviour: () => (++n % next.every === 0 ? next.behaviour : 'answer') });
      return;
    }
    case 'heal':
      return simulator.inject({});
    case 'kill':
      await scene.worker.die();
      graves.push(scene.worker);
      scene.worker = new Worker();
      return;
    case 'pass':
      return walkOn(scene);
  }
}

let from = 0;

async function sceneOf(): Promise<Scene> {
  const lines = await seedLines(pool, instance.vault, LINES, { from, simulator });
  for (const [i, { imsi }] of lines.entries()) {
    // One is attached, one is off, one has a watch.
    if (i === 0) expect(await instance.vlr.attach(imsi, 'cs')).toBe(true);
    if (i === 2)
      await addAccess(instance, lines[i]!, {
        accessId: `watch-${from}`,
        kind: 'companion',
        imsi: imsiOf(5_000_000 + from),
      });
  }
  from += LINES;
  const cases: string[] = [];
  for (const one of lines) cases.push((await declared(op, one)).caseId);
  return { lines, cases, worker: new Worker() };
}

it('leaves books, network and certificates in agreement after any sequence of people, faults and crashes', async () => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 16 }), async (moves) => {
      const scene = await sceneOf();
      try {
        for (const next of moves) await play(scene, next);
        simulator.inject({});
        for (const { lineId } of scene.lines)
          await pool.query(`update line set holds = '[]' where line_id = $1`, [lineId]);
        // Nobody confirmed these: they wait for their person, with nothing touched.
        const { rows: asked } = await pool.query<{ case_id: string }>(
          `select case_id from termination where stage = 'confirm' and case_id = any($1)`,
          [scene.cases],
        );
        for (const { case_id } of asked) {
          const i = scene.cases.indexOf(case_id);
          expect(atPeer(simulator, scene.lines[i]!.imsi)).toBe('served');
          await withdraw(op, subscriberOf(scene.lines[i]!), { caseId: case_id });
        }
        await eventually(
          async () => {
            await timePasses();
            const { rows } = await pool.query(
              'select stage, problem, waiting_for, attempts from termination where case_id = any($1)',
              [scene.cases],
            );
            return rows;
          },
          (rows) => rows.length === 0,
          30_000,
        );
        for (const [i, one] of scene.lines.entries()) ends.add(await expectAgreement(one, scene.cases[i]!));
      } finally {
        simulator.inject({});
        await scene.worker.stop();
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(ends).toContain('completed');
  expect(ends).toContain('withdrawn');
});

async function expectAgreement(one: SeededLine, caseId: string): Promise<string> {
  const { rows } = await pool.query('select outcome from termination_closed where case_id = $1', [caseId]);
  expect(rows).toHaveLength(1);
  const { outcome } = rows[0];
  const books = await booksOf(pool, one);
  const { rows: accesses } = await pool.query('select imsi from access where line_id = $1', [one.lineId]);
  const peer = new Set(accesses.map(({ imsi }) => atPeer(simulator, imsi)));
  const deleted = accesses.map(({ imsi }) => simulator.effects(imsi).deleted);
  if (outcome === 'completed') {
    expect(books).toMatchObject({
      status: 'ended',
      ledger: 'quarantined',
      owner: null,
      access: 0,
      assigned: 0,
    });
    expect(books).toMatchObject({ finals: 1, certificates: 1 });
    expect([...peer]).toEqual(['absent']);
    expect(deleted).toEqual(accesses.map(() => 1));
  } else {
    expect(outcome).toBe('withdrawn');
    expect(books).toMatchObject({
      status: 'active',
      ledger: 'assigned',
      access: accesses.length,
      assigned: 1,
    });
    expect(books).toMatchObject({ finals: 0, certificates: 0 });
    expect([...peer]).toEqual(['served']);
    expect(deleted).toEqual(accesses.map(() => 0));
  }
  return outcome;
}
