import { HandbackError } from '../../../domain/errors.ts';
import type { Role } from '../../../domain/rules/role.ts';
import { tokenInForce } from '../../../store/people/api-tokens.ts';
import { latestRoles } from '../../../store/staff/sessions.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { OperationName } from '../../access/table.ts';
import type { Operations } from '../../context.ts';
import type { Asker } from './acts.ts';

/**
 * Whoever asked, with what they may do now: a token may be revoked since, and somebody may have lost the role with which they asked.
 * @throws HandbackError `approval_asker_gone` where they may not do the act themselves any more
 */
export async function askerNow(op: Operations, asker: Asker, operation: OperationName): Promise<Asker> {
  const now = await withRightsOf(op, asker);
  if (now === null) throw new HandbackError('approval_asker_gone');
  try {
    requireAccess(now, operation);
  } catch (error) {
    if (error instanceof HandbackError) throw new HandbackError('approval_asker_gone');
    throw error;
  }
  return now;
}

/** Null for a token that is revoked, and for somebody who never signed in. */
async function withRightsOf(op: Operations, asker: Asker): Promise<Asker | null> {
  if (asker.kind === 'subscriber') {
    if (!asker.attended) return asker;
    const person = await rolesOf(op, asker.attended.person);
    return person === null ? null : { ...asker, attended: { ...asker.attended, person } };
  }
  if (asker.kind === 'staff' && asker.person) {
    const person = await rolesOf(op, asker.person);
    return person === null ? null : { ...asker, person };
  }
  // Whoever has the machine has no token that could be revoked.
  if (asker.kind === 'staff' && asker.atMachine) return asker;
  const scopes = await tokenInForce(op.pool, asker.name);
  return scopes === null ? null : { ...asker, scopes };
}

async function rolesOf<P extends { readonly subject: string; readonly roles: readonly Role[] }>(
  op: Operations,
  person: P,
): Promise<P | null> {
  const roles = await latestRoles(op.pool, person.subject);
  return roles === null ? null : { ...person, roles };
}
