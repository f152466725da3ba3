import { smsText } from '../../messages/sms.ts';
import type { Snapshot, Work } from '../../store/cases/work.ts';
import { unbarLines } from '../../store/lines/line-endings.ts';
import type { Notice } from '../../store/outbox.ts';
import { verifiedContacts } from '../../store/people/parties.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
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
      // Whoever has the number now never asked for anything.
      notices: work.outcome === 'holder_changed' ? [] : await tellOf(context, work),
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

/** The line's own number, and the other contact: the phone may be in the wrong hands. */
async function tellOf(context: StageContext, work: Work): Promise<readonly Notice[]> {
  const { sender, pool } = context;
  const { holderId, language, msisdn, reference } = work;
  const contact = (await verifiedContacts(pool, [holderId])).get(holderId);
  const text = smsText(sender, language, 'withdrawn', { reference }, msisdn);
  const kind = 'withdrawn';
  return [
    ...(contact === undefined ? [] : [{ kind, to: contact, text } as const]),
    ...(msisdn === null ? [] : [{ kind, to: { msisdn }, text } as const]),
  ];
}

/** A line that the network refused before the case is given back refused. */
function wasBarred(saved: Snapshot): boolean {
  const known = Object.values(saved).filter((profile) => profile !== null);
  return known.length > 0 && known.every((profile) => !profile.csEnabled && !profile.psEnabled);
}
