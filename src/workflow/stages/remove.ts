import { knownNodes } from '../../domain/cases/detachment.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { Snapshot, StageOutcome, WorkAccess } from '../../store/cases/work.ts';
import { endLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import { cutOff } from './cut-off.ts';
import { detachmentOfLine } from './detach.ts';
import {
  backToBar,
  cardChanged,
  type Difference,
  differenceOf,
  hasUnknownNode,
  isDetachmentOld,
  type Looked,
  lineChanged,
  lookUp,
  networkDiffers,
  type WayBack,
} from './looked-up.ts';
import { elsewhere } from './network-match.ts';
import { type CaseAtStage, outcomeOf, perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/**
 * The point of no return: authentication keys and subscriber leave the network. It looks first whether the line is as bar and
 * detach left it, and goes back to them if it is not. A subscriber that is gone already is a success: our own intent was
 * committed before, so an earlier try of ours removed it, or somebody else did, and its number is nowhere else.
 */
export const remove: StageModule = {
  stage: 'remove',
  connector: 'hlr',
  run: perCase(async (at) => {
    const { work, context, hlr, keep } = at;
    const saved = openSnapshot(context.vault, work);
    const looked: Looked[] = [];
    try {
      // After a try that may have removed something a person could not take it back: what was asked about is ended.
      if (!work.resumed && cardChanged(work, saved)) return lineChanged;
      const appeared: Difference[] = [];
      for (const access of work.accesses) {
        const before = saved[access.accessId];
        if (before?.imsi === access.imsi) looked.push({ access, now: await lookUp(at, access, before) });
        else if (before === null && !work.resumed && (await hasAppeared(at, access)))
          appeared.push({ accessId: access.accessId, how: 'appeared' });
      }
      if (appeared.length > 0) return networkDiffers(at, appeared);
      const stopped = work.resumed ? await barAgain(at, looked, saved) : await notAsLeft(at, looked);
      if (stopped !== null) return stopped;
    } catch (error) {
      if (work.resumed || !(error instanceof ConnectorError)) throw error;
      // Only looked so far: the next try begins here again, and the case can still be withdrawn.
      return { ...outcomeOf(error, work, at.evidence), untouched: true };
    }
    let goneBefore = 0;
    for (const { access } of looked) {
      const { existed } = keep(access, await hlr.remove(access.imsi));
      if (!existed) goneBefore += 1;
    }
    return {
      kind: 'done',
      // What another system did since the detachment counts.
      ...(work.plan.includes('detach') ? { patch: { detach: detachmentOfLine(at) } } : {}),
      facts: goneBefore > 0 ? { goneBefore, resumed: work.resumed } : {},
    };
  }),
  record: (tx, done) =>
    endLines(
      tx,
      done.map(({ work }) => work.lineId),
      done.flatMap(({ work }) => work.accesses.map(({ accessId }) => accessId)),
    ),
};

/** Where the case must go instead, if the network is not as we left it. */
async function notAsLeft(at: CaseAtStage, looked: readonly Looked[]): Promise<StageOutcome | null> {
  const differs = looked.filter(hasOtherNumber).map(differenceOf);
  if (looked.some(({ now }) => now.kind === 'gone')) differs.push(...(await elsewhere(at)));
  if (differs.length > 0) return networkDiffers(at, differs);
  for (const why of ['bar_lifted', 'other_node', 'looked_long_ago'] as const) {
    const changed = looked.filter((one) => whyNotAsLeft(at, one) === why);
    if (changed.length > 0) return backToBar(at, accessesOf(changed), why);
  }
  return null;
}

/**
 * After a try that may have removed something there is no way back: what is not as we left it is barred and cut off again on
 * the spot, as far as that goes without keys. An IMSI that has another number by now is somebody else's.
 */
async function barAgain(
  at: CaseAtStage,
  looked: readonly Looked[],
  saved: Snapshot,
): Promise<StageOutcome | null> {
  const differs = looked.filter(hasOtherNumber).map(differenceOf);
  if (differs.length > 0) return networkDiffers(at, differs);
  if (looked.some(({ now }) => now.kind === 'gone')) {
    const moved = await elsewhere(at);
    if (moved.length > 0) return networkDiffers(at, moved);
  }
  for (const one of looked) {
    if (one.now.kind === 'gone' || whyNotAsLeft(at, one) === null) continue;
    const { access } = one;
    at.keep(access, await at.hlr.bar(access.imsi));
    const again = { access, now: await lookUp(at, access, saved[access.accessId]!) };
    if (hasOtherNumber(again)) return networkDiffers(at, [differenceOf(again)]);
    if ('nodes' in again.now) await cutOff(at, access, again.now.nodes);
  }
  return null;
}

/** Whether the HLR has by now what it did not know before the bar: nobody barred it, and nobody knows where it is attached. */
async function hasAppeared({ hlr, keep }: CaseAtStage, access: WorkAccess): Promise<boolean> {
  const reply = await hlr.lookup(access.imsi);
  keep(access, reply, reply.value === null ? undefined : 'subscriber_appeared');
  return reply.value !== null;
}

function whyNotAsLeft(at: CaseAtStage, { access, now }: Looked): WayBack | null {
  if (now.kind === 'lifted') return 'bar_lifted';
  // Staff skipped the detachment: no node was asked, and that is no reason to go back.
  if (!('nodes' in now) || !at.work.plan.includes('detach')) return null;
  const answers = at.answersOf(access);
  if (hasUnknownNode(knownNodes(answers), now.nodes)) return 'other_node';
  return now.kind === 'barred' && isDetachmentOld(at, access) ? 'looked_long_ago' : null;
}

const accessesOf = (looked: readonly Looked[]): readonly WorkAccess[] => looked.map(({ access }) => access);

const hasOtherNumber = ({ now }: Looked): boolean => now.kind === 'other_number';
