import { turnsRoundBeforeIntent } from '../../domain/cases/moves.ts';
import { LANES, STAGES } from '../../domain/cases/termination.ts';
import { type CaseMove, moveCases } from '../../store/cases/move-cases.ts';
import { type Claim, openIntentsOf } from '../../store/cases/queue.ts';
import type { Work } from '../../store/cases/work.ts';
import { inTransaction, isConnectionFailure, type Pool } from '../../store/database/database.ts';
import { barriersTo, stopAction, stopFor } from './barriers.ts';
import type { StageContext } from './stage.ts';

/** What became of claimed cases whose stage needs an intent. */
export interface Intents {
  /** Their intent is open: the stage may run. */
  readonly open: readonly Work[];
  /** They wait for a person, or turned round: this process has nothing more to do with them. */
  readonly left: readonly Work[];
  /** The one case of a group that could not be asked about, and why. */
  readonly failed: readonly { readonly work: Work; readonly error: unknown }[];
}

/**
 * Commits the intents of claimed cases whose stage needs one, and rechecks what could have changed since the case was
 * confirmed. Cases that may not go on wait for a person; cases that were withdrawn turn round. If the question fails for
 * a group, each case is asked about alone, to find the one that makes it fail.
 */
export async function openIntents(context: StageContext, claimed: readonly Work[]): Promise<Intents> {
  const cases = claimed.filter((work) => STAGES[work.stage].intent && !work.resumed);
  if (cases.length === 0) return { open: [], left: [], failed: [] };
  try {
    const open = await openTogether(context, cases);
    return {
      open: cases.filter((work) => open.has(work.caseId)),
      left: cases.filter((work) => !open.has(work.caseId)),
      failed: [],
    };
  } catch (error) {
    if (isConnectionFailure(error)) throw error;
    if (cases.length === 1) return { open: [], left: [], failed: [{ work: cases[0]!, error }] };
  }
  const each: Intents[] = [];
  for (const work of cases) each.push(await openIntents(context, [work]));
  return {
    open: each.flatMap(({ open }) => open),
    left: each.flatMap(({ left }) => left),
    failed: each.flatMap(({ failed }) => failed),
  };
}

function openTogether(context: StageContext, cases: readonly Work[]): Promise<ReadonlySet<string>> {
  return inTransaction(context.pool, async (tx) => {
    const barriers = await barriersTo(
      tx,
      context,
      cases.map((work) => ({ work, stage: work.stage })),
    );
    const blocked = cases.filter(({ caseId }) => barriers.has(caseId));
    const stopped = await moveCases(
      tx,
      blocked.map((work): CaseMove => {
        const barrier = barriers.get(work.caseId)!;
        const stop = stopFor(barrier);
        return {
          ...moving(work),
          kind: 'stop_at_claim',
          to: work.stage,
          ...stop,
          audit: [{ actor: 'engine', action: stopAction(work.stage, barrier), facts: stop.problem }],
        };
      }),
      { orElse: 'leave' },
    );
    const free = cases.filter(({ caseId }) => !stopped.has(caseId));
    const open = await openIntentsOf(tx, free);
    // Only cases that this process still holds: another holder may be calling the network now.
    const withdrawn = free.filter((work) => !open.has(work.caseId) && turnsRoundBeforeIntent(work.stage));
    await moveCases(
      tx,
      withdrawn.map(
        (work): CaseMove => ({
          ...moving(work),
          kind: 'turn_round',
          to: 'undo_bar',
          due: { inMs: 0 },
          waitingFor: null,
          problem: null,
        }),
      ),
      { orElse: 'leave' },
    );
    return open;
  });
}

/** Processes died again and again while they held these cases. They are not tried any more: a person looks. */
export function parkPoisonous(pool: Pool, cases: Claim['poisonous']): Promise<unknown> {
  const problem = { code: 'process_died' };
  return inTransaction(pool, (tx) =>
    moveCases(
      tx,
      cases.map(
        ({ caseId, lineId, stage, lease }): CaseMove => ({
          kind: 'park',
          caseId,
          lineId,
          lease,
          from: stage,
          to: stage,
          due: null,
          waitingFor: 'staff',
          problem,
          intent: 'keep',
          watched: true,
          audit: [{ actor: 'engine', action: `${stage}.stuck`, facts: problem }],
        }),
      ),
      { orElse: 'leave' },
    ),
  );
}

const moving = ({ caseId, lineId, lease, stage, lane }: Work) => ({
  ...{ caseId, lineId, lease, from: stage },
  watched: lane < LANES.campaign,
});
