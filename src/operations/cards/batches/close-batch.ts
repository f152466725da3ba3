import { countsOf, type Difference, differencesOf, scannedIccid } from '../../../domain/cards/differences.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { expectedOfBatch, noteBatchDiffers } from '../../../store/cards/batches.ts';
import { lastSigner } from '../../../store/cards/custody-moves.ts';
import { knownCards } from '../../../store/cards/expected-cards.ts';
import { scansOf } from '../../../store/cards/scans.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenCount, givenSeal, signerOf } from '../signing.ts';
import { lockedBatch, moveSignedBatch } from './move-batch.ts';

export interface BatchClosing {
  /** False where something differs: then nothing changed. */
  readonly closed: boolean;
  /** How many cards the books have in it. */
  readonly expected: number;
  readonly scanned: number;
  readonly differences: readonly Difference[];
}

/**
 * Closes a batch at the destroyer's, if the seal, the count and every card that was scanned are what the books have. Else it
 * names every difference and leaves the batch as it is: scan again, or have what is gone recorded as lost (`removeCard`).
 * Whoever closes is somebody else than who handed over.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `batch_unknown`, `field_missing`, `field_invalid`, `custody_conflict`,
 *   `custody_same_person`
 */
export async function closeBatch(
  op: Operations,
  actor: Actor,
  request: { readonly batch: string; readonly counted: number; readonly seal: string },
): Promise<BatchClosing> {
  requireAccess(actor, 'closeBatch');
  const counted = givenCount(request.counted);
  const seal = givenSeal(request.seal);
  const now = op.clock.now();
  return inTransaction(op.pool, async (tx) => {
    const batch = await lockedBatch(tx, request.batch);
    const { batchId } = batch;
    if (batch.state !== 'handed_over') throw new HandbackError('custody_conflict', { state: batch.state });
    if ((await lastSigner(tx, { batchId }, 'hand_over_batch')) === signerOf(actor))
      throw new HandbackError('custody_same_person');
    const [expected, scans] = [await expectedOfBatch(tx, batchId), await scansOf(tx, batchId)];
    const own = new Set(expected.map(({ iccid }) => iccid));
    const others = scans.map(({ scanned }) => scannedIccid(scanned)).filter((iccid) => iccid !== null);
    const strange = [...new Set(others)].filter((iccid) => !own.has(iccid));
    const elsewhere = strange.length === 0 ? new Map() : await knownCards(tx, strange);
    const differences = differencesOf(expected, scans, elsewhere, {
      counted,
      sealAgrees: seal === batch.seal,
    });
    const closed = differences.length === 0;
    if (closed) await moveSignedBatch(tx, actor, 'close_batch', batch, { counted, seal, now });
    else {
      await noteBatchDiffers(tx, batchId, now);
      const facts = { batch: batch.number, counted, differences: countsOf(differences) };
      await insertAudit(tx, [
        { caseId: null, lineId: null, actor: auditName(actor), action: 'card_batch_differs', facts },
      ]);
    }
    return { closed, expected: expected.length, scanned: scans.length, differences };
  });
}
