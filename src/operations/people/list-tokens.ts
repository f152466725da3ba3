import { type ListedToken, listApiTokens } from '../../store/people/api-tokens.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * The tokens of systems and staff: names, scopes, when they were made and ended; never a secret, of which only a hash is
 * kept.
 * @throws HandbackError `forbidden`
 */
export async function listTokens(op: Operations, actor: Actor): Promise<readonly ListedToken[]> {
  requireAccess(actor, 'listTokens');
  return listApiTokens(op.pool);
}
