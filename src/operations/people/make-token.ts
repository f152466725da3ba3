import type { Scope } from '../../domain/people/scope.ts';
import { cleanText, refuseField } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { makeApiToken } from '../../store/people/api-tokens.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

const LONGEST_NAME = 60;

/**
 * Makes a token for a system or for staff. It is answered once and stored as a hash.
 *
 * @returns null where the name was used before: an entry of the audit log must mean one token for ever
 * @throws HandbackError `forbidden`, `field_invalid` for a name that cannot stand in the audit log
 */
export async function makeToken(
  op: Operations,
  actor: Actor,
  request: { readonly name: string; readonly scopes: readonly Scope[] },
): Promise<string | null> {
  requireAccess(actor, 'makeToken');
  const name = cleanText(request.name, LONGEST_NAME);
  if (name === '') refuseField('form');
  const scopes = [...new Set(request.scopes)];
  return inTransaction(op.pool, async (tx) => {
    const token = await makeApiToken(tx, op.vault, { name, scopes });
    if (token === null) return null;
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: auditName(actor), action: 'token_made', facts: { name, scopes } },
    ]);
    return token;
  });
}
