import { endLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import { perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/**
 * The point of no return: authentication keys and subscriber leave the network. A subscriber that is gone already is a
 * success only because our own intent was committed before: an earlier try of ours, or nobody's, removed it.
 */
export const remove: StageModule = {
  stage: 'remove',
  connector: 'hlr',
  run: perCase(async ({ work, context, hlr, keep }) => {
    const saved = openSnapshot(context.vault, work);
    let goneBefore = 0;
    for (const access of work.accesses) {
      if (saved[access.accessId] === null) continue;
      const { existed } = keep(access, await hlr.remove(access.imsi));
      if (!existed) goneBefore += 1;
    }
    return { kind: 'done', facts: goneBefore > 0 ? { goneBefore, resumed: work.resumed } : {} };
  }),
  record: (tx, done) =>
    endLines(
      tx,
      done.map(({ work }) => work.lineId),
      done.flatMap(({ work }) => work.accesses.map(({ accessId }) => accessId)),
    ),
};
