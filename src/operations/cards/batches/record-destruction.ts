import { parseDestruction, type SaidDestruction } from '../../../domain/cards/destruction.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import { casesOfBatch, insertDestruction } from '../../../store/cards/batches.ts';
import { custodyOf } from '../../../store/cards/custody-moves.ts';
import { orderSupersessions } from '../../../store/certificates/supersessions.ts';
import { inTransaction } from '../../../store/database/database.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { homeTimeZone } from '../../home-time-zone.ts';
import { lockedBatch, moveSignedBatch } from './move-batch.ts';

/**
 * Records that a closed batch was destroyed, and with it each of its cards. The new certificates that say so are ordered in
 * the same transaction and made by the workers: ten thousand of them keep nobody waiting.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `batch_unknown`, `custody_conflict` for a batch that is not closed,
 *   `date_invalid` for a day to come or before it was handed over, `field_missing`, `field_invalid`
 */
export async function recordDestruction(
  op: Operations,
  actor: Actor,
  request: SaidDestruction & { readonly batch: string },
): Promise<{ readonly cards: number }> {
  requireAccess(actor, 'recordDestruction');
  const now = op.clock.now();
  const zone = homeTimeZone(op);
  return inTransaction(op.pool, async (tx) => {
    const batch = await lockedBatch(tx, request.batch);
    const { batchId } = batch;
    if (batch.state !== 'closed') throw new HandbackError('custody_conflict', { state: batch.state });
    const handedOverAt = (await custodyOf(tx, { batchId })).findLast(
      ({ kind }) => kind === 'hand_over_batch',
    )!.at;
    const record = parseDestruction(request, {
      today: localDateAt(now, zone),
      handedOverOn: localDateAt(handedOverAt, zone),
    });
    await moveSignedBatch(tx, actor, 'destroy_batch', batch, { now });
    await insertDestruction(tx, op.vault, { ...record, batchId, now });
    await orderSupersessions(tx, await casesOfBatch(tx, batchId));
    return { cards: batch.cards };
  });
}
