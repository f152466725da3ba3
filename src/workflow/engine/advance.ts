import { nextStage } from '../../domain/cases/plan.ts';
import { PIVOT, STAGES } from '../../domain/cases/termination.ts';
import type { Advance } from '../../store/cases/case-queue.ts';
import type { CasePatch, StageOutcome, Work } from '../../store/cases/work.ts';
import type { Step } from './commit.ts';

/** What the outcome of its last step makes of a case: on to the next stage, again later, or to a person. */
export function planAdvance(work: Work, steps: readonly Step[]): Advance {
  const { stage, outcome } = steps.at(-1)!;
  const rule = STAGES[stage];
  const base = {
    work,
    undoable: rule.withdraw !== 'refused',
    fresh: outcome.kind === 'wait',
    waitingFor: null,
    problem: null,
    patch: {},
  };
  switch (outcome.kind) {
    case 'done': {
      const to = stage === 'close' ? stage : nextStage(work.plan, stage);
      const driver = STAGES[to].driver;
      const keep = driver !== 'person' && driver !== 'time';
      return {
        ...base,
        to,
        keep,
        dueInMs: null,
        intent: STAGES[to].intent && keep ? 'open' : 'none',
        // The last moment to turn round is the commit that would open the pivot's intent.
        undoable: base.undoable || to === PIVOT,
        waitingFor: driver === 'person' ? 'person' : null,
        patch: Object.assign({}, ...steps.map((step) => patchOf(step.outcome))),
      };
    }
    case 'expired':
      return {
        ...base,
        to: 'close',
        keep: true,
        dueInMs: null,
        intent: 'none',
        patch: { outcome: 'expired' },
      };
    case 'wait':
      return {
        ...base,
        to: stage,
        keep: false,
        dueInMs: outcome.delayMs,
        intent: 'keep',
        waitingFor: outcome.waitingFor,
        patch: outcome.patch ?? {},
      };
    case 'retry':
    case 'unknown':
      return {
        ...base,
        to: stage,
        keep: false,
        dueInMs: backoffMs(work.attempts),
        // Asking first costs little, and a connector's "nothing was sent" is not worth trusting twice.
        intent: 'keep',
        waitingFor: outcome.code,
        patch: outcome.patch ?? {},
      };
    case 'stuck':
      return {
        ...base,
        to: stage,
        keep: false,
        dueInMs: null,
        intent: 'keep',
        waitingFor: 'staff',
        problem: { code: outcome.code, ...outcome.facts },
      };
  }
}

/** 1 s, 2 s, 4 s ... up to 5 minutes. */
function backoffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 300_000);
}

function patchOf(outcome: StageOutcome): CasePatch {
  return 'patch' in outcome ? (outcome.patch ?? {}) : {};
}
