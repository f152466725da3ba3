import type { SignInAttempt } from '../../ports/staff-issuer.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { staffDesks } from './staff-desks.ts';

/**
 * Where somebody of the operator shows who they are, and what their browser keeps until they are back.
 *
 * @param request.fresh whether they must show it anew and strongly, for an act that asks for it
 * @throws HandbackError `no_desks`, `issuer_away`
 */
export async function beginStaffSignIn(
  op: Operations,
  actor: Actor,
  request: { readonly redirectUri: string; readonly fresh: boolean },
): Promise<{ readonly url: string; readonly attempt: SignInAttempt }> {
  requireAccess(actor, 'beginStaffSignIn');
  const { issuer, rules } = staffDesks(op);
  return issuer.begin({ ...request, scope: rules.scope, acr: rules.strong.acr });
}
