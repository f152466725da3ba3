import { HandbackError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { cardsOfLinesThatGoOn } from '../../../store/cards/batches.ts';
import { inTransaction } from '../../../store/database/database.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenCount, givenSeal } from '../signing.ts';
import { lockedBatch, moveSignedBatch } from './move-batch.ts';

/** So many are named; the others show when these are taken out. */
const NAMED = 20;

/**
 * Seals a batch and hands it to the destroyer. A card of a line that has not ended is never handed over: its case may still be
 * withdrawn. Done again before it is closed, it needs another seal.
 *
 * @param request `destroyer`: the firm, not a person
 * @throws HandbackError `forbidden`, `role_needed`, `batch_unknown`, `field_missing`, `field_invalid`, `custody_conflict`,
 *   `custody_differs`, `card_line_goes_on` (with the cards)
 */
export async function handOverBatch(
  op: Operations,
  actor: Actor,
  request: {
    readonly batch: string;
    readonly counted: number;
    readonly seal: string;
    readonly destroyer: string;
  },
): Promise<void> {
  requireAccess(actor, 'handOverBatch');
  const counted = givenCount(request.counted);
  const seal = givenSeal(request.seal);
  const destroyer = cleanText(request.destroyer, 80);
  if (destroyer === '') throw new HandbackError('field_missing', { field: 'destroyer' });
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const batch = await lockedBatch(tx, request.batch);
    if (batch.cards === 0) throw new HandbackError('custody_conflict', { state: 'empty' });
    const goingOn = await cardsOfLinesThatGoOn(tx, batch.batchId);
    if (goingOn.length > 0)
      throw new HandbackError('card_line_goes_on', { cards: goingOn.slice(0, NAMED), count: goingOn.length });
    await moveSignedBatch(tx, actor, 'hand_over_batch', batch, { counted, seal, destroyer, now });
  });
}
