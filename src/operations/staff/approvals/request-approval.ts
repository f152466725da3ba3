import { HandbackError } from '../../../domain/errors.ts';
import { approversOfAct } from '../../../domain/rules/two-person.ts';
import { addPeriod } from '../../../domain/values/period.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { insertApproval } from '../../../store/staff/approvals.ts';
import { type Actor, auditName, staffBehind } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { ACTS, type ActRequests, type ApprovableAct } from './acts.ts';
import { kept } from './kept-request.ts';

export interface ApprovalAsked {
  readonly requestId: string;
  readonly expiresAt: Date;
}

/**
 * Asks a second person to agree to an act. It is done when they do, as it was asked for and in the name of whoever asked; nothing is
 * done before. Whoever may not do the act may not ask for it either.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `approval_open` where it is asked for already, and whatever the act throws
 *   where it cannot be done at all
 */
export async function requestApproval<A extends keyof ActRequests>(
  op: Operations,
  actor: Actor,
  request: { readonly act: A; readonly with: ActRequests[A] },
): Promise<ApprovalAsked> {
  requireAccess(actor, 'requestApproval');
  const { act } = request;
  const row: ApprovableAct<ActRequests[A]> = ACTS[act];
  requireAccess(actor as Actor, row.operation);
  const settled = (await row.settle?.(op, request.with)) ?? request.with;
  const { about, caseId, lineId, stage = null, rules, facts } = await row.stand(op, settled, actor);
  const rule = rules.settings.two_person.value;
  if (approversOfAct(rule, act).length === 0) throw new HandbackError('request_invalid', { field: 'act' });
  const expiresAt = addPeriod(op.clock.now(), rule.expires, rules.timeZone);
  const person = staffBehind(actor);
  const requestId = await inTransaction(op.pool, async (tx) => {
    const made = await insertApproval(tx, op.vault, {
      ...{ act, about, caseId, lineId, stage, expiresAt, facts },
      body: { with: settled, asker: kept(actor) },
      requestedBy: person?.subject ?? auditName(actor),
      requestedSession: person?.sessionId ?? null,
    });
    if (made === null) return null;
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: auditName(actor) },
        action: 'approval_asked',
        facts: { act, approval: made },
      },
    ]);
    return made;
  });
  if (requestId === null) throw new HandbackError('approval_open', { act });
  return { requestId, expiresAt };
}
