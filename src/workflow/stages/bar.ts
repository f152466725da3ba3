import { barLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import { perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/** Refuses every new attach of every access; calls and data of a phone that is attached still work until `detach`. */
export const bar: StageModule = {
  stage: 'bar',
  connector: 'hlr',
  run: perCase(async ({ work, context, hlr, keep }) => {
    const saved = openSnapshot(context.vault, work);
    const known = work.accesses.filter((access) => saved[access.accessId] !== null);
    for (const access of known) keep(access, await hlr.bar(access.imsi));
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
