import { knownNodes } from '../../domain/cases/detachment.ts';
import type { StageOutcome, WorkAccess } from '../../store/cases/work.ts';
import { endLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import { cutOff } from './cut-off.ts';
import { detachmentOfLine } from './detach.ts';
import {
  backToBar,
  hasUnknownNode,
  isOld,
  type LookedUp,
  lookUp,
  networkDiffers,
  type WayBack,
} from './looked-up.ts';
import { type Difference, elsewhere } from './network-match.ts';
import { type CaseAtStage, perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

interface Looked {
  readonly access: WorkAccess;
  readonly now: LookedUp;
}

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
    for (const access of work.accesses) {
      const before = saved[access.accessId];
      if (before !== null) looked.push({ access, now: await lookUp(at, access, before) });
    }
    const stopped = work.resumed ? await barAgain(at, looked) : await notAsLeft(at, looked);
    if (stopped !== null) return stopped;
    let goneBefore = 0;
    for (const { access } of looked) {
      const { existed } = keep(access, await hlr.remove(access.imsi));
      if (!existed) goneBefore += 1;
    }
    return {
      kind: 'done',
      ...(work.resumed ? { patch: { detach: detachmentOfLine(at) } } : {}),
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
async function barAgain(at: CaseAtStage, looked: readonly Looked[]): Promise<StageOutcome | null> {
  const differs = looked.filter(hasOtherNumber).map(differenceOf);
  if (differs.length > 0) return networkDiffers(at, differs);
  for (const one of looked) {
    if (one.now.kind === 'gone' || whyNotAsLeft(at, one) === null) continue;
    at.keep(one.access, await at.hlr.bar(one.access.imsi));
    const again = await lookUp(at, one.access, undefined);
    if ('nodes' in again) await cutOff(at, one.access, again.nodes);
  }
  return null;
}

function whyNotAsLeft(at: CaseAtStage, { access, now }: Looked): WayBack | null {
  if (now.kind === 'lifted') return 'bar_lifted';
  // Staff skipped the detachment: no node was asked, and that is no reason to go back.
  if (!('nodes' in now) || !at.work.plan.includes('detach')) return null;
  const answers = at.answersOf(access);
  if (hasUnknownNode(knownNodes(answers), now.nodes)) return 'other_node';
  return now.kind === 'barred' && isOld(at, access, 'detach', answers.at(-1)!.at) ? 'looked_long_ago' : null;
}

const accessesOf = (looked: readonly Looked[]): readonly WorkAccess[] => looked.map(({ access }) => access);

const hasOtherNumber = ({ now }: Looked): boolean => now.kind === 'other_number';

const differenceOf = ({ access: { accessId } }: Looked): Difference => ({ accessId, how: 'other_number' });
