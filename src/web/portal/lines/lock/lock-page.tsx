import { liftLock, lockLine } from '../../../../operations/lines/lock/change-lock.ts';
import { viewLock } from '../../../../operations/lines/lock/view-lock.ts';
import { DOCUMENT_INPUT, formPage } from '../../../kit/form-page.tsx';
import { formatsOf } from '../../../kit/formats.ts';
import { go } from '../../../kit/page.ts';
import { lineIdOf } from '../../../kit/visit.ts';
import { withDocument } from '../../people/document-proof.ts';

/** A holder locks their line against ending, lifts the lock, or keeps one that is being lifted. */
export const lockPage = formPage({
  path: '/lines/:lineId/lock',
  signedIn: true,
  fields: {
    factor_needed: 'document',
    document_invalid: 'document',
    answer_wrong: 'document',
    answer_locked: 'document',
  },
  async ask(visit) {
    const { lock: t } = visit.t.protection;
    const lineId = lineIdOf(visit);
    const found = await viewLock(visit.op, visit.actor, { lineId });
    const formats = formatsOf(visit.language, found.timeZone);
    const back = `/lines/${encodeURIComponent(lineId)}`;
    const { lock } = found;
    const locks = lock === null || lock.liftsAt !== null;
    const missing = locks ? found.missingToLock : found.missingToLift;
    return {
      title: lock === null ? t.title : lock.liftsAt === null ? t.locked : t.lifting,
      lead:
        lock === null
          ? t.lead
          : lock.liftsAt === null
            ? t.lockedLead(formats.date(lock.since))
            : t.liftingLead(formats.moment(lock.liftsAt)),
      back,
      bare: true,
      inputs: [
        <input key="act" type="hidden" name="act" value={locks ? 'lock' : 'lift'} />,
        missing.count > 0 && missing.accepted.includes('document_number')
          ? { ...DOCUMENT_INPUT, label: visit.t.lost.document, hint: visit.t.review.documentHint }
          : null,
      ],
      submit: lock === null ? t.set : lock.liftsAt === null ? t.lift : t.keep,
      other: { href: back, text: t.stay },
    };
  },
  async submit(visit) {
    const actor = await withDocument(visit);
    const line = { lineId: lineIdOf(visit) };
    // As the page said it: a lock that somebody lifted meanwhile is not set again by who wanted to lift it.
    if (visit.values['act'] === 'lift') await liftLock(visit.op, actor, line);
    else await lockLine(visit.op, actor, line);
    return go(visit.url.pathname);
  },
});
