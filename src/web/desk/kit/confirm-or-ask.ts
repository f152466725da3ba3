import type { Subscriber } from '../../../operations/access/actor.ts';
import { type Confirmed, confirm } from '../../../operations/cases/confirm.ts';
import type { ReceiptKeeper } from '../../../operations/cases/receipt.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import type { DeskVisit } from './desk-visit.ts';

/**
 * Confirms the ending for a customer at a desk; where a second person must agree, asks for it instead.
 * @returns null where it waits for them: it is confirmed when they agree
 */
export async function confirmOrAsk(
  { op }: DeskVisit,
  customer: Subscriber,
  {
    caseId,
    contact,
    keepReceipt,
  }: { readonly caseId: string; readonly contact: string; readonly keepReceipt?: ReceiptKeeper },
): Promise<Confirmed | null> {
  const result = await doOrAsk(op, customer, { act: 'end_risky_line', with: { caseId, contact } }, () =>
    confirm(op, customer, { caseId, keepReceipt, ...(contact === '' ? {} : { contact }) }),
  );
  return 'done' in result ? result.done : null;
}
