import { texts } from '../../store/database/array-parameters.ts';
import type { StageModule } from '../engine/stage.ts';
import { keep, perCase, whileHeld } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/** Refuses every new attach of every access; calls and data of a phone that is attached still work until `detach`. */
export const bar: StageModule = {
  stage: 'bar',
  connector: 'hlr',
  run: perCase(async (work, context, evidence) => {
    const saved = openSnapshot(context.vault, work);
    const known = work.accesses.filter((access) => saved[access.accessId] !== null);
    for (const access of known) keep(evidence, access, await whileHeld(work, context.hlr).bar(access.imsi));
    return {
      kind: 'done',
      facts: { accesses: work.accesses.length, unknownToTheNetwork: work.accesses.length - known.length },
    };
  }),
  async record(tx, done) {
    await tx.query({
      name: 'bar-lines',
      text: `update line set status = 'barred', updated_at = now() where line_id = any($1::text[]) and status = 'active'`,
      values: [texts(done, (work) => work.lineId)],
    });
  },
};
