import type { Stage } from '../../domain/cases/termination.ts';
import { insertAudit } from '../../store/audit.ts';
import { closeCases } from '../../store/cases/close-cases.ts';
import { insertEvidence } from '../../store/cases/evidence.ts';
import { type CaseMove, CasesMovedOn, moveCases, writeRecords } from '../../store/cases/move-cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { insertNotices } from '../../store/outbox.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import { type Barrier, barriersTo, needsRecheck, type Opening, stopAction, stopFor } from './barriers.ts';
import { reachAll } from './fault-points.ts';
import { planMove } from './plan-move.ts';
import type { StageContext } from './stage.ts';
import type { Walked } from './walked.ts';

/** A case whose steps are recorded: where it is now, and whether this process walks it on. */
export interface Recorded {
  readonly walked: Walked;
  readonly to: Stage;
  readonly keep: boolean;
}

const NO_BARRIERS: ReadonlyMap<string, Barrier> = new Map();

/** Whether the case left the queue with this. */
export function isClosed({ walked }: Recorded): boolean {
  return walked.steps.at(-1)!.stage === 'close';
}

/**
 * Records the outcomes of many cases in one transaction: state, audit, evidence and messages together, and the
 * lease renewed. Cases that lost their lease meanwhile are left out, with everything that belongs to them.
 */
export async function record(
  context: StageContext,
  walked: readonly Walked[],
  leaseMs: number,
): Promise<readonly Recorded[]> {
  let batch = walked;
  while (batch.length > 0) {
    try {
      return await recordHeld(context, batch, leaseMs);
    } catch (error) {
      if (!(error instanceof CasesMovedOn)) throw error;
      batch = batch.filter(({ work }) => !error.caseIds.has(work.caseId));
    }
  }
  return [];
}

/** Assumes that every lease still holds, which is nearly always true: so no statement waits for the answer to another. */
function recordHeld(
  context: StageContext,
  batch: readonly Walked[],
  leaseMs: number,
): Promise<readonly Recorded[]> {
  return inTransaction(context.pipelined, async (tx) => {
    const stages = batch.flatMap(({ steps }) => steps.map(({ stage }) => stage));
    await reachAll(context.fault, stages, 'before_commit');
    const groups = [...Map.groupBy(batch, ({ steps }) => steps.map(({ stage }) => stage).join()).values()];
    const moved = groups.map((group) => moveGroup(tx, context, group, leaseMs));
    await allOf([
      ...moved,
      ...groups.flatMap((group) => recordStages(tx, context, group)),
      writeEvidence(tx, batch),
      writeNotices(tx, context, batch),
    ]);
    const recorded = (await Promise.all(moved)).flat();
    await reachAll(context.fault, stages, 'in_commit');
    return recorded;
  });
}

/**
 * Waits for all, also when one fails, so that no statement is sent after the transaction is over. `CasesMovedOn` is
 * thrown only if nothing else failed: then the commit is tried again without those cases.
 */
async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(work)).flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  const lost = failures.filter((error) => error instanceof CasesMovedOn);
  const other = failures.find((error) => !(error instanceof CasesMovedOn));
  if (other !== undefined) throw other;
  if (lost.length > 0) throw new CasesMovedOn(lost.flatMap((error) => [...error.caseIds]));
}

