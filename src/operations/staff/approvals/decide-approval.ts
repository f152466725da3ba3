import { HandbackError } from '../../../domain/errors.ts';
import { isFreshSignIn } from '../../../domain/rules/two-person.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type Db, inTransaction, poolWithin, type Within } from '../../../store/database/database.ts';
import {
  type ApprovalContents,
  type ApprovalRequest,
  decide,
  findApproval,
  holdApproval,
  letApprovalGo,
  takeApproval,
} from '../../../store/staff/approvals.ts';
import { isStaffSessionEnded, latestRoles } from '../../../store/staff/sessions.ts';
import { type Actor, auditName, type StaffPerson } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { ACTS, type ApprovableAct, isApprovable } from './acts.ts';
import { approversOf } from './approvers-of.ts';
import { askerNow } from './asker-now.ts';
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
 *   what was asked for looks different now, `approval_asker_gone` where whoever asked may not do it any more, `sign_in_again`, `request_invalid` for a refusal without a reason, and whatever the act throws: then it still
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
    if (decision === 'refused' && reason === null)
      throw new HandbackError('request_invalid', { field: 'reason' });
    await requireApprover(op, person, found);
  }
  const kept: KeepDecision = async (tx, claim) => {
    const by = { by: person.subject, session: person.sessionId };
    const done = await decide(tx, { requestId, decision, claim, ...by, reason });
    if (!done) throw new HandbackError('approval_over');
    const { caseId, lineId } = found;
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: auditName(actor) },
        action: `approval_${decision}`,
        facts: { act: found.act, approval: requestId, ...(reason === null ? {} : { reason }) },
      },
    ]);
  };
  if (decision !== 'approved') return inTransaction(op.pool, (tx) => kept(tx, null));
  return carryOut(op, person, { ...found, act: found.act }, kept).catch((error: unknown) => {
    throw error instanceof HandbackError ? asToldTo(actor, error) : error;
  });
}

/** Keeps what was decided, in the transaction that it belongs to. */
type KeepDecision = (tx: Db, claim: string | null) => Promise<void>;

/**
 * Does what was asked for. The first transaction of the act keeps the decision too, so that neither is ever there without the other; an
 * act that could not be carried out still waits. Until then no transaction is open, so that a hundred clicks do not wait for each
 * other's connections; and while one is, the request is locked: nobody refuses what is being done.
 */
async function carryOut(
  op: Operations,
  person: StaffPerson,
  found: ApprovalRequest & ApprovalContents & { readonly act: keyof typeof ACTS },
  kept: KeepDecision,
): Promise<void> {
  const { requestId, about } = found;
  const { with: given } = found.body as KeptRequest;
  const act = ACTS[found.act] as ApprovableAct<unknown>;
  const claim = await takeApproval(op.pool, requestId);
  if (claim === null) throw new HandbackError('approval_over');
  let decided = false;
  const within: Within = async (tx, work) => {
    const held = await holdApproval(tx, requestId, claim);
    // Whoever was away for too long finds that somebody else decided, and does nothing.
    if (held === null) throw new HandbackError('approval_over');
    const result = await work();
    if (held === 'open') await kept(tx, claim);
    decided = true;
    return result;
  };
  try {
    const asker = await askerNow(op, revived(found.body as KeptRequest), act.operation);
    const stands = await act.stand(op, given, asker);
    if (!isSameFacts(found.facts, stands.facts)) throw new HandbackError('approval_outdated');
    const approval = { requestId, act: found.act, about, by: person.subject };
    const pool = poolWithin(op.pool, within);
    await act.carryOut({ ...op, pool }, agreedTo(asker, approval), given);
    // Done before, it had nothing to commit.
    if (!decided) await inTransaction(pool, async () => undefined);
  } catch (error) {
    await letApprovalGo(op.pool, requestId, claim);
    throw error;
  }
}

/**
 * @throws HandbackError `sign_in_again` where the sign-in is not fresh, or over; `role_needed` where it is nobody who agrees to this, or
 *   not any more: another session of theirs may know better than this one
 */
async function requireApprover(op: Operations, person: StaffPerson, found: ApprovalRequest): Promise<void> {
  if (!isFreshSignIn(person, op.clock.now()) || (await isStaffSessionEnded(op.pool, person.sessionId)))
    throw new HandbackError('sign_in_again');
  const [roles, latest] = await Promise.all([approversOf(op, found), latestRoles(op.pool, person.subject)]);
  const may = roles.some((role) => person.roles.includes(role) && latest?.includes(role));
  if (!may) throw new HandbackError('role_needed', { roles });
}
