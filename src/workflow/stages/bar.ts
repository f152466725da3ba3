import { barLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import { isOld, lookUp, networkDiffers } from './looked-up.ts';
import { perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/** Refuses every new attach of every access; calls and data of a phone that is attached still work until `detach`. */
export const bar: StageModule = {
  stage: 'bar',
  connector: 'hlr',
  run: perCase(async (at) => {
    const { work, context, hlr, keep } = at;
    const saved = openSnapshot(context.vault, work);
    const known = work.accesses.filter((access) => saved[access.accessId] !== null);
    for (const access of known) {
      const before = saved[access.accessId];
      // The network may have changed in an outage, or in the days since the case was barred for the first time.
      if (before && isOld(at, access, 'save_subscriber')) {
        const now = await lookUp(at, access, before);
        if (now.kind === 'other_number')
          return networkDiffers(at, [{ accessId: access.accessId, how: 'other_number' }]);
      }
      keep(access, await hlr.bar(access.imsi));
    }
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
