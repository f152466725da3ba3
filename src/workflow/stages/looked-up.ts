import { type Answered, barredAt, liftedAt, nodeKey } from '../../domain/cases/detachment.ts';
import { barredAnew } from '../../domain/cases/plan.ts';
import { PIVOT, type Stage } from '../../domain/cases/termination.ts';
import { addPeriod } from '../../domain/values/period.ts';
import type { HlrSubscriber, NodeRef } from '../../ports/hlr.ts';
import type { Snapshot, StageOutcome, Work, WorkAccess } from '../../store/cases/work.ts';
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

/** In what the network and the case tell of different lines. */
export interface Difference {
  readonly accessId: string;
  /**
   * The IMSI carries another number; the number is under another IMSI (the card was swapped since); the IMSI is there and nobody has
   * the number; the HLR did not know the IMSI before the bar and knows it now.
   */
  readonly how: 'other_number' | 'number_elsewhere' | 'number_missing' | 'appeared';
}

/** An access and what the HLR says of it now. */
export interface Looked {
  readonly access: WorkAccess;
  readonly now: LookedUp;
}

export const differenceOf = ({ access: { accessId } }: Looked): Difference => ({
  accessId,
  how: 'other_number',
});

/**
 * Looks an access up that was barred. Before the bar of this round it is not `lifted`, whatever it may do.
 *
 * @param before what the HLR held before the first bar
 */
export async function lookUp(at: CaseAtStage, access: WorkAccess, before: HlrSubscriber): Promise<LookedUp> {
  const { work, hlr, keep } = at;
  const reply = await hlr.lookup(access.imsi);
  const now = reply.value;
  const lifted = work.stage !== 'bar' && now !== null && (now.csEnabled || now.psEnabled);
  const nodes = nodesToCut(now, before, at.answersOf(access));
  // What another system did makes void what was known; after a try of ours that may have removed it, it may have been us.
  const removed = now === null && work.stage === PIVOT && !work.resumed;
  const as = lifted
    ? 'bar_lifted'
    : removed
      ? 'removed_by_others'
      : now !== null && nodes.length === 0
        ? 'no_serving_node'
        : undefined;
  keep(access, reply, as);
  if (now === null) return { kind: 'gone', nodes };
  if (now.msisdn !== before.msisdn && now.msisdn !== work.msisdn) return { kind: 'other_number' };
  return lifted ? { kind: 'lifted' } : { kind: 'barred', nodes };
}

/**
 * The nodes that the HLR names now, those that it named before the bar, and those that this case met meanwhile: an HLR that lost
 * its memory, or the whole subscriber, detaches nobody, and to ask one node too many is harmless.
 */
function nodesToCut(
  now: HlrSubscriber | null,
  before: HlrSubscriber,
  answers: readonly Answered[],
): readonly NodeRef[] {
  const met = answers.flatMap(({ node }) => node ?? []);
  const nodes = new Map<string, NodeRef>();
  for (const node of [...(now?.servingNodes ?? []), ...before.servingNodes, ...met])
    if (!nodes.has(nodeKey(node))) nodes.set(nodeKey(node), node);
  return [...nodes.values()];
}

/** Whether the line got another card since the network was asked: the new one was never looked at, and is not ours to touch. */
export function cardChanged({ accesses }: Pick<Work, 'accesses'>, saved: Snapshot): boolean {
  return accesses.some(({ accessId, imsi }) => {
    const profile = saved[accessId];
    return profile === undefined || (profile !== null && profile.imsi !== imsi);
  });
}

export const lineChanged: StageOutcome = {
  kind: 'stuck',
  code: 'blocked_at_intent',
  facts: { checks: ['line_changed'] },
  untouched: true,
};

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
  if (why === 'bar_lifted' && accesses.some((access) => liftsInVain(at.answersOf(access)) > MOST_LIFTS))
    return { kind: 'stuck', code: 'bar_does_not_hold', facts: { accesses: accessIds }, untouched: true };
  const { work } = at;
  return {
    kind: 'back',
    facts: { why, accesses: accessIds },
    patch: {
      // The time of the first round is over, or nearly: this one has its own.
      detachDeadline: detachDeadline(at),
      ...(work.stage === PIVOT ? { plan: barredAnew(work.plan) } : {}),
    },
  };
}

/**
 * How often in a row a bar was set and found lifted. A lift that was found without a bar since the last one is that of a case
 * which a person let go on: counting begins anew.
 */
function liftsInVain(answers: readonly Answered[]): number {
  let lifts = 0;
  let barred = false;
  for (const { meaning } of answers) {
    if (meaning === 'access_refused') barred = true;
    if (meaning !== 'bar_lifted') continue;
    lifts = barred ? lifts + 1 : 1;
    barred = false;
  }
  return lifts;
}

/** Until when serving nodes are waited for, from now on; a date of the rulebook. */
export function detachDeadline({ work, context }: CaseAtStage): Date {
  const rules = context.rules(work);
  return addPeriod(context.clock.now(), rules.settings.detach_unconfirmed_after.value.period, rules.timeZone);
}

/** The network tells of another line than the case does: a person must say which of them is right. */
export function networkDiffers({ work }: CaseAtStage, differs: readonly Difference[]): StageOutcome {
  return { kind: 'stuck', code: 'network_differs', facts: { differs }, untouched: !work.resumed };
}

/** When the bar was last found lifted, of any access. */
export function lastLift(at: CaseAtStage): Date | null {
  const lifts = at.work.accesses.flatMap((access) => liftedAt(at.answersOf(access)) ?? []);
  return lifts.length === 0 ? null : new Date(Math.max(...lifts.map(Number)));
}

/** What a stage found is good for so long: a lost phone's case may wait for its person for days. */
const GOOD_FOR_MS = 60_000;

/** Whether what `stage` last found of an access may have changed since. */
export function isOld(at: CaseAtStage, access: WorkAccess, stage: Stage): boolean {
  const last = at.answersOf(access).findLast((answer) => answer.stage === stage);
  return last !== undefined && isApart(at.context.clock.now(), last.at);
}

/** So often a case goes back only because time has passed: a node that takes its time again and again must not keep it for ever. */
const MOST_RETURNS = 3;

/**
 * Whether what the nodes said of an access may have changed since, measured by the oldest of their words. The time of the look
 * that was just taken is compared: of two answers of one driver no wrong clock can mislead.
 */
export function isDetachmentOld(at: CaseAtStage, access: WorkAccess): boolean {
  const answers = at.answersOf(access);
  // Of a line that is not known to be off nothing is certified, and its silent node would be waited for anew each time.
  if (at.work.detach === 'unconfirmed') return false;
  if (
    answers.filter(({ stage, meaning }) => stage === 'bar' && meaning === 'access_refused').length >
    MOST_RETURNS
  )
    return false;
  const look = answers.at(-1)!;
  const since = barredAt(answers);
  const words = answers.filter(
    ({ stage, node, meaning, at: when }) =>
      stage === 'detach' &&
      (node === null || meaning === 'location_cancelled' || meaning === 'absent_at_node') &&
      (since === null || when >= since),
  );
  const oldest = words.find(({ node }) => node !== null) ?? words.at(-1);
  return oldest !== undefined && isApart(look.at, oldest.at);
}

const isApart = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) > GOOD_FOR_MS;
