import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Due, MOVES, type MoveKind, NOW } from '../../../src/domain/cases/moves.ts';
import type { Stage } from '../../../src/domain/cases/termination.ts';
import { type CaseMove, CasesMovedOn, moveCase, moveCases } from '../../../src/store/cases/move-cases.ts';
import { inTransaction } from '../../../src/store/database/database.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedCases, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { pool } = instance.operations;
const LEASE = randomUUID();

let next = 0;
let line: SeededLine;
let caseId: string;

beforeEach(async () => {
  [line] = (await seedLines(pool, instance.vault, 1, { from: next++ })) as [SeededLine];
  await seedCases(pool, [line], { rulebookVersion: 'x', stage: 'detach' });
  const { rows } = await pool.query('select case_id from termination where line_id = $1', [line.lineId]);
  caseId = rows[0].case_id;
});

interface Held {
  readonly lease?: string | null;
  readonly withdrawn?: boolean;
  readonly stage?: Stage;
}

/** A row that has been through much: every column that a move may reset holds something. */
async function worn({ lease = null, withdrawn = false, stage = 'detach' }: Held = {}): Promise<void> {
  await pool.query(
    `update termination set stage = $2, attempts = 5, crashes = 2, intent_at = '2026-01-01', waiting_for = 'serving_node',
       problem = '{"code":"old"}', due_at = '2026-01-02', lease = $3, lease_until = case when $3::uuid is not null then now() + interval '1 minute' end,
       withdraw_requested_at = case when $4 then now() end
     where case_id = $1`,
    [caseId, stage, lease, withdrawn],
  );
}

function moveOf(kind: MoveKind, more: Partial<CaseMove> = {}): CaseMove {
  return {
    kind,
    caseId,
    lineId: line.lineId,
    lease: MOVES[kind].held === 'mine' ? LEASE : null,
    from: 'detach',
    to: 'remove',
    due: NOW,
    waitingFor: null,
    problem: null,
    watched: false,
    ...more,
  };
}

const apply = (moves: readonly CaseMove[], options = {}) =>
  inTransaction(pool, (tx) => moveCases(tx, moves, { leaseMs: 60_000, ...options }));

async function row() {
  const { rows } = await pool.query(
    `select stage, attempts, crashes, lease is not null as leased, intent_at is not null as intent, waiting_for as waits,
       problem->>'code' as problem, case when due_at is null then 'never' when due_at <= now() then 'due' else 'later' end as due
     from termination where case_id = $1`,
    [caseId],
  );
  return rows[0];
}

describe('what each move leaves behind', () => {
  const PERSON = {
    attempts: 0,
    crashes: 0,
    leased: false,
    intent: false,
    waits: null,
    problem: null,
    due: 'due',
  };
  const later: Due = { inMs: 60_000 };
  const cases: readonly [MoveKind, Partial<CaseMove>, Held, Record<string, unknown>][] = [
    [
      'confirm',
      { due: later, waitingFor: 'cooling_off' },
      {},
      { ...PERSON, due: 'later', waits: 'cooling_off' },
    ],
    ['report', {}, {}, PERSON],
    ['withdraw', { to: 'undo_bar' }, {}, { ...PERSON, stage: 'undo_bar' }],
    ['retry', { to: 'detach' }, {}, { ...PERSON, stage: 'detach', intent: true }],
    ['skip', {}, {}, PERSON],
    ['roll_forward', { to: 'detach' }, {}, { ...PERSON, stage: 'detach', intent: true }],
    [
      'note_withdrawal',
      { to: 'detach', due: null },
      { lease: LEASE },
      {
        stage: 'detach',
        attempts: 5,
        crashes: 2,
        leased: true,
        intent: true,
        waits: null,
        problem: null,
        due: 'due',
      },
    ],
    [
      'walk_on',
      { intent: 'open' },
      { lease: LEASE },
      { attempts: 1, crashes: 0, leased: true, intent: true, waits: null, problem: null, due: 'due' },
    ],
    [
      'leave',
      { due: null, waitingFor: 'person' },
      { lease: LEASE },
      { ...PERSON, due: 'never', waits: 'person' },
    ],
    [
      'rest',
      { to: 'detach', due: later, intent: 'keep', waitingFor: 'serving_node' },
      { lease: LEASE },
      { stage: 'detach', ...PERSON, intent: true, due: 'later', waits: 'serving_node' },
    ],
    [
      'try_again',
      { to: 'detach', due: later, intent: 'keep', waitingFor: 'peer', problem: { code: 'hlr_unavailable' } },
      { lease: LEASE },
      {
        stage: 'detach',
        attempts: 5,
        crashes: 0,
        leased: false,
        intent: true,
        waits: 'peer',
        problem: 'hlr_unavailable',
        due: 'later',
      },
    ],
    [
      'hand_over',
      { to: 'detach', due: null, intent: 'keep', waitingFor: 'staff', problem: { code: 'hlr_refused' } },
      { lease: LEASE },
      {
        stage: 'detach',
        attempts: 5,
        crashes: 0,
        leased: false,
        intent: true,
        waits: 'staff',
        problem: 'hlr_refused',
        due: 'never',
      },
    ],
    [
      'stop_at_intent',
      { due: null, waitingFor: 'staff', problem: { code: 'blocked_at_intent' } },
      { lease: LEASE },
      { ...PERSON, due: 'never', waits: 'staff', problem: 'blocked_at_intent' },
    ],
    [
      'stop_at_claim',
      { to: 'detach', due: null, waitingFor: 'staff', problem: { code: 'blocked_at_intent' } },
      { lease: LEASE },
      {
        stage: 'detach',
        attempts: 5,
        crashes: 2,
        leased: false,
        intent: false,
        waits: 'staff',
        problem: 'blocked_at_intent',
        due: 'never',
      },
    ],
    [
      'turn_round',
      { to: 'undo_bar' },
      { lease: LEASE, withdrawn: true },
      { ...PERSON, stage: 'undo_bar', crashes: 2 },
    ],
    [
      'park',
      { to: 'detach', due: null, waitingFor: 'staff', problem: { code: 'process_died' } },
      { lease: LEASE },
      {
        stage: 'detach',
        attempts: 5,
        crashes: 2,
        leased: false,
        intent: true,
        waits: 'staff',
        problem: 'process_died',
        due: 'never',
      },
    ],
    [
      'look_again',
      { from: 'unbind', to: 'unbind' },
      { stage: 'unbind' },
      {
        stage: 'unbind',
        attempts: 5,
        crashes: 2,
        leased: false,
        intent: true,
        waits: 'serving_node',
        problem: 'old',
        due: 'due',
      },
    ],
  ];

  it.each(cases)('%s', async (kind, more, held, expected) => {
    await worn(held);
    await apply([moveOf(kind, more)]);
    expect(await row()).toEqual({ stage: 'remove', ...expected });
  });

  it('has a case here for every kind', () => {
    expect(cases.map(([kind]) => kind).sort()).toEqual(Object.keys(MOVES).sort());
  });
});

