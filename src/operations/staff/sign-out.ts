import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { endStaffSession } from '../../store/staff/sessions.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { endAttendancesOf } from './end-attendances-of.ts';
import { staffDesks } from './staff-desks.ts';

/**
 * Ends the session, and with it every customer's to whom the person attends.
 *
 * @returns where the person's session at the issuer ends; null where it has no such place, or does not answer
 * @throws HandbackError `forbidden`, `no_desks`
 */
export async function signOutStaff(
  op: Operations,
  actor: Actor,
  request: { readonly returnTo: string },
): Promise<string | null> {
  requireAccess(actor, 'signOutStaff');
  const { issuer } = staffDesks(op);
  const { sessionId } = actor.person;
  const ended = await inTransaction(op.pool, async (tx) => {
    const session = await endStaffSession(tx, op.vault, sessionId, 'person');
    if (session === null) return null;
    await endAttendancesOf(op, tx, { sessionId, actor: auditName(actor) });
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: null,
        actor: auditName(actor),
        action: 'staff_signed_out',
        facts: { session: sessionId },
      },
    ]);
    return session;
  });
  if (ended === null || ended.idToken === null) return null;
  return issuer.signOutUrl({ ...request, idToken: ended.idToken }).catch(() => null);
}
