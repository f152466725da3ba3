import { LANES, PIVOT, STAGES, type Stage } from '../../domain/cases/termination.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Advance, advanceCases, closeCases } from '../../store/cases/case-queue.ts';
import { insertEvidence, type SealedEvidence } from '../../store/cases/evidence.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { type Db, inTransaction, joiningLists, type Pool } from '../../store/database/database.ts';
import { insertNotices } from '../../store/outbox.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import { reachAll } from './fault-points.ts';
import { type Barrier, barriersToIntent, needsRecheck } from './pivot-recheck.ts';
import { MAX_ATTEMPTS, type StageContext } from './stage.ts';

export interface Step {
  readonly stage: Stage;
  readonly outcome: StageOutcome;
  readonly evidence: readonly SealedEvidence[];
}

/** A case and what its stage said; after it, what the stages said that are recorded by the same commit (`followOn`). */
export interface Settled {
  readonly work: Work;
  readonly steps: readonly Step[];
}

/** A step that is recorded: where the case is now, and whether this process walks it on. */
export interface Committed {
  readonly work: Work;
  readonly from: Stage;
  readonly to: Stage;
  readonly keep: boolean;
  /** What stopped it before the intent of `to`. */
  readonly barrier: Barrier | null;
}

/** Thrown inside the transaction, so that nothing of it stays. */
class LeaseLost extends Error {
  readonly caseIds: ReadonlySet<string>;

  constructor(caseIds: readonly string[]) {
    super(`${caseIds.length} leases were lost`);
    this.caseIds = new Set(caseIds);
  }
}

/**
 * Records the outcomes of many cases in one transaction: state, audit, evidence and messages together, and the
 * lease renewed. Cases that lost their lease meanwhile are left out, with everything that belongs to them.
 */
export async function commitOutcomes(
  context: StageContext,
  settled: readonly Settled[],
  leaseMs: number,
  plan: (work: Work, steps: readonly Step[]) => Advance,
): Promise<readonly Committed[]> {
  let batch = settled;
  while (batch.length > 0) {
    try {
      return await commitHeld(context, batch, leaseMs, plan);
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      batch = batch.filter(({ work }) => !error.caseIds.has(work.caseId));
    }
  }
  return [];
}

/** As if every lease still held, which is so nearly always: then no statement waits for another's answer. */
function commitHeld(
  context: StageContext,
  batch: readonly Settled[],
  leaseMs: number,
  plan: (work: Work, steps: readonly Step[]) => Advance,
): Promise<readonly Committed[]> {
  return inTransaction(context.pipelined, async (tx) => {
    const stages = batch.flatMap(({ steps }) => steps.map(({ stage }) => stage));
    await reachAll(context.fault, stages, 'before_commit');
    const groups = [...Map.groupBy(batch, ({ steps }) => steps.map(({ stage }) => stage).join()).values()];
    const [moved] = await Promise.all([
      Promise.all(groups.map((group) => commitChain(tx, context, group, leaseMs, plan))),
      ...groups.flatMap((group) => recordDone(tx, context, group)),
      ...writeRecords(tx, context, batch),
      announce(tx, batch),
    ]);
    const committed = moved.flat();
    const held = new Set(committed.map(({ work }) => work.caseId));
    const lost = batch.flatMap(({ work }) => (held.has(work.caseId) ? [] : [work.caseId]));
    if (lost.length > 0) throw new LeaseLost(lost);
    await auditBlocked(tx, committed);
    await reachAll(context.fault, stages, 'in_commit');
    return committed;
  });
}

