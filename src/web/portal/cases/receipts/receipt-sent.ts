import { sendReceipt } from '../../../../operations/cases/send-receipt.ts';
import { go, type Page } from '../../../kit/page.ts';
import { caseIdOf, signedIn } from '../../../kit/visit.ts';
import { freshReceipt } from './receipt-once.ts';

/** One tap sends the receipt to the other contact. */
export const receiptSent: Page = {
  path: '/cases/:caseId/receipt/send',
  signedIn: true,
  async submit(visit) {
    const caseId = caseIdOf(visit);
    const receipt = freshReceipt(visit, caseId);
    if (receipt === null) return go(`/cases/${caseId}`);
    const { secret } = receipt;
    await sendReceipt(visit.op, signedIn(visit).subscriber, { caseId, secret });
    return go(`/cases/${caseId}?receipt=sent#receipt`);
  },
};
