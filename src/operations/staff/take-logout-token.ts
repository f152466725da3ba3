import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { endStaffSession, staffSessionsToEnd, takeLogoutToken as take } from '../../store/staff/sessions.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { endAttendancesOf } from './end-attendances-of.ts';
import { staffDesks } from './staff-desks.ts';

/**
 * The issuer ended somebody's session: so does Handback (OpenID Connect Back-Channel Logout 1.0). The same token sent again does
 * nothing more.
 *
 * @throws HandbackError `no_desks`, `issuer_away`, `sign_in_refused` for a token that does not hold
 */
export async function takeLogoutToken(
  op: Operations,
  actor: Actor,
  request: { readonly token: string },
): Promise<void> {
  requireAccess(actor, 'takeLogoutToken');
  const { issuer, jti, sub, sid } = await staffDesks(op).issuer.readLogoutToken(request.token);
  await inTransaction(op.pool, async (tx) => {
    if (!(await take(tx, { issuer, jti }))) return;
    const subject = sub === null ? null : `${issuer}#${sub}`;
    for (const ended of await staffSessionsToEnd(tx, { issuer, sid, subject })) {
      const { sessionId } = ended;
      await endStaffSession(tx, op.vault, sessionId, 'issuer');
      const name = `staff:${ended.subject}`;
      await endAttendancesOf(op, tx, { sessionId, actor: name });
      await insertAudit(tx, [
        { caseId: null, lineId: null, actor: name, action: 'staff_ended', facts: { session: sessionId } },
      ]);
    }
  });
}
