import type { StageModule } from '../engine/stage.ts';
import { perCase } from './per-case.ts';

/** Asks the network again at the end: another system may have put the subscriber back. */
export const proveAbsent: StageModule = {
  stage: 'prove_absent',
  connector: 'hlr',
  run: perCase(async ({ work, hlr, keep }) => {
    const back: string[] = [];
    for (const access of work.accesses) {
      const found = keep(access, await hlr.lookup(access.imsi));
      if (found !== null) back.push(access.accessId);
    }
    if (back.length > 0) return { kind: 'stuck', code: 'subscriber_reappeared', facts: { accesses: back } };
    return { kind: 'done' };
  }),
};
