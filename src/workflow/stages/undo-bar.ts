import { smsText } from '../../messages/sms.ts';
import type { Snapshot, Work } from '../../store/cases/work.ts';
import { unbarLines } from '../../store/lines/line-endings.ts';
import type { Notice } from '../../store/outbox.ts';
import { verifiedContacts } from '../../store/people/parties.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { allOf, isAbsence, perCase } from './per-case.ts';
import { openSnapshot } from './snapshot.ts';

/**
 * Gives back as it was everything that was barred, whoever's card it is by now: every subscriber may attach again with what it had.
 * Restoring twice changes nothing.
 */
export const undoBar: StageModule = {
  stage: 'undo_bar',
  connector: 'hlr',
  run: perCase(async ({ work, context, hlr, keep, evidence }) => {
    const saved = openSnapshot(context.vault, work);
    await allOf(
      Object.entries(saved).map(async ([accessId, profile]) => {
        if (profile === null) return;
        try {
          keep({ accessId }, await hlr.unbar(profile));
        } catch (error) {
          // Another system removed it: there is nothing left to give back.
          if (!isAbsence(error)) throw error;
          for (const answer of error.answers) evidence.push({ accessId, answer });
        }
      }),
    );
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
  const { told, language, msisdn, reference } = work;
  const contact =
    told === null ? undefined : (await verifiedContacts(pool, [told.partyId])).get(told.partyId);
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
