import { BATCH_MOVES, type BatchMove, moveBatch } from '../../../domain/cards/custody.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type Batch, lockBatch, moveBatchTo } from '../../../store/cards/batches.ts';
import { insertCustodyMove, lastSigner } from '../../../store/cards/custody-moves.ts';
import type { Db } from '../../../store/database/database.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { givenNumber, signerOf } from '../signing.ts';

const ACTIONS: Readonly<Record<BatchMove, string>> = {
  hand_over_batch: 'card_batch_handed_over',
  close_batch: 'card_batch_closed',
  destroy_batch: 'card_batch_destroyed',
};

/** @throws HandbackError `batch_unknown` */
export async function lockedBatch(tx: Db, number: string): Promise<Batch> {
  const batch = await lockBatch(tx, givenNumber(number));
  if (batch === null) throw new HandbackError('batch_unknown');
  return batch;
}

/**
 * One move of a batch, as the table of custody allows it, signed and audited.
 * @param batch its row must be locked
 * @throws HandbackError `custody_conflict`, `custody_same_person`, `custody_differs`
 */
export async function moveSignedBatch(
  tx: Db,
  actor: Actor,
  kind: BatchMove,
  batch: Batch,
  said: {
    readonly counted?: number;
    readonly seal?: string;
    readonly destroyer?: string;
    readonly now: Date;
  },
): Promise<void> {
  const { batchId } = batch;
  const { counted = null, seal = null, destroyer = batch.destroyer, now } = said;
  const by = signerOf(actor);
  const { notBy } = BATCH_MOVES[kind];
  const otherSigner = notBy === null ? null : await lastSigner(tx, { batchId }, notBy);
  const state = moveBatch(kind, batch, { by, counted, seal, otherSigner });
  await moveBatchTo(tx, batchId, { state, seal: seal ?? batch.seal, destroyer });
  await insertCustodyMove(tx, {
    ...{ kind, batchId, at: now, signedBy: by },
    ...(counted === null ? {} : { counted }),
    ...(seal === null ? {} : { seal }),
  });
  const facts = {
    batch: batch.number,
    cards: batch.cards,
    bags: batch.bags,
    ...(seal === null ? {} : { seal }),
  };
  await insertAudit(tx, [
    { caseId: null, lineId: null, actor: auditName(actor), action: ACTIONS[kind], facts },
  ]);
}
