import { smsText } from '../../messages/sms.ts';
import type { StageOutcome } from '../../store/cases/work.ts';
import { verifiedContacts } from '../../store/people/parties.ts';
import type { StageModule } from '../engine/stage.ts';

/** Tells the person through another contact; the line's own number is dead by now, and belongs to nobody. */
export const notify: StageModule = {
  stage: 'notify',
  connector: null,
  follows: true,
  run(cases, context) {
    const contacts = verifiedContacts(
      context.pool,
      cases.flatMap(({ told }) => told?.partyId ?? []),
    );
    return cases.map(async (work): Promise<StageOutcome> => {
      const contact = (await contacts).get(work.told?.partyId ?? '');
      const { sender } = context;
      const { reference, language } = work;
      const url = context.certificateUrl(work.certificateId ?? '');
      // Who else may read the messages of somebody who must be safe is not known: theirs names no number, and nothing of the matter.
      const text = work.confidential
        ? smsText(sender, language, 'request_news', { reference }, null)
        : smsText(sender, language, 'completed', { reference, url }, work.msisdn);
      return {
        kind: 'done',
        patch: { outcome: 'completed' },
        notices: contact === undefined ? [] : [{ kind: 'completed', to: contact, text }],
        facts: { told: contact !== undefined },
      };
    });
  },
  /** The line has ended even if the person could not be told. */
  skip: async () => ({ outcome: 'completed' }),
};
