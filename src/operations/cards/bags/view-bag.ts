import { HandbackError } from '../../../domain/errors.ts';
import { type Bag, findBag } from '../../../store/cards/bags.ts';
import { type CustodyMove, custodyOf } from '../../../store/cards/custody-moves.ts';
import { cardsOfBag, type ReturnedCard } from '../../../store/cards/returned-cards.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenNumber } from '../signing.ts';

export interface BagView {
  readonly bag: Bag;
  /** In the order in which they came. */
  readonly cards: readonly ReturnedCard[];
  readonly chain: readonly CustodyMove[];
}

/**
 * A bag, its cards and through whose hands it went.
 * @throws HandbackError `forbidden`, `role_needed`, `bag_unknown`
 */
export async function viewBag(
  op: Operations,
  actor: Actor,
  request: { readonly bag: string },
): Promise<BagView> {
  requireAccess(actor, 'viewBag');
  const bag = await findBag(op.pool, givenNumber(request.bag));
  if (bag === null) throw new HandbackError('bag_unknown');
  const [cards, chain] = await Promise.all([
    cardsOfBag(op.pool, bag.bagId),
    custodyOf(op.pool, { bagId: bag.bagId }),
  ]);
  return { bag, cards, chain };
}
