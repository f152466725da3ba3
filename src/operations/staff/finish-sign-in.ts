import { HandbackError } from '../../domain/errors.ts';
import { isStrong, nameOf, rolesOf, shopOf } from '../../domain/staff/claims.ts';
import type { SignInAttempt } from '../../ports/staff-issuer.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import {
  endStaffSession,
  findStaffSession,
  openStaffSession,
  renewStaffSession,
} from '../../store/staff/sessions.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { endAttendancesOf } from './end-attendances-of.ts';
import { staffDesks } from './staff-desks.ts';

/**
 * Opens the session of somebody of the operator whom the issuer sent back. Somebody who had one, and showed anew who they are,
 * keeps it under a new token, with the customer to whom they attend.
 *
 * @param request.callback the address at which they came back, as the public sees it
 * @param request.token of the session that they had in this browser
 * @throws HandbackError `no_desks`, `issuer_away`, `sign_in_refused` (with `reason`), `no_role`
 */
export async function finishStaffSignIn(
  op: Operations,
  actor: Actor,
  request: { readonly callback: URL; readonly attempt: SignInAttempt; readonly token: string | null },
): Promise<{ readonly token: string }> {
  requireAccess(actor, 'finishStaffSignIn');
  const { issuer, rules } = staffDesks(op);
  const { attempt } = request;
  const identity = await issuer.finish(request.callback, attempt);
  const { claims, sub } = identity;
  const subject = `${identity.issuer}#${sub}`;
  const roles = rolesOf(claims, rules);
  const strong = isStrong(claims, rules);
  const refusal =
    roles.length === 0
      ? new HandbackError('no_role')
      : attempt.fresh && !strong
        ? new HandbackError('sign_in_refused', { reason: 'not_strong' })
        : null;
  if (refusal !== null) {
    await insertAudit(op.pool, [audited(subject, 'staff_refused', { code: refusal.code })]);
    throw refusal;
  }
  const made = {
    subject,
    name: nameOf(claims, sub),
    issuer: identity.issuer,
    sid: identity.sid,
    roles,
    shop: shopOf(claims, rules),
    idToken: identity.idToken,
    // An issuer that does not say when: so long ago that it is never taken for just now.
    authenticatedAt: identity.authenticatedAt ?? new Date(0),
    strong,
    absoluteMinutes: rules.absoluteMinutes,
  };
  return inTransaction(op.pool, async (tx) => {
    const had = request.token === null ? null : await findStaffSession(tx, request.token, rules.idleMinutes);
    const mine = had !== null && !had.over;
    if (attempt.fresh && mine && had.subject !== subject)
      throw new HandbackError('sign_in_refused', { reason: 'other_person' });
    if (mine && had.subject === subject) {
      await insertAudit(tx, [audited(subject, 'staff_renewed', { roles, strong, session: had.sessionId })]);
      return { token: await renewStaffSession(tx, op.vault, had.sessionId, made) };
    }
    if (mine) {
      await endStaffSession(tx, op.vault, had.sessionId, 'renewed');
      await endAttendancesOf(op, tx, { sessionId: had.sessionId, actor: `staff:${had.subject}` });
    }
    const { token, sessionId } = await openStaffSession(tx, op.vault, made);
    await insertAudit(tx, [audited(subject, 'staff_signed_in', { roles, strong, session: sessionId })]);
    return { token };
  });
}

function audited(subject: string, action: string, facts: Readonly<Record<string, unknown>>) {
  return { caseId: null, lineId: null, actor: `staff:${subject}`, action, facts };
}
