import { CARD_LEFT, type CardLeft } from '../../domain/cards/place.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { type Iccid, parseIccid } from '../../domain/values/iccid.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Bag, lockBag, moveBagTo } from '../../store/cards/bags.ts';
import { lockBatch, noteBatchDiffers } from '../../store/cards/batches.ts';
import { insertCustodyMove } from '../../store/cards/custody-moves.ts';
import { findCardHere, lockCardHere, markLeft, type ReturnedCard } from '../../store/cards/returned-cards.ts';
import { orderSupersession } from '../../store/certificates/supersessions.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { signerOf } from './signing.ts';
import { whenToCertify } from './when-to-certify.ts';

const LONGEST_REASON = 500;

/**
 * Takes a card out of the books of what is here: given back to its holder, whose line goes on after all; sent on to the
 * operator to which it belongs; or lost while it was with us, which is what a batch that does not agree may need in the end.
 * A bag that is opened for it has lost its seal: it is open again, and leaves a batch that is still here.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `iccid_invalid`, `field_invalid`, `field_missing` without a reason,
 *   `card_unknown`, `custody_conflict` for one that the destroyer has
 */
export async function removeCard(
  op: Operations,
  actor: Actor,
  request: { readonly iccid: string; readonly as: CardLeft; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'removeCard');
  const iccid = parseIccid(request.iccid);
  const { as } = request;
  if (!CARD_LEFT.includes(as)) throw new HandbackError('field_invalid', { field: 'as' });
  const reason = cleanText(request.reason, LONGEST_REASON);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const { card, bag, certifyInMs } = await lockCardWithBag(tx, iccid);
    if (!mayLeave(card, as)) throw new HandbackError('custody_conflict', { state: card.batchState ?? '' });
    await markLeft(tx, card.cardId, as, now);
    if (card.batchId !== null) await noteBatchDiffers(tx, card.batchId, null);
    if (bag !== null && bag.state !== 'open' && as !== 'lost')
      await moveBagTo(tx, bag.bagId, { state: 'open', seal: null, batchId: null });
    await insertCustodyMove(tx, {
      ...(bag === null ? {} : { bagId: bag.bagId }),
      ...{ kind: 'leave', cardId: card.cardId, at: now, signedBy: signerOf(actor) },
    });
    const { caseId, lineId } = card;
    const facts = { as, reason, bag: card.bagNumber };
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action: 'card_left', facts }]);
    // A certificate that says that we have it is replaced; of a lost one it never said more than that it came.
    if (caseId !== null && certifyInMs !== null && as !== 'lost')
      await orderSupersession(tx, caseId, certifyInMs);
  });
}

/**
 * Batch, bag, case and card, locked in this order, like everywhere.
 * @throws HandbackError `card_unknown`; `custody_conflict` where it was moved meanwhile
 */
async function lockCardWithBag(
  tx: Db,
  iccid: Iccid,
): Promise<{
  readonly card: ReturnedCard;
  readonly bag: Bag | null;
  readonly certifyInMs: number | null;
}> {
  const seen = await findCardHere(tx, iccid);
  if (seen === null || seen.condition === 'missing') throw new HandbackError('card_unknown');
  if (seen.batchNumber !== null) await lockBatch(tx, seen.batchNumber);
  const bag = seen.bagNumber === null ? null : await lockBag(tx, seen.bagNumber);
  const certify = seen.caseId === null ? null : await whenToCertify(tx, seen.caseId);
  const card = await lockCardHere(tx, iccid);
  if (card === null) throw new HandbackError('card_unknown');
  if (card.bagId !== seen.bagId || card.batchId !== seen.batchId || card.caseId !== seen.caseId)
    throw new HandbackError('custody_conflict', { state: card.bagState ?? '' });
  return { card, bag, certifyInMs: certify?.inMs ?? null };
}

/** What is at the destroyer can only be found to be lost; what is destroyed or agreed upon is past that. */
function mayLeave({ batchState }: ReturnedCard, as: CardLeft): boolean {
  return batchState === null || batchState === 'open' || (batchState === 'handed_over' && as === 'lost');
}
