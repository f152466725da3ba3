import { HandbackError } from '../../../domain/errors.ts';
import type { Subscriber } from '../../../operations/access/actor.ts';
import { type Confirmed, confirm } from '../../../operations/cases/confirm.ts';
import { requestApproval } from '../../../operations/staff/approvals/request-approval.ts';
import type { DeskVisit } from './desk-visit.ts';

/**
 * Confirms the ending for a customer at a desk; where a second person must agree, asks for it instead.
 * @returns null where it waits for them: it is confirmed when they agree
 */
export async function confirmOrAsk(
  { op }: DeskVisit,
  customer: Subscriber,
  { caseId, contact }: { readonly caseId: string; readonly contact: string },
): Promise<Confirmed | null> {
  try {
    return await confirm(op, customer, { caseId, ...(contact === '' ? {} : { contact }) });
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'approval_needed') throw error;
    await requestApproval(op, customer, { act: 'end_risky_line', with: { caseId, contact } });
    return null;
  }
}
