import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { closeSession } from '../../store/people/sessions.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/** Signs out. Without a session it does nothing, so it can be sent twice. */
export async function endSession(op: Operations, actor: Actor): Promise<void> {
  requireAccess(actor, 'endSession');
  if (actor.kind !== 'subscriber' || actor.sessionToken === undefined) return;
  const { lineId, sessionToken } = actor;
  await inTransaction(op.pool, async (tx) => {
    if (!(await closeSession(tx, sessionToken))) return;
    await insertAudit(tx, [{ caseId: null, lineId, actor: auditName(actor), action: 'signed_out' }]);
  });
}
