import { nextStage } from '../../domain/cases/plan.ts';
import { STAGES, type Stage } from '../../domain/cases/termination.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import { reachAll } from './fault-points.ts';
import type { StageContext } from './stage.ts';
import { type Step, stepOf, type Walked } from './walked.ts';

/**
 * Carries out the stages that wait for nobody, so that they are recorded by the same commit as the stage before them.
 * One that does not come out as done is left alone: the case goes there by itself, and fails there as any other would.
 */
export async function followOn(context: StageContext, batch: readonly Walked[]): Promise<readonly Walked[]> {
  const chains = batch.map(({ work, steps }) => ({ work, steps: [...steps] }));
  let open = chains;
  while (open.length > 0) {
    const went: typeof chains = [];
    for (const [stage, group] of Map.groupBy(open, follower)) {
      if (stage === null) continue;
      const stages = group.map(() => stage);
      await reachAll(context.fault, stages, 'before_effect');
      const before = group.map(({ steps }) => steps.at(-1)!.after);
      const outcomes = await runTogether(context, stage, before);
      group.forEach((chain, i) => {
        const step = stepIfDone(context, before[i]!, stage, outcomes[i] ?? null);
        if (step === null) return;
        context.fault(stage, 'after_effect');
        chain.steps.push(step);
        went.push(chain);
      });
    }
    open = went;
  }
  return chains;
}

/**
 * The stage that follows in the same commit, if any. None while a withdrawal may still turn the case round: until then
 * each stage is recorded by itself.
 */
function follower({ work, steps }: Walked): Stage | null {
  const { stage, outcome } = steps.at(-1)!;
  if (outcome.kind !== 'done' || stage === 'close' || STAGES[work.stage].withdraw !== 'refused') return null;
  const next = nextStage(work.plan, stage);
  return STAGE_MODULES[next].follows ? next : null;
}

async function runTogether(
  context: StageContext,
  stage: Stage,
  works: readonly Work[],
): Promise<readonly (StageOutcome | null)[]> {
  try {
    const runs = await Promise.allSettled(STAGE_MODULES[stage].run(works, context));
    return runs.map((run) => (run.status === 'fulfilled' ? run.value : null));
  } catch {
    return works.map(() => null);
  }
}

function stepIfDone(
  context: StageContext,
  before: Work,
  stage: Stage,
  outcome: StageOutcome | null,
): Step | null {
  if (outcome?.kind !== 'done') return null;
  try {
    return stepOf(context, before, stage, outcome);
  } catch {
    return null;
  }
}
