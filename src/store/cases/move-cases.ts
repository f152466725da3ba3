import type { QueryConfig } from 'pg';
import { MOVES, type Move, type MoveKind, type MoveRule, turnsRound } from '../../domain/cases/moves.ts';
import { LANES, type Stage } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type AuditEntry, insertAudit } from '../audit.ts';
import {
  booleans,
  byteas,
  dates,
  float8s,
  int2s,
  int8s,
  jsonbs,
  texts,
  timestamps,
  uuids,
} from '../database/array-parameters.ts';
import { type Db, joiningLists } from '../database/database.ts';
import { type NamedColumn, rowsAs } from '../database/named-columns.ts';
import { announceCases, wakeWorkers } from '../wake.ts';
import type { CasePatch } from './work.ts';

/** One case that moves: where to, what is written on it, and what the audit log says of it. */
export interface CaseMove extends Move {
  readonly caseId: string;
  /** For the audit log. */
  readonly lineId: string | null;
  /** The mover's lease; null for moves of cases that nobody holds. */
  readonly lease: string | null;
  readonly patch?: CasePatch;
  readonly audit?: readonly Omit<AuditEntry, 'caseId' | 'lineId'>[];
  /** Whether open pages are told to look again. False for campaigns: nobody watches their lines one by one. */
  readonly watched: boolean;
}

/** Some cases could not move: somebody else holds them, or they are at another stage. The transaction must be rolled back. */
export class CasesMovedOn extends Error {
  readonly caseIds: ReadonlySet<string>;

  constructor(caseIds: readonly string[]) {
    super(`${caseIds.length} cases were not where they should be`);
    this.caseIds = new Set(caseIds);
  }
}

/**
 * Moves cases, and writes their audit rows and wake-ups. No other statement changes the stage of an open case. Each row is
 * guarded by its stage and its lease.
 *
 * @param leaseMs how long a lease holds that a move keeps
 * @returns the stage that each case is at now: `undo_bar` instead of the stage asked for where a withdrawal turned it round
 * @throws CasesMovedOn when a case did not move; with `orElse: 'leave'` it is left out instead
 */
export async function moveCases(
  tx: Db,
  moves: readonly CaseMove[],
  { leaseMs = 0, orElse = 'throw' }: { readonly leaseMs?: number; readonly orElse?: 'throw' | 'leave' } = {},
): Promise<ReadonlyMap<string, Stage>> {
  if (moves.length === 0) return new Map();
  const groups = [...Map.groupBy(moves, ({ kind, from }) => `${kind} ${from}`).values()];
  const asked = Promise.all(groups.map((group) => moveAlike(tx, group, leaseMs)));
  // Where all must move, the audit rows need not wait for the answer: if a case did not move, nothing of them stays.
  const [moved] = await Promise.all([asked, ...(orElse === 'throw' ? writeRecords(tx, moves) : [])]);
  const now = new Map(moved.flat().map((row) => [row.case_id, row.stage]));
  const left = moves.filter(({ caseId }) => !now.has(caseId));
  if (orElse === 'leave')
    await Promise.all(
      writeRecords(
        tx,
        moves.filter((move) => !left.includes(move)),
      ),
    );
  else if (left.length > 0) throw new CasesMovedOn(left.map(({ caseId }) => caseId));
  return now;
}

/** The act of a person, on one case. @throws HandbackError `stage_conflict` */
export async function moveCase(tx: Db, move: CaseMove): Promise<void> {
  try {
    await moveCases(tx, [move]);
  } catch (error) {
    if (!(error instanceof CasesMovedOn)) throw error;
    throw new HandbackError('stage_conflict', { stage: move.from }, { cause: error });
  }
}

/** Writes what moves leave beside the row of the case: audit rows, news for open pages, a wake-up for workers. */
export function writeRecords(tx: Db, moves: readonly CaseMove[]): readonly Promise<unknown>[] {
  const audit = moves.flatMap(({ caseId, lineId, audit = [] }) =>
    audit.map((entry) => ({ ...entry, caseId, lineId })),
  );
  const watched = moves.filter((move) => move.watched).map(({ caseId }) => caseId);
  return [
    insertAudit(tx, audit),
    announceCases(tx, watched),
    ...(moves.some(({ kind }) => MOVES[kind].wakes) ? [wakeWorkers(tx)] : []),
  ];
}

