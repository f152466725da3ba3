import { liftedAt, nodeKey } from '../../domain/cases/detachment.ts';
import { barredAnew } from '../../domain/cases/plan.ts';
import { PIVOT, type Stage } from '../../domain/cases/termination.ts';
import type { HlrSubscriber, NodeRef } from '../../ports/hlr.ts';
import type { StageOutcome, WorkAccess } from '../../store/cases/work.ts';
import type { CaseAtStage } from './per-case.ts';

/** What the HLR says of a barred access now, beside what we left there. */
export type LookedUp =
  /** Still barred; these nodes served it, or serve it. */
  | { readonly kind: 'barred'; readonly nodes: readonly NodeRef[] }
  /** The HLR has no such subscriber any more. A phone that was attached can go on working all the same. */
  | { readonly kind: 'gone'; readonly nodes: readonly NodeRef[] }
  /** Somebody else lets it attach again. */
  | { readonly kind: 'lifted' }
  /** The IMSI has another number than before: it is another line now. */
  | { readonly kind: 'other_number' };

/**
 * Looks an access up that was barred. Before the bar of this round it is not `lifted`, whatever it may do.
 *
 * @param before what the HLR held before the bar; undefined for an access that was not there then
 */
export async function lookUp(
  { work, hlr, keep }: CaseAtStage,
  access: WorkAccess,
  before: HlrSubscriber | undefined,
): Promise<LookedUp> {
  const reply = await hlr.lookup(access.imsi);
  const now = reply.value;
  const lifted = work.stage !== 'bar' && now !== null && (now.csEnabled || now.psEnabled);
  const nodes = nodesToCut(now, before);
  keep(
    access,
    reply,
    lifted ? 'bar_lifted' : now !== null && nodes.length === 0 ? 'no_serving_node' : undefined,
  );
  if (now === null) return { kind: 'gone', nodes };
  if (before !== undefined && now.msisdn !== before.msisdn) return { kind: 'other_number' };
  return lifted ? { kind: 'lifted' } : { kind: 'barred', nodes };
}

/**
 * The nodes that the HLR names, and for a domain of which it names none, the node that served it before the bar: an HLR that
 * lost its memory, or the whole subscriber, detaches nobody.
 */
function nodesToCut(now: HlrSubscriber | null, before: HlrSubscriber | undefined): readonly NodeRef[] {
  const named = now?.servingNodes ?? [];
  const forgotten = (before?.servingNodes ?? []).filter(
    (node) => !named.some(({ domain }) => domain === node.domain),
  );
  return [...named, ...forgotten];
}

/** Whether one of these nodes was never asked to drop the access. */
export function hasUnknownNode(known: ReadonlyMap<string, unknown>, nodes: readonly NodeRef[]): boolean {
  return nodes.some((node) => !known.has(nodeKey(node)));
}

/** So often a bar that somebody else lifts is set again, before a person must find out who it is. */
const MOST_LIFTS = 5;

/** Why a case goes back to its bar. */
export type WayBack = 'bar_lifted' | 'other_node' | 'looked_long_ago';

/** Back to the bar, and through the detachment again; to a person when that was in vain too often. */
export function backToBar(at: CaseAtStage, accesses: readonly WorkAccess[], why: WayBack): StageOutcome {
  const accessIds = accesses.map(({ accessId }) => accessId);
  const lifts = Math.max(
    ...accesses.map(
      (access) => at.answersOf(access).filter(({ meaning }) => meaning === 'bar_lifted').length,
    ),
  );
  if (lifts > MOST_LIFTS)
    return { kind: 'stuck', code: 'bar_does_not_hold', facts: { accesses: accessIds }, untouched: true };
  return {
    kind: 'back',
    facts: { why, accesses: accessIds },
    ...(at.work.stage === PIVOT ? { patch: { plan: barredAnew(at.work.plan) } } : {}),
  };
}

/** The network tells of another line than the case does: a person must say which of them is right. */
export function networkDiffers(
  { work }: CaseAtStage,
  differs: readonly { readonly accessId: string; readonly how: string }[],
): StageOutcome {
  return { kind: 'stuck', code: 'network_differs', facts: { differs }, untouched: !work.resumed };
}

/** When the bar was last found lifted, of any access. */
export function lastLift(at: CaseAtStage): Date | null {
  const lifts = at.work.accesses.flatMap((access) => liftedAt(at.answersOf(access)) ?? []);
  return lifts.length === 0 ? null : new Date(Math.max(...lifts.map(Number)));
}

/** What a stage found is good for so long: a lost phone's case may wait for its person for days. */
const GOOD_FOR_MS = 60_000;

/**
 * Whether what `stage` last found of an access may have changed since.
 *
 * @param now where a look was just taken, its time: of two answers of one driver no wrong clock can mislead
 */
export function isOld(
  at: CaseAtStage,
  access: WorkAccess,
  stage: Stage,
  now = at.context.clock.now(),
): boolean {
  const last = at.answersOf(access).findLast((answer) => answer.stage === stage);
  return last !== undefined && Math.abs(now.getTime() - last.at.getTime()) > GOOD_FOR_MS;
}
