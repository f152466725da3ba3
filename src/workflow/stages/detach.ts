import { type Detachment, detachmentOf, weakest } from '../../domain/cases/detachment.ts';
import { addPeriod } from '../../domain/values/period.ts';
import type { Work } from '../../store/cases/work.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { cutOff } from './cut-off.ts';
import { backToBar, lastLift, lookUp, networkDiffers } from './looked-up.ts';
import { type CaseAtStage, perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

const ASK_AGAIN_MS = 20_000;

/**
 * Takes the line off every node that serves it, and finds out whether it is off: by asking the node, or by its
 * acknowledgement. The serving nodes are looked up anew: after the bar no phone can attach elsewhere, before it one could
 * have moved. What is not known by the rulebook's deadline stays `unconfirmed`, and the certificate says so.
 */
export const detach: StageModule = {
  stage: 'detach',
  connector: 'hlr',
  run: perCase(async (at) => {
    const { work, context } = at;
    const saved = openSnapshot(context.vault, work);
    for (const access of work.accesses) {
      const before = saved[access.accessId];
      if (before === null) continue;
      const now = await lookUp(at, access, before);
      if (now.kind === 'other_number')
        return networkDiffers(at, [{ accessId: access.accessId, how: 'other_number' }]);
      if (now.kind === 'lifted') return backToBar(at, [access], 'bar_lifted');
      await cutOff(at, access, now.nodes);
    }
    const result = detachmentOfLine(at);
    if (result !== 'unconfirmed') return finish(at, result);
    const deadline = work.detachDeadline ?? deadlineFrom(context.clock.now(), work, context);
    if (context.clock.now() >= deadline) return finish(at, result);
    return {
      kind: 'wait',
      delayMs: ASK_AGAIN_MS,
      waitingFor: 'serving_node',
      patch: { detachDeadline: deadline },
    };
  }),
  /** Nobody saw the line detach; service ends all the same, once. It is not asked for again where the bar must be set anew. */
  skip: async (_tx, { plan, serviceEndedAt, at }) => ({
    detach: 'unconfirmed',
    plan: plan.filter((stage) => stage !== 'detach'),
    serviceEndedAt: serviceEndedAt ?? at,
  }),
};

/** What is known of all accesses together. */
export function detachmentOfLine(at: CaseAtStage): Detachment {
  return weakest(at.work.accesses.map((access) => detachmentOf(at.answersOf(access))));
}

function finish(at: CaseAtStage, result: Detachment) {
  const { serviceEndedAt } = at.work;
  const lifted = lastLift(at);
  // Service ends once: a case that went back and forth keeps its first end, unless the line had service again since.
  const ended = serviceEndedAt !== null && (lifted === null || lifted <= serviceEndedAt);
  return {
    kind: 'done' as const,
    patch: { detach: result, serviceEndedAt: ended ? serviceEndedAt : at.context.clock.now() },
    facts: { detach: result },
  };
}

function deadlineFrom(now: Date, work: Work, context: StageContext): Date {
  const rules = context.rules(work);
  return addPeriod(now, rules.settings.detach_unconfirmed_after.value.period, rules.timeZone);
}
