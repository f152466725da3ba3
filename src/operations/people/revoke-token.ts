import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { revokeApiToken } from '../../store/people/api-tokens.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * Ends a token, at once.
 * @returns false where no token in use has the name
 * @throws HandbackError `forbidden`
 */
export async function revokeToken(
  op: Operations,
  actor: Actor,
  request: { readonly name: string },
): Promise<boolean> {
  requireAccess(actor, 'revokeToken');
  const { name } = request;
  return inTransaction(op.pool, async (tx) => {
    if (!(await revokeApiToken(tx, name))) return false;
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: auditName(actor), action: 'token_revoked', facts: { name } },
    ]);
    return true;
  });
}
