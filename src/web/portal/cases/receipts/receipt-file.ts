import { viewCase } from '../../../../operations/cases/view-case.ts';
import { go, type Page } from '../../../kit/page.ts';
import { asFollower, caseIdOf } from '../../../kit/visit.ts';
import { freshReceipt } from './receipt-once.ts';
import { receiptText } from './receipt-text.ts';

/** The receipt to be kept as a file, for as long as it can be shown. */
export const receiptFile: Page = {
  path: '/cases/:caseId/receipt.txt',
  async show(visit) {
    const caseId = caseIdOf(visit);
    const receipt = freshReceipt(visit, caseId);
    if (receipt === null) return go(`/cases/${caseId}`);
    const view = await asFollower(visit, (actor) => viewCase(visit.op, actor, { caseId }));
    // A byte order mark: without it some editors take Chinese text for something else.
    const bytes = `\uFEFF${receiptText(visit, receipt, view)}`;
    const name = `handback-receipt-${receipt.reference.replace(/[^\w-]/g, '')}.txt`;
    return { kind: 'file', type: 'text/plain; charset=utf-8', name, bytes };
  },
};
