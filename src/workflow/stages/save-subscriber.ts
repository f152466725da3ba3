import type { HlrSubscriber } from '../../ports/hlr.ts';
import type { StageModule } from '../engine/stage.ts';
import { perCase } from './per-case.ts';
import { sealSnapshot } from './snapshot.ts';

/** Records what the network holds before anything is changed: undoing a bar restores exactly this. */
export const saveSubscriber: StageModule = {
  stage: 'save_subscriber',
  connector: 'hlr',
  run: perCase(async ({ work, context, hlr, keep }) => {
    const snapshot: Record<string, HlrSubscriber | null> = {};
    for (const access of work.accesses) {
      snapshot[access.accessId] = keep(access, await hlr.lookup(access.imsi));
    }
    return { kind: 'done', patch: { snapshotEnc: sealSnapshot(context.vault, work.key.dataKey, snapshot) } };
  }),
};
