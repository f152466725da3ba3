import type { Stage } from '../../domain/cases/termination.ts';
import { type SealedEvidence, sealEvidence } from '../../store/cases/evidence.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { MAX_ATTEMPTS, type StageContext } from './stage.ts';

/** What one stage said of a case, and what is known of the case after it. */
export interface Step {
  readonly stage: Stage;
  readonly outcome: StageOutcome;
  readonly evidence: readonly SealedEvidence[];
  /** The case as the next stage sees it. The case itself changes only when the step is committed. */
  readonly after: Work;
}

/** A case that waits to be recorded: what its stage said, and what the stages said that share its commit. */
export interface Walked {
  readonly work: Work;
  readonly steps: readonly Step[];
}

/**
 * The step of a case at `stage`, as `before` has it.
 * @throws when the answers cannot be sealed, e.g. for a damaged key
 */
export function stepOf(context: StageContext, before: Work, stage: Stage, outcome: StageOutcome): Step {
  const evidence = sealEvidence(context.vault, before, stage, outcome.evidence ?? []);
  const patch = outcome.kind === 'done' ? outcome.patch : undefined;
  if (patch === undefined && evidence.length === 0) return { stage, outcome, evidence, after: before };
  // The case is the prototype of the new object: what the stage did not change is read from it. A copy of all fields for
  // each stage would cost more than the stage itself.
  const after: Work = Object.assign(Object.create(before) as Work, patch, {
    evidence: [...before.evidence, ...evidence.map((row) => ({ ...row, stage }))],
  });
  return { stage, outcome, evidence, after };
}

/** A case that cannot be recorded as it is goes to a person, and does not stop the commit of others. */
export function failedStep(work: Work, stage: Stage): Step {
  return { stage, outcome: { kind: 'stuck', code: 'commit_failed' }, evidence: [], after: work };
}

/**
 * Trying for ever helps nobody: after a while the case is shown to a person, with the last reason. A peer that could
 * not be reached at all says nothing of the case: an outage of an hour must not hand every open case to a person.
 */
export function giveUp(work: Work, outcome: StageOutcome): StageOutcome {
  if (outcome.kind !== 'unknown' || work.attempts < MAX_ATTEMPTS) return outcome;
  return { kind: 'stuck', code: outcome.code, ...(outcome.evidence ? { evidence: outcome.evidence } : {}) };
}

/** Writes what the committed steps say on the case that this process holds, and puts it at its next stage. */
export function goOn({ work, steps }: Walked, to: Stage): void {
  const { after } = steps.at(-1)!;
  for (const { outcome } of steps) {
    if (outcome.kind === 'done' && outcome.patch) Object.assign(work, outcome.patch);
  }
  work.evidence = after.evidence;
  work.stage = to;
  work.attempts = 1;
  work.resumed = false;
}
