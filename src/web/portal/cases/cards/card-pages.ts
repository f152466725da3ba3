import { HandbackError } from '../../../../domain/errors.ts';
import { issuerName } from '../../../../domain/operator/house.ts';
import { makeMailLabel } from '../../../../operations/cards/make-mail-label.ts';
import { sayCardMissing } from '../../../../operations/cards/say-card-missing.ts';
import { viewCardOfCase } from '../../../../operations/cards/view-card-of-case.ts';
import { viewCase } from '../../../../operations/cases/view-case.ts';
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

/** The label to be printed and cut out. */
export const cardLabelPaper: Page = {
  path: '/cases/:caseId/card-label.pdf',
  async show(visit) {
    const caseId = caseIdOf(visit);
    const { op, language } = visit;
    const { label } = await asFollower(visit, (actor) => viewCardOfCase(op, actor, { caseId }));
    if (label === null) throw new HandbackError('not_found');
    const { record } = await asFollower(visit, (actor) => viewCase(op, actor, { caseId }));
    const of = {
      operator: issuerName(op.house),
      ...{ language, code: label, reference: record.reference },
      address: op.house.cardReturns === null ? null : op.house.cardReturns[language].split('\n'),
      now: op.clock.now(),
    };
    const bytes = await visit.portal.papers.draw({ paper: 'mail_in_label', of }, visit.client);
    return { kind: 'file', type: 'application/pdf', name: 'handback-label.pdf', bytes };
  },
};
