import { smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database.ts';
import type { StageOutcome, Work } from '../../store/work.ts';
import type { StageModule } from '../stage.ts';

/** Tells the person through another contact; the line's own number is dead by now, and belongs to nobody. */
export const notify: StageModule = {
  stage: 'notify',
  connector: null,
  follows: true,
  run(cases, context) {
    const contacts = otherContacts(cases, context.pool);
    return cases.map(async (work): Promise<StageOutcome> => {
      const contactId = (await contacts).get(work.holderId);
      const text = smsText(work.language, 'completed', {
        reference: work.reference,
        url: context.certificateUrl(work.certificateId ?? ''),
      });
      return {
        kind: 'done',
        patch: { outcome: 'completed' },
        notices: contactId === undefined ? [] : [{ kind: 'completed', to: { contactId }, text }],
        facts: { told: contactId !== undefined },
      };
    });
  },
};

async function otherContacts(cases: readonly Work[], db: Pick<Db, 'query'>): Promise<Map<string, string>> {
  const { rows } = await db.query<{ party_id: string; contact_id: string }>({
    name: 'other-contacts',
    text: `select distinct on (party_id) party_id, contact_id from contact
      where party_id = any($1::text[]) and channel = 'sms' and verified_at is not null
      order by party_id, verified_at desc`,
    values: [cases.map((work) => work.holderId)],
  });
  return new Map(rows.map((row) => [row.party_id, row.contact_id]));
}
