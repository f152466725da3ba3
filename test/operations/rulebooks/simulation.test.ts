import { describe, expect, it } from 'vitest';
import type { Rulebook } from '../../../src/domain/rules/rulebook.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { proposeRulebook } from '../../../src/operations/rulebooks/propose-rulebook.ts';
import {
  type SimulationView,
  startSimulation,
  viewSimulation,
} from '../../../src/operations/rulebooks/simulate.ts';
import { signedInPerson, staffNamed, subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { changedBook, proposed, withValue } from '../../support/rulebooks.ts';
import { seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const { pool } = op;
const operations = await signedInPerson(op, 'ops', ['operations']);
const fraud = await signedInPerson(op, 'fraud', ['fraud']);

const lines = await seedLines(pool, vault, 5);
const [plain, owing, erased, silent, unconfirmed] = lines;
await pool.query(`update billing_account set balance = -4000 where account_id = $1`, [`A${owing!.lineId}`]);
const references = new Map<string, string>();
for (const line of lines) {
  const { caseId, reference } = await declared(op, line);
  references.set(line.lineId, reference);
  if (line !== unconfirmed && line !== owing) await confirm(op, subscriberOf(line), { caseId });
}
await pool.query('update party set data_key_wrapped = null where party_id = $1', [erased!.partyId]);
await pool.query(
  `update termination set confidential = true, route = 'guardian', requester_id = holder_id where line_id = $1`,
  [silent!.lineId],
);

const tried = async (
  change: (book: Rulebook) => Partial<Rulebook>,
  by = operations,
  last = 100,
): Promise<SimulationView> => {
  const which = await proposed(op, change);
  const { simulationId, ended } = await startSimulation(op, operations, { ...which, last, on: null });
  await ended;
  return viewSimulation(op, by, { simulationId, after: 0, limit: 100 });
};
const longer = (book: Rulebook) => ({
  settings: withValue(book, 'cooling_off', { period: { unit: 'days', amount: 40 } }),
});
const changedOf = ({ changes }: SimulationView) => changes.map(({ reference }) => reference).sort();
const named = (...some: (typeof lines)[number][]) => some.map(({ lineId }) => references.get(lineId)).sort();

describe('a simulation', () => {
  it('says whose dates change and by which rule, once for each case, and changes none', async () => {
    const before = await pool.query(
      'select case_id, stage, due_at, rulebook_version from termination order by 1',
    );
    const view = await tried(longer);
    expect(view.simulation).toMatchObject({ state: 'done', last: 100, askedBy: 'ops' });
    expect(view.counts).toMatchObject({
      ...{ replayed: 4, unchanged: 1, erased: 1, unknown: 0 },
      ...{ outcome: 0, service_end: 3, billing_end: 3, amount: 0 },
    });
    // Who owes is stopped by both: there is no date that could be another.
    expect(changedOf(view)).toEqual(named(plain!, silent!, unconfirmed!));
    for (const { result } of view.changes) {
      expect(result!.changed).toEqual(['service_end', 'billing_end']);
      expect(result!.before.serviceEndOn! < result!.after.serviceEndOn!).toBe(true);
      expect(result!.reasons).toEqual([
        expect.objectContaining({
          rule: 'cooling_off',
          before: expect.objectContaining({ id: 'demo.cooling_off', version: 1 }),
          after: expect.objectContaining({ version: 2 }),
        }),
      ]);
    }
    expect(
      (await pool.query('select case_id, stage, due_at, rulebook_version from termination order by 1')).rows,
    ).toEqual(before.rows);
  });

  it('says whose answer and whose amount change', async () => {
    const charged = (book: Rulebook) => ({
      checks: {
        ...book.checks,
        arrears: book.checks.arrears.map((rule) => ({
          ...rule,
          version: 2,
          value: { ...rule.value, effect: 'adds_charge' as const },
        })),
      },
    });
    const view = await tried(charged);
    expect(changedOf(view)).toEqual(named(owing!));
    expect(view.changes[0]!.result).toMatchObject({
      changed: ['outcome', 'amount'],
      before: { verdict: 'blocked', total: { minor: 0 }, serviceEndOn: null },
      after: { verdict: 'eligible', total: { minor: 4000 } },
      reasons: [{ rule: 'arrears', before: { version: 1 }, after: { version: 2 } }],
    });
  });

  it('looks at the newest only, where fewer are asked for', async () => {
    const view = await tried(longer, operations, 1);
    expect(view.counts.replayed).toBe(1);
    expect(changedOf(view)).toEqual(named(unconfirmed!));
  });

  it('neither counts nor lists what the reader may not know of', async () => {
    const view = await tried(longer, fraud);
    expect(view.counts).toMatchObject({ replayed: 3, service_end: 2, unchanged: 1 });
    expect(changedOf(view)).toEqual(named(plain!, unconfirmed!));
    // Nor does the number of a change, or the place at which the next page begins, tell of one between them.
    expect(view.changes.map(({ n }) => n)).toEqual([1, 2]);
    const { simulationId } = view.simulation;
    const first = await viewSimulation(op, fraud, { simulationId, after: 0, limit: 1 });
    expect([first.changes.length, first.next]).toEqual([1, 1]);
    const second = await viewSimulation(op, fraud, { simulationId, after: 1, limit: 1 });
    expect([second.changes.length, second.next]).toEqual([1, null]);
    const all = await viewSimulation(op, operations, { simulationId, after: 0, limit: 10 });
    expect(all.changes.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('that fails in the middle says why, and the log is told', async () => {
    const which = await proposed(op, longer);
    const told: unknown[] = [];
    const failing = {
      ...op,
      fault: (error: unknown) => void told.push(error),
      vault: new Proxy(vault, {
        get: (of, name) => {
          if (name === 'decryptText' || name === 'decrypt')
            return () => {
              throw new Error('the keys are gone');
            };
          const value: unknown = Reflect.get(of, name);
          return typeof value === 'function' ? value.bind(of) : value;
        },
      }),
    };
    const { simulationId, ended } = await startSimulation(failing, operations, {
      ...{ ...which, last: 100, on: null },
    });
    await ended;
    const { simulation } = await viewSimulation(op, operations, { simulationId, after: 0, limit: 1 });
    expect(simulation).toMatchObject({ state: 'stopped', fault: 'internal' });
    expect(told).toEqual([expect.objectContaining({ message: 'the keys are gone' })]);
  });

  it('goes by the day on which everything that differs is so, or by the day that is asked for', async () => {
    const dated = (book: Rulebook) => ({
      settings: {
        ...book.settings,
        cooling_off: book.settings.cooling_off.flatMap((rule) => [
          { ...rule, effectiveTo: '2030-05-31' as never },
          {
            ...rule,
            ...{ version: 2, effectiveFrom: '2030-06-01' as never },
            value: { ...rule.value, period: { unit: 'days' as const, amount: 40 } },
          },
        ]),
      },
    });
    const which = await proposed(op, dated);
    const on = async (day: string | null) => {
      const { simulationId, ended } = await startSimulation(op, operations, {
        ...{ ...which, last: 100, on: day as never },
      });
      await ended;
      return viewSimulation(op, operations, { simulationId, after: 0, limit: 100 });
    };
    const whole = await on(null);
    expect(whole.simulation.ruledOn).toBe('2030-06-01');
    expect(whole.counts.service_end).toBe(3);
    expect((await on('2030-05-31')).counts).toMatchObject({ service_end: 0, unchanged: 4 });
  });

  it('is shown page by page, and not at all once the text is another', async () => {
    const which = await proposed(op, longer);
    const { simulationId, ended } = await startSimulation(op, operations, { ...which, last: 100, on: null });
    await ended;
    const seen: (string | null)[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: SimulationView = await viewSimulation(op, operations, { simulationId, after, limit: 1 });
      seen.push(...page.changes.map(({ reference }) => reference));
      after = page.next;
    }
    expect(seen.sort()).toEqual(named(plain!, silent!, unconfirmed!));
    await proposeRulebook(op, staffNamed('cli:test'), {
      book: changedBook(op.rulebooks.inForce('cn'), { ...which, callingCode: '87' }),
    });
    expect(await viewSimulation(op, operations, { simulationId, after: 0, limit: 1 })).toMatchObject({
      outdated: true,
      changes: [],
    });
  });

  it('is one at a time, and one whose process died makes room and says so', async () => {
    const which = await proposed(op, longer);
    const { rows } = await pool.query<{ id: string }>(
      `insert into rulebook_simulation (jurisdiction, version, fingerprint, ruled_on, last, asked_by, counts)
       values ('cn', $1, 'x', '2026-01-01', 1, 'somebody', '{"all":{},"open":{}}') returning simulation_id as id`,
      [which.version],
    );
    await expect(startSimulation(op, operations, { ...which, last: 1, on: null })).rejects.toMatchObject({
      code: 'simulation_running',
    });
    await pool.query(
      `update rulebook_simulation set beat_at = now() - interval '2 minutes' where simulation_id = $1`,
      [rows[0]!.id],
    );
    const dead = await viewSimulation(op, operations, { simulationId: rows[0]!.id, after: 0, limit: 1 });
    expect(dead.simulation.state).toBe('stopped');
    await (await startSimulation(op, operations, { ...which, last: 1, on: null })).ended;
  });

  it('keeps nothing of anybody but which decision it was', async () => {
    const { rows } = await pool.query<Record<string, unknown>>(
      'select * from rulebook_simulation_change limit 1',
    );
    expect(Object.keys(rows[0]!).sort()).toEqual([
      'confidential',
      'decision_id',
      'n',
      'open_n',
      'simulation_id',
    ]);
  });
});
