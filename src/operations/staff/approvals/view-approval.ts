import { HandbackError } from '../../../domain/errors.ts';
import type { Role } from '../../../domain/rules/role.ts';
import { SEES_APPROVALS } from '../../../domain/rules/two-person.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type ApprovalRequest, findApproval, isMoot } from '../../../store/staff/approvals.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { ACTS, type ApprovableAct, type ApprovalFact, isApprovable } from './acts.ts';
import { approversOf } from './approvers-of.ts';
import { askerNow } from './asker-now.ts';
import { type KeptRequest, revived } from './kept-request.ts';
import { mayKnowOf } from './may-know-of.ts';
import { isSameFacts } from './same-facts.ts';
import { asToldTo } from './told-of-refusal.ts';

export interface ApprovalView {
  readonly request: ApprovalRequest;
  /** What whoever asked saw. */
  readonly facts: readonly ApprovalFact[];
  /** What there is to see now, where it is something else; null where it is the same, or it was decided. */
  readonly factsNow: readonly ApprovalFact[] | null;
  /** What the act would say now, where it could not be done at all. */
  readonly obstacle: HandbackError | null;
  /** What it is about was settled in another way meanwhile: nothing is left to agree to. */
  readonly moot: boolean;
  readonly mine: boolean;
  readonly over: boolean;
  /** Whose agreement it needs. */
  readonly approvers: readonly Role[];
}

/**
 * One request, as the second person sees it. Whoever may decide nothing sees their own.
 * @throws HandbackError `role_needed`, `forbidden`, `approval_unknown`
 */
export async function viewApproval(
  op: Operations,
  actor: Actor,
  { requestId }: { readonly requestId: string },
): Promise<ApprovalView> {
  requireAccess(actor, 'viewApproval');
  const found = await findApproval(op.pool, op.vault, requestId);
  if (found === null || !isApprovable(found.act)) throw new HandbackError('approval_unknown');
  const mine = found.requestedBy === actor.person.subject;
  const sees = mine || actor.person.roles.some((role) => SEES_APPROVALS.includes(role));
  if (!sees || !(await mayKnowOf(op, actor, found))) throw new HandbackError('approval_unknown');
  const { body, facts, ...request } = found;
  const over = request.decision !== null || request.expiresAt <= op.clock.now();
  const act = ACTS[found.act] as ApprovableAct<unknown>;
  const keptRequest = body as KeptRequest;
  const stands = await askerNow(op, revived(keptRequest), act.operation)
    .then((asker) => act.stand(op, keptRequest.with, asker))
    .catch((error: unknown) => {
      if (error instanceof HandbackError) return error;
      throw error;
    });
  const { caseId, lineId } = request;
  await insertAudit(op.pool, [
    {
      ...{ caseId, lineId, actor: auditName(actor) },
      action: 'viewed',
      facts: { what: 'approval', approval: requestId, why: mine ? 'own_request' : 'decision' },
    },
  ]);
  const standing = stands instanceof HandbackError ? null : stands;
  return {
    request,
    facts: facts as readonly ApprovalFact[],
    factsNow: over || standing === null || isSameFacts(facts, standing.facts) ? null : standing.facts,
    obstacle: over || standing !== null ? null : asToldTo(actor, stands as HandbackError),
    moot: !over && (await isMoot(op.pool, requestId)),
    mine,
    over,
    approvers: await approversOf(op, found),
  };
}