/** Moves cases that went through the same stages. */
async function commitChain(
  tx: Db,
  context: StageContext,
  group: readonly Settled[],
  leaseMs: number,
  plan: (work: Work, steps: readonly Step[]) => Advance,
): Promise<readonly Committed[]> {
  const stages = group[0]!.steps.map(({ stage }) => stage);
  const [first, last] = [stages[0]!, stages.at(-1)!];
  const advances = first === 'close' ? [] : group.map(({ work, steps }) => plan(work, steps));
  const opening = advances.filter((a) => a.intent === 'open' && needsRecheck(a.work, a.to));
  const next = new Map(opening.map(({ work, to }) => [work, to]));
  // The row of the case is locked first wherever nothing must be asked before.
  const barriers =
    opening.length === 0
      ? new Map<string, Barrier>()
      : await barriersToIntent(tx, context, [...next.keys()], (work) => next.get(work)!);
  const checked = advances.map((advance) => stopAt(barriers.get(advance.work.caseId), advance));
  const [now, closed] = await Promise.all([
    advances.length === 0 ? null : advanceCases(tx, first, checked, leaseMs),
    last !== 'close'
      ? null
      : closeCases(
          tx,
          group.map(({ work }) => work),
        ),
  ]);
  return group.flatMap(({ work }, i): readonly Committed[] => {
    const held = closed === null ? now!.has(work.caseId) : closed.has(work.caseId);
    if (!held) return [];
    const advance = checked[i];
    const at = now?.get(work.caseId) ?? 'close';
    // A withdrawal that came meanwhile turned the case round: then nothing stops it.
    const straight = closed === null && at === advance?.to;
    return stages.map((from, n): Committed => {
      const to = stages[n + 1];
      if (to !== undefined) return { work, from, to, keep: false, barrier: null };
      const barrier = straight ? (barriers.get(work.caseId) ?? null) : null;
      return { work, from, to: at, keep: straight && advance.keep, barrier };
    });
  });
}

function recordDone(tx: Db, context: StageContext, group: readonly Settled[]): readonly Promise<void>[] {
  return group[0]!.steps.flatMap(({ stage }, n) => {
    const done = group.filter(({ steps }) => steps[n]!.outcome.kind === 'done').map(({ work }) => work);
    const { record } = STAGE_MODULES[stage];
    return done.length > 0 && record !== undefined ? [record(tx, done, context)] : [];
  });
}

/**
 * Trying for ever helps nobody: after a while the case is shown to a person, with the last reason. A peer that could
 * not be reached at all says nothing of the case: an outage of an hour must not hand every open case to a person.
 */
export function giveUp(work: Work, outcome: StageOutcome): StageOutcome {
  if (outcome.kind !== 'unknown' || work.attempts < MAX_ATTEMPTS) return outcome;
  return { kind: 'stuck', code: outcome.code, ...(outcome.evidence ? { evidence: outcome.evidence } : {}) };
}

function stopAt(barrier: Barrier | undefined, advance: Advance): Advance {
  if (barrier === undefined) return advance;
  return {
    ...advance,
    keep: false,
    dueInMs: null,
    intent: 'none',
    waitingFor: 'staff',
    problem: { code: 'blocked_at_intent', ...barrier },
  };
}

/** What stopped cases before an intent is told apart from the stage that was done before. */
function auditBlocked(
  tx: Db,
  cases: readonly { readonly work: Work; readonly to: Stage; readonly barrier: Barrier | null }[],
): Promise<void> {
  return insertAudit(
    tx,
    cases.flatMap(({ work, to, barrier }) => {
      if (barrier === null) return [];
      const facts = { code: 'blocked_at_intent', ...barrier };
      return [{ caseId: work.caseId, lineId: work.lineId, actor: 'engine', action: `${to}.stuck`, facts }];
    }),
  );
}

function writeRecords(tx: Db, context: StageContext, batch: readonly Settled[]): readonly Promise<void>[] {
  const live = batch.flatMap(({ work, steps }) =>
    steps.map(({ stage, outcome, evidence }) => ({ work, stage, outcome, evidence })),
  );
  return [
    insertAudit(
      tx,
      live.filter(isRemarkable).map(({ work, stage, outcome }) => ({
        caseId: work.caseId,
        lineId: work.lineId,
        actor: 'engine',
        action: `${stage}.${outcome.kind}`,
        facts: factsOf(outcome),
      })),
    ),
    insertEvidence(
      tx,
      live.flatMap(({ work, evidence }) => evidence.map((e) => ({ ...e, caseId: work.caseId }))),
    ),
    insertNotices(
      tx,
      context.vault,
      live.flatMap(({ work, outcome }) =>
        outcome.kind === 'done' || outcome.kind === 'wait'
          ? (outcome.notices ?? []).map((n) => ({
              ...n,
              caseId: work.caseId,
              partyId: work.holderId,
              dataKey: work.dataKey,
            }))
          : [],
      ),
    ),
  ];
}

function isRemarkable({ outcome }: Step): boolean {
  return outcome.kind !== 'wait' || !outcome.unremarkable;
}

