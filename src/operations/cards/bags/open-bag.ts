import { insertAudit } from '../../../store/audit.ts';
import { insertBag } from '../../../store/cards/bags.ts';
import { insertCustodyMove } from '../../../store/cards/custody-moves.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type Actor, auditName, staffBehind } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { newNumber, signerOf } from '../signing.ts';

/**
 * Opens a bag for old cards, of the shop where whoever opens it sits.
 * @returns its number, which is written on it
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function openBag(op: Operations, actor: Actor): Promise<{ readonly number: string }> {
  requireAccess(actor, 'openBag');
  const now = op.clock.now();
  const number = newNumber(op.vault, 'BG');
  await inTransaction(op.pool, async (tx) => {
    const bagId = await insertBag(tx, { number, shop: staffBehind(actor)?.shop ?? null, now });
    await insertCustodyMove(tx, { kind: 'open_bag', bagId, at: now, signedBy: signerOf(actor) });
    const facts = { bag: number };
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: auditName(actor), action: 'card_bag_opened', facts },
    ]);
  });
  return { number };
}
