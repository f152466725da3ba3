import type { HlrSubscriber } from '../../ports/hlr.ts';
import type { WorkAccess } from '../../store/cases/work.ts';
import { barLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import {
  cardChanged,
  type Difference,
  differenceOf,
  isOld,
  lineChanged,
  lookUp,
  networkDiffers,
} from './looked-up.ts';
import { allOf, type CaseAtStage, isAbsence, perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/** Refuses every new attach of every access; calls and data of a phone that is attached still work until `detach`. */
export const bar: StageModule = {
  stage: 'bar',
  connector: 'hlr',
  run: perCase(async (at) => {
    const { work, context } = at;
    const saved = openSnapshot(context.vault, work);
    if (cardChanged(work, saved)) return lineChanged;
    const known = work.accesses.filter((access) => saved[access.accessId] !== null);
    const looked = await allOf(known.map((access) => barOne(at, access, saved[access.accessId]!)));
    const differs = looked.flatMap((one) => one ?? []);
    if (differs.length > 0) return networkDiffers(at, differs);
    return {
      kind: 'done',
      facts: { accesses: work.accesses.length, unknownToTheNetwork: work.accesses.length - known.length },
    };
  }),
  record: (tx, done) =>
    barLines(
      tx,
      done.map(({ work }) => work.lineId),
    ),
};

/** @returns in what the network differs by now; then nothing is barred */
async function barOne(
  at: CaseAtStage,
  access: WorkAccess,
  before: HlrSubscriber,
): Promise<Difference | null> {
  // The network may have changed in an outage, or in the days since the case was barred for the first time.
  if (isOld(at, access, 'save_subscriber')) {
    const now = await lookUp(at, access, before);
    if (now.kind === 'other_number') return differenceOf({ access, now });
  }
  try {
    at.keep(access, await at.hlr.bar(access.imsi));
  } catch (error) {
    // A subscriber that another system removed meanwhile needs no bar; the nodes that served it are told by `detach`.
    if (!isAbsence(error)) throw error;
    for (const answer of error.answers) at.evidence.push({ accessId: access.accessId, answer });
  }
  return null;
}