type Column = NamedColumn<CaseMove>;

const COLUMNS = {
  case_id: { type: 'uuid', values: (all) => uuids(all, (m) => m.caseId) },
  // Not `lease`: the row has one, too.
  held: { type: 'uuid', values: (all) => uuids(all, (m) => m.lease) },
  next: { type: 'text', values: (all) => texts(all, (m) => m.to) },
  due: {
    type: 'timestamptz',
    values: (all) => timestamps(all, (m) => (m.due && 'at' in m.due ? m.due.at : null)),
  },
  due_in: {
    type: 'float8',
    values: (all) => float8s(all, (m) => (m.due && 'inMs' in m.due ? m.due.inMs : null)),
  },
  turns: { type: 'boolean', values: (all) => booleans(all, turnsRound) },
  intent: { type: 'text', values: (all) => texts(all, (m) => m.intent ?? 'none') },
  now_waits_for: { type: 'text', values: (all) => texts(all, (m) => m.waitingFor) },
  now_problem: { type: 'jsonb', values: (all) => jsonbs(all, (m) => asJson(m.problem)) },
} as const satisfies Readonly<Record<string, Omit<Column, 'name'>>>;

const PATCHES: Readonly<Record<keyof CasePatch, Column>> = {
  snapshotEnc: {
    name: 'snapshot_enc',
    type: 'bytea',
    values: (all) => byteas(all, (m) => m.patch?.snapshotEnc),
  },
  detach: { name: 'detach', type: 'text', values: (all) => texts(all, (m) => m.patch?.detach) },
  detachDeadline: {
    name: 'detach_deadline',
    type: 'timestamptz',
    values: (all) => timestamps(all, (m) => m.patch?.detachDeadline),
  },
  serviceEndedAt: {
    name: 'service_ended_at',
    type: 'timestamptz',
    values: (all) => timestamps(all, (m) => m.patch?.serviceEndedAt),
  },
  billingEndOn: {
    name: 'billing_end_on',
    type: 'date',
    values: (all) => dates(all, (m) => m.patch?.billingEndOn),
  },
  releaseOn: { name: 'release_on', type: 'date', values: (all) => dates(all, (m) => m.patch?.releaseOn) },
  bill: { name: 'bill', type: 'jsonb', values: (all) => jsonbs(all, (m) => asJson(m.patch?.bill)) },
  certificateId: {
    name: 'certificate_id',
    type: 'uuid',
    values: (all) => uuids(all, (m) => m.patch?.certificateId),
  },
  outcome: {
    name: 'outcome',
    type: 'text',
    values: (all) => texts(all, (m) => m.patch?.outcome),
    // Why a case ends is known when its end is asked for; the bar that is lifted on the way changes nothing of it.
    read: (listed) => `coalesce(t.outcome, ${listed})`,
  },
  plan: {
    name: 'plan',
    type: 'text',
    values: (all) => texts(all, (m) => m.patch?.plan?.join(' ')),
    read: (listed) => `string_to_array(${listed}, ' ')`,
  },
  planVersion: {
    name: 'plan_version',
    type: 'smallint',
    values: (all) => int2s(all, (m) => m.patch?.planVersion),
  },
  urgent: {
    name: 'urgent',
    type: 'boolean',
    // Only ever turned on.
    values: (all) => booleans(all, (m) => m.patch?.urgent ?? false),
    read: (listed) => `${listed} or t.urgent`,
  },
  lane: {
    name: 'lane',
    type: 'smallint',
    values: (all) => int2s(all, (m) => m.patch?.lane ?? LANES.campaign),
    read: (listed) => `least(${listed}, t.lane)`,
  },
  reason: { name: 'reason', type: 'text', values: (all) => texts(all, (m) => m.patch?.reason) },
  route: { name: 'route', type: 'text', values: (all) => texts(all, (m) => m.patch?.route) },
  confirmedAt: {
    name: 'confirmed_at',
    type: 'timestamptz',
    values: (all) => timestamps(all, (m) => m.patch?.confirmedAt),
  },
  earlyTermination: {
    name: 'early_termination',
    type: 'bigint',
    values: (all) => int8s(all, (m) => m.patch?.earlyTermination),
  },
  receiptHash: {
    name: 'receipt_hash',
    type: 'bytea',
    values: (all) => byteas(all, (m) => m.patch?.receiptHash),
  },
  receiptFactors: {
    name: 'receipt_factors',
    type: 'text',
    values: (all) => texts(all, (m) => m.patch?.receiptFactors?.join(' ')),
    read: (listed) => `string_to_array(${listed}, ' ')`,
  },
  withdrawRequestedAt: {
    name: 'withdraw_requested_at',
    type: 'timestamptz',
    values: (all) => timestamps(all, (m) => m.patch?.withdrawRequestedAt),
  },
};

