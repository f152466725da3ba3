import type { HlrSubscriber } from '../../ports/hlr.ts';
import type { StageModule } from '../engine/stage.ts';
import { networkDiffers } from './looked-up.ts';
import { differencesOf } from './network-match.ts';
import { perCase } from './per-case.ts';
import { sealSnapshot } from './snapshot.ts';

/**
 * Records what the network holds before anything is changed: undoing a bar restores exactly this. Where the network tells of
 * another line than the case does, a person must look first.
 */
export const saveSubscriber: StageModule = {
  stage: 'save_subscriber',
  connector: 'hlr',
  run: perCase(async (at) => {
    const { work, context, hlr, keep } = at;
    const snapshot: Record<string, HlrSubscriber | null> = {};
    for (const access of work.accesses) {
      snapshot[access.accessId] = keep(access, await hlr.lookup(access.imsi));
    }
    const differences = await differencesOf(at, snapshot);
    if (differences.length > 0) return networkDiffers(at, differences);
    return { kind: 'done', patch: { snapshotEnc: sealSnapshot(context.vault, work.key.dataKey, snapshot) } };
  }),
};
