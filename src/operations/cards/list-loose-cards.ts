import { looseCards, type ReturnedCard } from '../../store/cards/returned-cards.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { givenLimit } from './signing.ts';

/**
 * Cards that are here and in no bag, the oldest first: taken in at a desk and not bagged yet, or set aside (without a case),
 * to be sent on or back.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid` for a limit that is none
 */
export async function listLooseCards(
  op: Operations,
  actor: Actor,
  request: { readonly limit: number },
): Promise<readonly ReturnedCard[]> {
  requireAccess(actor, 'listLooseCards');
  return looseCards(op.pool, givenLimit(request.limit));
}
