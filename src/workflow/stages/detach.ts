import { addPeriod } from '../../domain/values/period.ts';
import { acknowledgedNodes } from '../../store/cases/evidence.ts';
import type { Detach, Work } from '../../store/cases/work.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

const ASK_AGAIN_MS = 20_000;

/**
 * Cancels the location at every node that serves the line and waits for each node's own acknowledgement.
 * The serving nodes are asked for anew: after the bar no phone can attach elsewhere, before it one could have moved.
 * A node that does not answer by the rulebook's deadline leaves the line `unconfirmed`, and the certificate says so.
 */
export const detach: StageModule = {
  stage: 'detach',
  connector: 'hlr',
  run: perCase(async ({ work, context, hlr, keep }) => {
    const saved = openSnapshot(context.vault, work);
    const askedBefore = work.attempts > 1 || work.detachDeadline !== null;
    const confirmed = askedBefore ? await acknowledgedNodes(context.pool, work.caseId) : new Set<string>();
    let nodes = 0;
    let missing = 0;
    for (const access of work.accesses) {
      if (saved[access.accessId] === null) continue;
      const now = keep(access, await hlr.lookup(access.imsi));
      for (const node of now?.servingNodes ?? []) {
        nodes += 1;
        if (confirmed.has(`${access.accessId} ${node.name}`)) continue;
        const { acknowledged: ok } = keep(access, await hlr.cancelLocation(access.imsi, node));
        if (!ok) missing += 1;
      }
    }
    if (missing === 0) return finish(work, context, nodes === 0 ? 'not_attached' : 'confirmed', nodes);
    const deadline = work.detachDeadline ?? deadlineFrom(context.clock.now(), work, context);
    if (context.clock.now() >= deadline) return finish(work, context, 'unconfirmed', nodes);
    return {
      kind: 'wait',
      delayMs: ASK_AGAIN_MS,
      waitingFor: 'serving_node',
      patch: { detachDeadline: deadline },
    };
  }),
  /** Nobody saw the line detach; service ends all the same, once. */
  skip: async (_tx, { serviceEndedAt, at }) => ({
    detach: 'unconfirmed',
    serviceEndedAt: serviceEndedAt ?? at,
  }),
};

function finish(work: Work, context: StageContext, result: Detach, nodes: number) {
  return {
    kind: 'done' as const,
    // Service ends here, once: a case that was rolled back and forth keeps its first end.
    patch: { detach: result, serviceEndedAt: work.serviceEndedAt ?? context.clock.now() },
    facts: { detach: result, servingNodes: nodes },
  };
}

function deadlineFrom(now: Date, work: Work, context: StageContext): Date {
  const rules = context.rules(work);
  return addPeriod(now, rules.settings.detach_unconfirmed_after.value.period, rules.timeZone);
}
