import { insertAudit } from '../../../store/audit.ts';
import { insertBatch } from '../../../store/cards/batches.ts';
import { insertCustodyMove } from '../../../store/cards/custody-moves.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { newNumber, signerOf } from '../signing.ts';

/**
 * Begins a batch of bags that are destroyed together.
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function openBatch(op: Operations, actor: Actor): Promise<{ readonly number: string }> {
  requireAccess(actor, 'openBatch');
  const now = op.clock.now();
  const number = newNumber(op.vault, 'BT');
  await inTransaction(op.pool, async (tx) => {
    const batchId = await insertBatch(tx, { number, now });
    await insertCustodyMove(tx, { kind: 'open_batch', batchId, at: now, signedBy: signerOf(actor) });
    const facts = { batch: number };
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: auditName(actor), action: 'card_batch_opened', facts },
    ]);
  });
  return { number };
}
