import type { BagState } from '../../../domain/cards/custody.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type Bag, findBag, listedBags } from '../../../store/cards/bags.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenLimit, givenNumber } from '../signing.ts';

export interface BagPage {
  readonly bags: readonly Bag[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

/**
 * A page of bags, the newest first.
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid` for a limit that is none, `bag_unknown` for an `after`
 *   that is none
 */
export async function listBags(
  op: Operations,
  actor: Actor,
  request: { readonly state: BagState | null; readonly after: string | null; readonly limit: number },
): Promise<BagPage> {
  requireAccess(actor, 'listBags');
  const { state } = request;
  const limit = givenLimit(request.limit);
  const after = request.after === null ? null : givenNumber(request.after);
  if (after !== null && (await findBag(op.pool, after)) === null) throw new HandbackError('bag_unknown');
  const found = await listedBags(op.pool, { state, after }, limit + 1);
  const bags = found.slice(0, limit);
  return { bags, next: found.length > limit ? bags.at(-1)!.number : null };
}