describe('a move', () => {
  it.each([
    ['of a case that another worker holds', 'walk_on', { lease: randomUUID() }],
    ['of a case that nobody holds any more, by a worker', 'walk_on', {}],
    ['of a person while a worker holds the case', 'retry', { lease: randomUUID() }],
    ['from a stage that the case has left', 'walk_on', { lease: LEASE, stage: 'remove' as Stage }],
    ['of a person on a case that was withdrawn', 'confirm', { withdrawn: true }],
    ['that stops a case, when its withdrawal came first', 'stop_at_claim', { lease: LEASE, withdrawn: true }],
    ['that turns round a case that nobody withdrew', 'turn_round', { lease: LEASE }],
  ] as const)('%s is a conflict and changes nothing', async (_name, kind, held) => {
    await worn(held);
    const before = await row();
    await expect(apply([moveOf(kind)])).rejects.toThrow(CasesMovedOn);
    expect(await row()).toEqual(before);
  });

  it('of a person is refused with the code that a reader knows', async () => {
    await worn({ lease: randomUUID() });
    const moved = inTransaction(pool, (tx) => moveCase(tx, moveOf('retry')));
    await expect(moved).rejects.toMatchObject({ code: 'stage_conflict', facts: { stage: 'detach' } });
  });

  it('is written with its audit row, or neither is', async () => {
    await worn({ lease: LEASE });
    const audit = [{ actor: 'engine', action: 'detach.done', facts: { n: 1 } }];
    const rows = () => pool.query('select action, facts from audit where case_id = $1', [caseId]);
    await expect(
      apply([moveOf('walk_on', { audit }), moveOf('walk_on', { caseId: randomUUID(), audit })]),
    ).rejects.toMatchObject({ caseIds: { size: 1 } });
    expect((await rows()).rows).toEqual([]);
    await apply([moveOf('walk_on', { audit })]);
    expect((await rows()).rows).toEqual([{ action: 'detach.done', facts: { n: 1 } }]);
  });

  it('that may be left out says which cases moved, and audits only those', async () => {
    await worn({ lease: LEASE });
    const audit = [{ actor: 'engine', action: 'detach.stuck' }];
    const other = randomUUID();
    const moved = await apply([moveOf('park', { audit }), moveOf('park', { caseId: other, audit })], {
      orElse: 'leave',
    });
    expect([...moved.keys()]).toEqual([caseId]);
    const { rows } = await pool.query('select case_id from audit where case_id = any($1)', [[caseId, other]]);
    expect(rows).toEqual([{ case_id: caseId }]);
  });

  it.each([
    ['walk_on', 'detach', 'remove', 'undo_bar'],
    ['rest', 'detach', 'detach', 'undo_bar'],
    ['hand_over', 'bar', 'bar', 'undo_bar'],
    ['rest', 'settle', 'settle', 'settle'],
    ['walk_on', 'settle', 'quarantine', 'quarantine'],
  ] as const)('%s from %s to %s with a withdrawal recorded ends at %s', async (kind, from, to, expected) => {
    await worn({ lease: LEASE, withdrawn: true, stage: from });
    const now = await apply([moveOf(kind, { from, to, due: { inMs: 60_000 } })]);
    expect(now.get(caseId)).toBe(expected);
    expect(await row()).toMatchObject(
      expected === 'undo_bar'
        ? { stage: 'undo_bar', leased: false, attempts: 0, intent: false, due: 'due' }
        : { stage: expected },
    );
  });

  it('writes what came out of the stage, and leaves alone what did not', async () => {
    await worn({ lease: LEASE });
    const serviceEndedAt = new Date('2026-05-01T10:00:00Z');
    await apply([moveOf('walk_on', { patch: { detach: 'acknowledged', serviceEndedAt } })]);
    const { rows } = await pool.query(
      'select detach, service_ended_at, billing_end_on is not null as bill_end, plan[1] as first from termination where case_id = $1',
      [caseId],
    );
    expect(rows).toEqual([
      { detach: 'acknowledged', service_ended_at: serviceEndedAt, bill_end: true, first: 'confirm' },
    ]);
    await apply([moveOf('walk_on', { from: 'remove', to: 'settle', patch: { plan: ['settle', 'close'] } })]);
    const after = await pool.query('select plan, detach from termination where case_id = $1', [caseId]);
    expect(after.rows).toEqual([{ plan: ['settle', 'close'], detach: 'acknowledged' }]);
  });
});
