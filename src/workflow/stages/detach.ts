import { type Detachment, detachmentOf, weakest } from '../../domain/cases/detachment.ts';
import type { HlrSubscriber } from '../../ports/hlr.ts';
import type { WorkAccess } from '../../store/cases/work.ts';
import type { StageModule } from '../engine/stage.ts';
import { cutOff } from './cut-off.ts';
import {
  backToBar,
  cardChanged,
  detachDeadline,
  differenceOf,
  type Looked,
  lastLift,
  lineChanged,
  lookUp,
  networkDiffers,
} from './looked-up.ts';
import { allOf, type CaseAtStage, perCase } from './per-case.ts';
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
    if (cardChanged(work, saved)) return lineChanged;
    const looked = await allOf(
      work.accesses.flatMap((access) => {
        const before = saved[access.accessId];
        return before ? [lookAndCut(at, access, before)] : [];
      }),
    );
    const differs = looked.filter(({ now }) => now.kind === 'other_number').map(differenceOf);
    if (differs.length > 0) return networkDiffers(at, differs);
    const lifted = looked.filter(({ now }) => now.kind === 'lifted').map(({ access }) => access);
    if (lifted.length > 0) return backToBar(at, lifted, 'bar_lifted');
    const result = detachmentOfLine(at);
    if (result !== 'unconfirmed') return finish(at, result);
    const deadline = work.detachDeadline ?? detachDeadline(at);
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

/** A silent node holds up its own access only: they share the time that the case is held. */
async function lookAndCut(at: CaseAtStage, access: WorkAccess, before: HlrSubscriber): Promise<Looked> {
  const now = await lookUp(at, access, before);
  if ('nodes' in now) await cutOff(at, access, now.nodes);
  return { access, now };
}

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
