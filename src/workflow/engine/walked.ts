import type { Stage } from '../../domain/cases/termination.ts';
import { type SealedEvidence, sealEvidence } from '../../store/cases/evidence.ts';
import type { CasePatch, EvidenceRow, StageOutcome, Work } from '../../store/cases/work.ts';
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
  const evidence = sealEvidence(context.vault, before.key, stage, outcome.evidence ?? []);
  let after: Work | undefined;
  return {
    stage,
    outcome,
    evidence,
    // Most steps are followed by a commit, and nobody looks at the case in between.
    get after() {
      after ??= seenAfter(before, outcome, evidence);
      return after;
    },
  };
}

function seenAfter(before: Work, outcome: StageOutcome, evidence: readonly SealedEvidence[]): Work {
  const patch = patchOf(outcome);
  if (patch === null && evidence.length === 0) return before;
  return { ...before, ...patch, evidence: [...before.evidence, ...evidence.map(rowOf)] };
}

const patchOf = (outcome: StageOutcome): CasePatch | null =>
  outcome.kind === 'done' || outcome.kind === 'back' ? (outcome.patch ?? null) : null;

/** Without what was sealed: it would be held as long as the case is. */
function rowOf({ accessId, stage, element, meaning, node, at, hash }: SealedEvidence): EvidenceRow {
  return { accessId, stage, element, meaning, node, at, hash };
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
  for (const { outcome, evidence } of steps) {
    const patch = patchOf(outcome);
    if (patch !== null) Object.assign(work, patch);
    if (evidence.length > 0) work.evidence = [...work.evidence, ...evidence.map(rowOf)];
  }
  work.stage = to;
  work.attempts = 1;
  work.resumed = false;
}