const KEYS = Object.keys(PATCHES) as readonly (keyof CasePatch)[];

interface MovedRow {
  readonly case_id: string;
  readonly stage: Stage;
}

/** Moves of one kind from one stage: one statement, made from the row of the table of moves. */
async function moveAlike(tx: Db, moves: readonly CaseMove[], leaseMs: number): Promise<readonly MovedRow[]> {
  const { kind, from } = moves[0]!;
  const rule: MoveRule = MOVES[kind];
  const patched = KEYS.filter((key) => moves.some(({ patch }) => patch?.[key] !== undefined));
  const columns: Column[] = [
    ...columnsOf(rule).map((name): Column => ({ name, ...COLUMNS[name] })),
    ...patched.map((key) => PATCHES[key]),
  ];
  const list = rowsAs('o', columns, moves, 3);
  const statement: QueryConfig = {
    // PostgreSQL cuts the names of prepared statements at 63 bytes, so the bits of a number say which columns are patched.
    // One case and many are prepared apart: a plan that is kept for one would compare each of many with all.
    name: `move-${moves.length === 1 ? 'one-' : ''}${kind}-${patched.reduce((bits, key) => bits + 2 ** KEYS.indexOf(key), 0).toString(36)}`,
    text: statementOf(kind, rule, list.from, patched),
    values: [from, leaseMs, ...list.values],
  };
  // For one case the planner chooses well by itself.
  const { rows } = await (moves.length === 1
    ? tx.query<MovedRow>(statement)
    : joiningLists<MovedRow>(tx, statement));
  return rows;
}

function columnsOf(rule: MoveRule): readonly (keyof typeof COLUMNS)[] {
  return [
    'case_id',
    ...(rule.held === 'mine' ? (['held'] as const) : []),
    'next',
    ...(rule.due === 'given' || rule.due === 'given_unless_woken' ? (['due', 'due_in'] as const) : []),
    ...(rule.mayTurn ? (['turns'] as const) : []),
    ...(rule.intent === 'given' ? (['intent'] as const) : []),
    ...(rule.waiting === 'given' ? (['now_waits_for', 'now_problem'] as const) : []),
  ];
}

