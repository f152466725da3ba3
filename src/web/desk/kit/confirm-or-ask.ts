import type { Subscriber } from '../../../operations/access/actor.ts';
import { type Confirmed, confirm } from '../../../operations/cases/confirm.ts';
import type { ReceiptKeeper } from '../../../operations/cases/receipt.ts';
import type { RefundDestination } from '../../../operations/cases/refunds/view-refund-destination.ts';
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
    refund,
    keepReceipt,
  }: {
    readonly caseId: string;
    readonly contact: string;
    readonly refund?: RefundDestination | undefined;
    readonly keepReceipt?: ReceiptKeeper;
  },
): Promise<Confirmed | null> {
  const result = await doOrAsk(
    op,
    customer,
    { act: 'end_risky_line', with: { caseId, contact, refund } },
    () => confirm(op, customer, { caseId, keepReceipt, ...(contact === '' ? {} : { contact }) }),
  );
  return 'done' in result ? result.done : null;
}
