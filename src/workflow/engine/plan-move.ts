import { type Move, NOW, onwards } from '../../domain/cases/moves.ts';
import { LANES, STAGES } from '../../domain/cases/termination.ts';
import type { CaseMove } from '../../store/cases/move-cases.ts';
import type { CasePatch, StageOutcome } from '../../store/cases/work.ts';
import type { Step, Walked } from './walked.ts';

/** What the outcome of its last step makes of a case: on to the next stage, again later, or to a person. */
export function planMove({ work, steps }: Walked): CaseMove {
  const { stage, outcome } = steps.at(-1)!;
  return {
    ...moveAfter(outcome, { plan: work.plan, from: work.stage, stage, attempts: work.attempts }),
    caseId: work.caseId,
    lineId: work.lineId,
    lease: work.lease,
    watched: work.lane < LANES.campaign,
    patch: Object.assign({}, ...steps.map((step) => patchOf(step.outcome))),
    audit: steps.filter(isRemarkable).map((step) => ({
      actor: 'engine',
      action: `${step.stage}.${step.outcome.kind}`,
      facts: factsOf(step.outcome),
    })),
  };
}

function moveAfter(
  outcome: StageOutcome,
  at: { plan: Parameters<typeof onwards>[0]; from: Move['from']; stage: Move['from']; attempts: number },
): Move {
  const { plan, from, stage, attempts } = at;
  const here = { from, to: stage, problem: null, intent: 'keep' as const };
  switch (outcome.kind) {
    case 'done':
      return onwards(plan, from, stage);
    case 'back': {
      const to = STAGES[stage].back;
      if (to === null) throw new RangeError(`no way back from ${stage}`);
      return { ...here, kind: 'walk_on', to, due: NOW, waitingFor: null, intent: 'open' };
    }
    case 'expired':
      return { ...here, kind: 'walk_on', to: 'close', due: NOW, waitingFor: null, intent: 'none' };
    case 'wait':
      return { ...here, kind: 'rest', due: { inMs: outcome.delayMs }, waitingFor: outcome.waitingFor };
    case 'retry':
    case 'unknown':
      // The intent stays: asking first costs little, and a connector's "nothing was sent" is not worth trusting twice. Only a stage
      // that surely did not begin yet says so.
      return {
        ...here,
        kind: 'try_again',
        due: { inMs: backoffMs(attempts) },
        waitingFor: 'peer',
        problem: { code: outcome.code },
        intent: outcome.untouched ? 'none' : 'keep',
      };
    case 'stuck':
      return {
        ...here,
        kind: 'hand_over',
        due: null,
        waitingFor: 'staff',
        problem: { code: outcome.code, ...outcome.facts },
        intent: outcome.untouched ? 'none' : 'keep',
      };
  }
}

/** 1 s, 2 s, 4 s ... up to 5 minutes. */
function backoffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 300_000);
}

function patchOf(outcome: StageOutcome): CasePatch {
  if (outcome.kind === 'expired') return { outcome: 'expired' };
  return 'patch' in outcome ? (outcome.patch ?? {}) : {};
}

function isRemarkable({ outcome }: Step): boolean {
  return outcome.kind !== 'wait' || !outcome.unremarkable;
}

function factsOf(outcome: StageOutcome): Readonly<Record<string, unknown>> | null {
  switch (outcome.kind) {
    case 'done':
    case 'back':
      return outcome.facts ?? null;
    case 'wait':
      return { waitingFor: outcome.waitingFor };
    case 'stuck':
      return { code: outcome.code, ...outcome.facts };
    case 'expired':
      return null;
    case 'retry':
    case 'unknown':
      return { code: outcome.code };
  }
}
