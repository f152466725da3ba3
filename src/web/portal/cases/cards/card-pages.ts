import { makeMailLabel } from '../../../../operations/cards/make-mail-label.ts';
import { sayCardMissing } from '../../../../operations/cards/say-card-missing.ts';
import { go, type Page } from '../../../kit/page.ts';
import { asFollower, caseIdOf } from '../../../kit/visit.ts';

/** "Send it by post": the label is then on the progress page. */
export const cardLabel: Page = {
  path: '/cases/:caseId/card-label',
  async submit(visit) {
    const caseId = caseIdOf(visit);
    await asFollower(visit, (actor) => makeMailLabel(visit.op, actor, { caseId }));
    return go(`/cases/${caseId}#card`);
  },
};

/** "I do not have it any more". */
export const cardMissing: Page = {
  path: '/cases/:caseId/card-missing',
  async submit(visit) {
    const caseId = caseIdOf(visit);
    const iccidEnd = visit.values['card'] ?? '';
    await asFollower(visit, (actor) => sayCardMissing(visit.op, actor, { caseId, iccidEnd }));
    return go(`/cases/${caseId}#card`);
  },
};
