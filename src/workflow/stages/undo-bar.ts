import { smsText } from '../../messages/sms.ts';
import type { Snapshot } from '../../store/cases/work.ts';
import { unbarLines } from '../../store/lines/line-endings.ts';
import type { StageModule } from '../engine/stage.ts';
import { perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/** Gives the line back as it was: every access may attach again with what it had. Restoring twice changes nothing. */
export const undoBar: StageModule = {
  stage: 'undo_bar',
  connector: 'hlr',
  run: perCase(async ({ work, context, hlr, keep }) => {
    const saved = openSnapshot(context.vault, work);
    for (const access of work.accesses) {
      const profile = saved[access.accessId];
      if (profile) keep(access, await hlr.unbar(profile));
    }
    return {
      kind: 'done',
      patch: { outcome: 'withdrawn' },
      notices:
        // Whoever has the number now never asked for anything.
        work.msisdn === null || work.outcome === 'holder_changed'
          ? []
          : [
              {
                kind: 'withdrawn',
                to: { msisdn: work.msisdn },
                text: smsText(
                  context.sender,
                  work.language,
                  'withdrawn',
                  { reference: work.reference },
                  work.msisdn,
                ),
              },
            ],
    };
  }),
  record: (tx, done, context) =>
    unbarLines(
      tx,
      // Where nothing was saved, nothing was barred by us: what the operator barred stays barred.
      done.flatMap(({ work }) =>
        work.snapshotEnc === null || wasBarred(openSnapshot(context.vault, work)) ? [] : [work.lineId],
      ),
    ),
};

/** A line that the network refused before the case is given back refused. */
function wasBarred(saved: Snapshot): boolean {
  const known = Object.values(saved).filter((profile) => profile !== null);
  return known.length > 0 && known.every((profile) => !profile.csEnabled && !profile.psEnabled);
}