function factsOf(outcome: StageOutcome): Readonly<Record<string, unknown>> | null {
  switch (outcome.kind) {
    case 'done':
      return outcome.facts ?? null;
    case 'wait':
      return { waitingFor: outcome.waitingFor };
    case 'stuck':
      return { code: outcome.code, ...outcome.facts };
    case 'expired':
      return null;
    default:
      return { code: outcome.code };
  }
}

/** Open pages of people follow their case; nobody watches the lines of a campaign one by one. */
async function announce(tx: Db, batch: readonly Settled[]): Promise<void> {
  const watched = batch.filter(({ work }) => work.lane < LANES.campaign).map(({ work }) => work.caseId);
  if (watched.length > 0) {
    await tx.query({
      name: 'announce',
      text: `select pg_notify('handback_case', id) from unnest($1::text[]) id`,
      values: [watched],
    });
  }
}

/** Stages with an intent that a withdrawal turns into giving the line back, as long as the intent is not open. */
const TURNS_ROUND = [
  ...Object.values(STAGES)
    .filter((s) => s.withdraw === 'undo')
    .map((s) => s.stage),
  PIVOT,
];

/**
 * Commits the intent of claimed cases whose stage needs one: rechecks what could have changed since the case was
 * confirmed. Cases that may not go on wait for a person; cases that were withdrawn turn round.
 *
 * @returns the cases whose intent is open now
 */
export function openIntents(context: StageContext, cases: readonly Work[]): Promise<Set<string>> {
  return inTransaction(context.pool, async (tx) => {
    const asked = cases.filter((work) => needsRecheck(work, work.stage));
    const barriers = await barriersToIntent(tx, context, asked, (work) => work.stage);
    // A withdrawal wins over whatever would stop the case: giving the line back needs no leave.
    const blocked: Work[] = [];
    for (const work of cases.filter(({ caseId }) => barriers.has(caseId))) {
      const problem = { code: 'blocked_at_intent', ...barriers.get(work.caseId)! };
      const { rowCount } = await tx.query(
        `update termination set lease = null, lease_until = null, due_at = null, waiting_for = 'staff', problem = $3, updated_at = now()
         where case_id = $1 and lease = $2 and withdraw_requested_at is null`,
        [work.caseId, work.lease, JSON.stringify(problem)],
      );
      if (rowCount === 1) blocked.push(work);
    }
    await auditBlocked(
      tx,
      blocked.map((work) => ({ work, to: work.stage, barrier: barriers.get(work.caseId)! })),
    );
    const free = cases.filter((work) => !blocked.includes(work));
    const { rows } = await joiningLists<{ case_id: string }>(tx, {
      name: 'open-intents',
      text: `update termination t set intent_at = now(), updated_at = now()
        from unnest($1::uuid[], $2::uuid[], $3::text[]) as o(case_id, held, stage)
        where t.case_id = any($1::uuid[]) and t.case_id = o.case_id and t.lease = o.held and t.stage = o.stage
          and (t.withdraw_requested_at is null or t.stage = 'undo_bar')
        returning t.case_id`,
      values: [free.map((w) => w.caseId), free.map((w) => w.lease), free.map((w) => w.stage)],
    });
    const open = new Set(rows.map((row) => row.case_id));
    // Only what we still hold: whoever has the lease by now may be calling the network.
    const turned = free.filter((work) => !open.has(work.caseId));
    await tx.query(
      `update termination t set stage = 'undo_bar', lease = null, lease_until = null, attempts = 0, due_at = now()
       from unnest($1::uuid[], $2::uuid[]) as o(case_id, held)
       where t.case_id = o.case_id and t.lease = o.held and t.withdraw_requested_at is not null and t.stage = any($3::text[])`,
      [turned.map((w) => w.caseId), turned.map((w) => w.lease), TURNS_ROUND],
    );
    return open;
  });
}

/** A case that its process died with again and again is not tried any more: a person looks. */
export function parkPoisonous(pool: Pool, caseIds: readonly string[]): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ case_id: string; line_id: string; stage: string }>(
      `update termination set lease = null, lease_until = null, due_at = null, waiting_for = 'staff',
         problem = '{"code":"process_died"}', updated_at = now()
       where case_id = any($1::uuid[]) returning case_id, line_id, stage`,
      [caseIds],
    );
    await insertAudit(
      tx,
      rows.map((row) => ({
        caseId: row.case_id,
        lineId: row.line_id,
        actor: 'engine',
        action: `${row.stage}.stuck`,
        facts: { code: 'process_died' },
      })),
    );
  });
}
