import { HandbackError } from '../../../domain/errors.ts';
import { findCase } from '../../../store/cases/cases.ts';
import type { ApprovalRequest } from '../../../store/staff/approvals.ts';
import type { StaffInPerson } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import type { Operations } from '../../context.ts';
import { requestFor } from '../../special/request-for.ts';

/** Whether somebody may know that there is such a request: about what is confidential, only whoever may know of that. */
export async function mayKnowOf(
  op: Operations,
  actor: StaffInPerson,
  { act, about, caseId, requestedBy }: Pick<ApprovalRequest, 'act' | 'about' | 'caseId' | 'requestedBy'>,
): Promise<boolean> {
  if (requestedBy === actor.person.subject || seesConfidential(actor)) return true;
  if (act !== 'accept_special_request')
    return caseId === null || (await findCase(op.pool, { caseId }))?.confidential !== true;
  try {
    await requestFor(op.pool, actor, { requestId: about });
    return true;
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'special_request_unknown') return false;
    throw error;
  }
}
