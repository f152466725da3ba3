import { texts } from '../../store/database/array-parameters.ts';
import type { StageModule } from '../engine/stage.ts';
import { keep, perCase, whileHeld } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/**
 * The point of no return: authentication keys and subscriber leave the network. A subscriber that is gone already is a
 * success only because our own intent was committed before: an earlier try of ours, or nobody's, removed it.
 */
export const remove: StageModule = {
  stage: 'remove',
  connector: 'hlr',
  run: perCase(async (work, context, evidence) => {
    const saved = openSnapshot(context.vault, work);
    let goneBefore = 0;
    for (const access of work.accesses) {
      if (saved[access.accessId] === null) continue;
      const { existed } = keep(evidence, access, await whileHeld(work, context.hlr).remove(access.imsi));
      if (!existed) goneBefore += 1;
    }
    return { kind: 'done', facts: goneBefore > 0 ? { goneBefore, resumed: work.resumed } : {} };
  }),
  async record(tx, done) {
    // Only what was removed: an access that came meanwhile still serves, and must be found.
    const removed = done.flatMap((work) => work.accesses);
    await Promise.all([
      tx.query({
        name: 'end-lines',
        text: `update line set status = 'ended', updated_at = now() where line_id = any($1::text[])`,
        values: [texts(done, (work) => work.lineId)],
      }),
      tx.query({
        name: 'end-accesses',
        text: `update access set to_at = now() where access_id = any($1::text[]) and to_at is null`,
        values: [texts(removed, (access) => access.accessId)],
      }),
    ]);
  },
};
