import { BAG_MOVES, type BagMove, moveBag } from '../../../domain/cards/custody.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type Bag, lockBag, moveBagTo } from '../../../store/cards/bags.ts';
import { insertCustodyMove, lastSigner } from '../../../store/cards/custody-moves.ts';
import type { Db } from '../../../store/database/database.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { givenCount, givenNumber, givenSeal, signerOf } from '../signing.ts';

/** What whoever moves a bag on says of it. */
export interface SignedBag {
  readonly bag: string;
  /** How many cards they counted. */
  readonly counted: number;
  /** The seal that they read, or put on. */
  readonly seal: string;
}

const ACTIONS: Readonly<Record<BagMove, string>> = {
  seal_bag: 'card_bag_sealed',
  hand_over_bag: 'card_bag_handed_over',
  take_over_bag: 'card_bag_taken_over',
  put_in_batch: 'card_bag_put_in_batch',
};

/**
 * One move of a bag, as the table of custody allows it, signed and audited.
 * @param batch into which it goes; its row must be locked
 * @throws HandbackError `bag_unknown`, `field_missing`, `field_invalid`, `custody_conflict`, `custody_same_person`,
 *   `custody_differs`
 */
export async function moveSignedBag(
  tx: Db,
  actor: Actor,
  kind: BagMove,
  said: { readonly bag: string; readonly counted: number | null; readonly seal: string },
  now: Date,
  batch?: { readonly batchId: string; readonly number: string },
): Promise<Bag> {
  const seal = givenSeal(said.seal);
  const counted = said.counted === null ? null : givenCount(said.counted);
  const bag = await lockBag(tx, givenNumber(said.bag));
  if (bag === null) throw new HandbackError('bag_unknown');
  const { bagId } = bag;
  const by = signerOf(actor);
  const { notBy } = BAG_MOVES[kind];
  const otherSigner = notBy === null ? null : await lastSigner(tx, { bagId }, notBy);
  const state = moveBag(kind, bag, { by, counted, seal, otherSigner });
  await moveBagTo(tx, bagId, { state, seal, batchId: batch?.batchId ?? null });
  await insertCustodyMove(tx, {
    ...{ kind, bagId, at: now, signedBy: by, seal },
    ...(batch === undefined ? {} : { batchId: batch.batchId }),
    ...(counted === null ? {} : { counted }),
  });
  const facts = {
    bag: bag.number,
    cards: bag.cards,
    seal,
    ...(kind === 'seal_bag' && bag.seal !== null ? { sealBefore: bag.seal } : {}),
    ...(batch === undefined ? {} : { batch: batch.number }),
  };
  await insertAudit(tx, [
    { caseId: null, lineId: null, actor: auditName(actor), action: ACTIONS[kind], facts },
  ]);
  return bag;
}