/** Moves cases that went through the same stages. */
async function moveGroup(
  tx: Db,
  context: StageContext,
  group: readonly Walked[],
  leaseMs: number,
): Promise<readonly Recorded[]> {
  const stages = group[0]!.steps.map(({ stage }) => stage);
  const plans = group.map((walked) => planMove(walked));
  if (stages.at(-1) === 'close') return closeGroup(tx, group, plans, stages, leaseMs);
  const openings = group.flatMap(({ work, steps }, i): readonly Opening[] => {
    const { intent, to } = plans[i]!;
    return intent === 'open' && needsRecheck(work, to) ? [{ work: steps.at(-1)!.after, stage: to }] : [];
  });
  // Where nothing must be asked, the move is the first statement that is sent: it locks the row of the case before the
  // stages write, in the order of operations, which lock the case first, too.
  const barriers = openings.length > 0 ? await barriersTo(tx, context, openings) : NO_BARRIERS;
  const moves = plans.map((move) => stopAt(barriers.get(move.caseId), move));
  const now = await moveCases(tx, moves, { leaseMs });
  await auditStopped(tx, moves, now, barriers);
  return group.map((walked, i) => {
    const to = now.get(walked.work.caseId)!;
    const { kind, to: asked } = moves[i]!;
    return { walked, to, keep: kind === 'walk_on' && to === asked };
  });
}

/**
 * Cases at their end leave the queue. Those that reach the end with this commit are moved to `close` first, so that the
 * columns that their last stages wrote are kept.
 */
async function closeGroup(
  tx: Db,
  group: readonly Walked[],
  plans: readonly CaseMove[],
  stages: readonly Stage[],
  leaseMs: number,
): Promise<readonly Recorded[]> {
  const works = group.map(({ work }) => work);
  const alone = stages.length === 1;
  await allOf(
    alone
      ? [closeCases(tx, works), ...writeRecords(tx, plans)]
      : [moveCases(tx, plans, { leaseMs }), closeCases(tx, works)],
  );
  return group.map((walked) => ({ walked, to: 'close', keep: false }));
}

function stopAt(barrier: Barrier | undefined, move: CaseMove): CaseMove {
  if (barrier === undefined) return move;
  return {
    ...move,
    kind: 'stop_at_intent',
    ...stopFor(barrier),
  };
}

/**
 * A case that was stopped before an intent gets an audit row of its own, beside the row of the stage that was done. It
 * gets none if a withdrawal turned it round: then nothing stopped it.
 */
function auditStopped(
  tx: Db,
  moves: readonly CaseMove[],
  now: ReadonlyMap<string, Stage>,
  barriers: ReadonlyMap<string, Barrier>,
): Promise<void> {
  const stopped = moves.filter(({ kind, caseId, to }) => kind === 'stop_at_intent' && now.get(caseId) === to);
  return insertAudit(
    tx,
    stopped.map(({ caseId, lineId, to, problem }) => ({
      caseId,
      lineId,
      actor: 'engine',
      action: stopAction(to, barriers.get(caseId)!),
      facts: problem,
    })),
  );
}

/** What the stages themselves write about the cases that they are done with. */
function recordStages(tx: Db, context: StageContext, group: readonly Walked[]): readonly Promise<void>[] {
  return group[0]!.steps.flatMap(({ stage }, n) => {
    const module = STAGE_MODULES[stage];
    if (module.record === undefined) return [];
    const done = group.flatMap(({ steps }) => {
      const { outcome, after } = steps[n]!;
      return outcome.kind === 'done' ? [{ work: after, result: outcome.result }] : [];
    });
    return done.length > 0 ? [module.record(tx, done, context)] : [];
  });
}

function writeEvidence(tx: Db, batch: readonly Walked[]): Promise<void> {
  return insertEvidence(
    tx,
    batch.flatMap(({ work, steps }) =>
      steps.flatMap(({ evidence }) => evidence.map((e) => ({ ...e, caseId: work.caseId }))),
    ),
  );
}

function writeNotices(tx: Db, context: StageContext, batch: readonly Walked[]): Promise<void> {
  return insertNotices(
    tx,
    context.vault,
    batch.flatMap(({ work: { caseId, told }, steps }) =>
      steps.flatMap(({ outcome }) =>
        told !== null && (outcome.kind === 'done' || outcome.kind === 'wait')
          ? (outcome.notices ?? []).map((notice) => ({
              ...notice,
              caseId,
              partyId: told.partyId,
              dataKey: told.key.dataKey,
            }))
          : [],
      ),
    ),
  );
}