/** `$1` is the stage that the cases are at, `$2` the milliseconds of a lease; the columns of the list follow. */
function statementOf(
  kind: MoveKind,
  rule: MoveRule,
  list: string,
  patched: readonly (keyof CasePatch)[],
): string {
  const turned = rule.mayTurn ? '(t.withdraw_requested_at is not null and o.turns)' : null;
  const unlessTurned = (expression: string, otherwise: string): string =>
    turned === null ? expression : `case when ${turned} then ${otherwise} else ${expression} end`;
  const changes = [
    `stage = ${unlessTurned('o.next', "'undo_bar'")}`,
    ...dueOf(rule, unlessTurned),
    ...triesOf(rule, unlessTurned),
    ...(rule.crashes === 'forgotten' ? ['crashes = 0'] : []),
    ...leaseOf(rule, unlessTurned),
    ...intentOf(rule, unlessTurned),
    ...(rule.waiting === 'given'
      ? [
          `waiting_for = ${unlessTurned('o.now_waits_for', 'null')}`,
          `problem = ${unlessTurned('o.now_problem', 'null')}`,
        ]
      : []),
    ...(rule.confirmation === 'dropped'
      ? ['confirmed_at = null', 'billing_end_on = null', 'early_termination = null']
      : []),
    ...patched.map((key) => {
      const { name, read = (listed: string) => listed } = PATCHES[key];
      return `${name} = coalesce(${read(`o.${name}`)}, t.${name})`;
    }),
    'updated_at = now()',
  ];
  const guards = [
    // The next condition implies this one. It is here so that the planner looks the rows up instead of reading all.
    't.case_id = any($3::uuid[])',
    't.case_id = o.case_id',
    't.stage = $1',
    ...(rule.held === 'mine' ? ['t.lease = o.held'] : []),
    ...(rule.held === 'free' ? ['(t.lease is null or t.lease_until < now())'] : []),
    ...(rule.withdrawn === 'forbids' ? ['t.withdraw_requested_at is null'] : []),
    ...(rule.withdrawn === 'required' ? ['t.withdraw_requested_at is not null'] : []),
    // A case that waits for staff does not go on by itself.
    ...(kind === 'look_again' ? ["t.waiting_for is distinct from 'staff'"] : []),
    // Most moves do not use $2, and PostgreSQL needs its type all the same.
    '$2::float8 is not null',
  ];
  return `update termination t set ${changes.join(', ')} from ${list} where ${guards.join(' and ')} returning t.case_id, t.stage`;
}

type UnlessTurned = (expression: string, otherwise: string) => string;

const MS = "interval '1 millisecond'";
/**
 * The time of the statement. `now()` is when the transaction began: a worker may have claimed the case since, and would
 * take a wake-up of that time for one that came before its claim.
 */
const AT_ONCE = 'clock_timestamp()';

function dueOf(rule: MoveRule, unlessTurned: UnlessTurned): readonly string[] {
  const given = `coalesce(o.due, ${AT_ONCE} + o.due_in * ${MS})`;
  const soon = `least(t.due_at, ${AT_ONCE})`;
  switch (rule.due) {
    case 'kept':
      return [];
    case 'at_once':
      return [`due_at = ${soon}`];
    case 'given':
      return [`due_at = ${unlessTurned(given, soon)}`];
    case 'given_unless_woken': {
      // Woken since the lease began: what it waits for may have come after the stage looked.
      const woken = `t.due_at > t.lease_until - $2 * ${MS}`;
      return [`due_at = ${unlessTurned(`case when ${woken} then t.due_at else ${given} end`, soon)}`];
    }
  }
}

function triesOf(rule: MoveRule, unlessTurned: UnlessTurned): readonly string[] {
  switch (rule.tries) {
    case 'anew':
      return ['attempts = 0'];
    case 'first':
      return [`attempts = ${unlessTurned('1', '0')}`];
    case 'kept':
      return rule.mayTurn ? [`attempts = ${unlessTurned('t.attempts', '0')}`] : [];
  }
}

function leaseOf(rule: MoveRule, unlessTurned: UnlessTurned): readonly string[] {
  if (rule.lease === 'released') return ['lease = null', 'lease_until = null'];
  // The mover does not hold the lease, so the move leaves it as it is.
  if (rule.held !== 'mine') return [];
  return [
    `lease = ${unlessTurned('t.lease', 'null')}`,
    `lease_until = ${unlessTurned(`now() + $2 * ${MS}`, 'null')}`,
  ];
}

function intentOf(rule: MoveRule, unlessTurned: UnlessTurned): readonly string[] {
  switch (rule.intent) {
    case 'kept':
      return [];
    case 'dropped':
      return ['intent_at = null'];
    case 'given': {
      const given = "case o.intent when 'open' then now() when 'keep' then t.intent_at end";
      return [`intent_at = ${unlessTurned(given, 'null')}`];
    }
  }
}

function asJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
