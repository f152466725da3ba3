import { HandbackError } from '../../../domain/errors.ts';
import { isFreshSignIn } from '../../../domain/rules/two-person.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import {
  type ApprovalContents,
  type ApprovalRequest,
  decide,
  findApproval,
  letApprovalGo,
  takeApproval,
} from '../../../store/staff/approvals.ts';
import { type Actor, auditName, type StaffPerson } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { ACTS, type ApprovableAct, isApprovable } from './acts.ts';
import { approversOf } from './approvers-of.ts';
import { agreedTo, type KeptRequest, revived } from './kept-request.ts';
import { mayKnowOf } from './may-know-of.ts';
import { isSameFacts } from './same-facts.ts';
import { asToldTo } from './told-of-refusal.ts';

const LONGEST_REASON = 500;

/**
 * Agrees to an act that somebody else asked for, and does it; or refuses it. Whoever agrees is another person in another
 * session, has one of the roles that the rulebook names, signed in just now with a second factor, and sees the act as it stands now.
 * Whoever asked can only take it back. Of two who decide at once the second finds it decided.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `approval_unknown`, `approval_over`, `approval_own`, `approval_outdated` where
 *   what was asked for looks different now, `sign_in_again`, `request_invalid` for a refusal without a reason, and whatever the act throws: then it still
 *   waits
 */
export async function decideApproval(
  op: Operations,
  actor: Actor,
  request: {
    readonly requestId: string;
    readonly decision: 'approved' | 'refused' | 'withdrawn';
    readonly reason?: string;
  },
): Promise<void> {
  requireAccess(actor, 'decideApproval');
  const { requestId, decision } = request;
  const { person } = actor;
  const reason = cleanText(request.reason ?? '', LONGEST_REASON) || null;
  const found = await findApproval(op.pool, op.vault, requestId);
  if (found === null || !isApprovable(found.act) || !(await mayKnowOf(op, actor, found)))
    throw new HandbackError('approval_unknown');
  const now = op.clock.now();
  if (found.decision !== null || found.expiresAt <= now) throw new HandbackError('approval_over');
  const own = found.requestedBy === person.subject || found.requestedSession === person.sessionId;
  if (own !== (decision === 'withdrawn')) throw new HandbackError('approval_own');
  if (decision !== 'withdrawn') {
    if (!isFreshSignIn(person, now)) throw new HandbackError('sign_in_again');
    if (decision === 'refused' && reason === null)
      throw new HandbackError('request_invalid', { field: 'reason' });
    const roles = await approversOf(op, found);
    if (!roles.some((role) => person.roles.includes(role))) throw new HandbackError('role_needed', { roles });
  }
  if (decision === 'approved')
    await carryOut(op, person, { ...found, act: found.act }).catch((error: unknown) => {
      throw error instanceof HandbackError ? asToldTo(actor, error) : error;
    });
  await inTransaction(op.pool, async (tx) => {
    const by = { by: person.subject, session: person.sessionId };
    if (!(await decide(tx, { requestId, decision, ...by, reason }))) throw new HandbackError('approval_over');
    const { caseId, lineId } = found;
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: auditName(actor) },
        action: `approval_${decision}`,
        facts: { act: found.act, approval: requestId, ...(reason === null ? {} : { reason }) },
      },
    ]);
  });
}

/**
 * Does what was asked for, before the decision is kept: an act that could not be carried out still waits, and each can be done twice
 * without harm. No transaction is open meanwhile: the act has its own, and a hundred clicks would wait for each other's connections.
 */
async function carryOut(
  op: Operations,
  person: StaffPerson,
  found: ApprovalRequest & ApprovalContents & { readonly act: keyof typeof ACTS },
): Promise<void> {
  const { requestId, about } = found;
  const { with: given } = found.body as KeptRequest;
  const asker = revived(found.body as KeptRequest);
  const act = ACTS[found.act] as ApprovableAct<unknown>;
  if (!(await takeApproval(op.pool, requestId))) throw new HandbackError('approval_over');
  try {
    const stands = await act.stand(op, given, asker);
    if (!isSameFacts(found.facts, stands.facts)) throw new HandbackError('approval_outdated');
    const approval = { requestId, act: found.act, about, by: person.subject };
    await act.carryOut(op, agreedTo(asker, approval), given);
  } catch (error) {
    await letApprovalGo(op.pool, requestId);
    throw error;
  }
}
