import type { Scope } from '../../domain/people/scope.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { makeApiToken } from '../../store/people/api-tokens.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * Makes a token for a system or for staff.
 * @returns the token, shown once and kept only as a hash; null where the name was used before
 * @throws HandbackError `forbidden`
 */
export async function makeToken(
  op: Operations,
  actor: Actor,
  request: { readonly name: string; readonly scopes: readonly Scope[] },
): Promise<string | null> {
  requireAccess(actor, 'makeToken');
  return inTransaction(op.pool, async (tx) => {
    const token = await makeApiToken(tx, op.vault, request);
    if (token === null) return null;
    const { name, scopes } = request;
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: auditName(actor), action: 'token_made', facts: { name, scopes } },
    ]);
    return token;
  });
}
