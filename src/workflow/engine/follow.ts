import { nextStage } from '../../domain/cases/plan.ts';
import { STAGES, type Stage } from '../../domain/cases/termination.ts';
import { sealEvidence } from '../../store/cases/evidence.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import { giveUp, type Settled, type Step } from './commit.ts';
import { reachAll } from './fault-points.ts';
import type { Answered } from './settled-queues.ts';
import type { StageContext } from './stage.ts';

/**
 * Carries out the stages that wait for nobody, so that they are recorded by the same commit as the stage before them.
 * One that does not come out as done is left alone: the case goes there by itself, and fails there as any other would.
 */
export async function followOn(
  context: StageContext,
  batch: readonly Answered[],
): Promise<readonly Settled[]> {
  const chains = batch.map(({ work, outcome }) => ({
    work,
    steps: [firstStep(context, work, outcome)],
  }));
  let open = chains;
  while (open.length > 0) {
    const went: typeof chains = [];
    for (const [stage, group] of Map.groupBy(open, follower)) {
      if (stage === null) continue;
      const stages = group.map(() => stage);
      await reachAll(context.fault, stages, 'before_effect');
      const outcomes = await runTogether(context, stage, group);
      group.forEach((chain, i) => {
        const outcome = outcomes[i];
        if (outcome?.kind !== 'done') return;
        context.fault(stage, 'after_effect');
        chain.steps.push(stepOf(context, chain.work, stage, outcome));
        went.push(chain);
      });
    }
    open = went;
  }
  return chains;
}

/** One case whose answers cannot be sealed, e.g. for a damaged key, is for a person, and spoils nobody's commit. */
function firstStep(context: StageContext, work: Work, outcome: StageOutcome): Step {
  const { stage } = work;
  try {
    return stepOf(context, work, stage, giveUp(work, outcome));
  } catch {
    return { stage, outcome: { kind: 'stuck', code: 'commit_failed' }, evidence: [] };
  }
}

/** What the stage found is known to those that come after it. */
function stepOf(context: StageContext, work: Work, stage: Stage, outcome: StageOutcome): Step {
  const evidence = sealEvidence(context.vault, work, stage, outcome.evidence ?? []);
  for (const { accessId, element, meaning, at, hash } of evidence) {
    work.evidence.push({ accessId, stage, element, meaning, at, hash });
  }
  if (outcome.kind === 'done' && outcome.patch) Object.assign(work, outcome.patch);
  return { stage, outcome, evidence };
}

/** The stage that follows in the same commit, if any. Never past a withdrawal: where one may still turn the case round, each stage is recorded by itself. */
function follower({ work, steps }: Settled): Stage | null {
  const { stage, outcome } = steps.at(-1)!;
  if (outcome.kind !== 'done' || stage === 'close' || STAGES[work.stage].withdraw !== 'refused') return null;
  const next = nextStage(work.plan, stage);
  return STAGE_MODULES[next].follows ? next : null;
}

async function runTogether(
  context: StageContext,
  stage: Stage,
  group: readonly Settled[],
): Promise<readonly (StageOutcome | null)[]> {
  const works = group.map(({ work }) => work);
  try {
    const runs = await Promise.allSettled(STAGE_MODULES[stage].run(works, context));
    return runs.map((run) => (run.status === 'fulfilled' ? run.value : null));
  } catch {
    return works.map(() => null);
  }
}
