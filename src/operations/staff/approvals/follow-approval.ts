import { HandbackError } from '../../../domain/errors.ts';
import { type ApprovalRequest, findApproval } from '../../../store/staff/approvals.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

/**
 * What became of a request, for the token that made it.
 * @throws HandbackError `forbidden`, `approval_unknown` also for one of somebody else
 */
export async function followApproval(
  op: Operations,
  actor: Actor,
  { requestId }: { readonly requestId: string },
): Promise<ApprovalRequest> {
  requireAccess(actor, 'followApproval');
  const found = await findApproval(op.pool, op.vault, requestId);
  if (found === null || found.requestedBy !== auditName(actor)) throw new HandbackError('approval_unknown');
  return found;
}
