import { takeUp } from '../../domain/cases/moves.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor } from './case-for.ts';
import { declarationExpiry } from './open-case.ts';
import { hashReceipt, newReceiptSecret } from './receipt.ts';

/**
 * The holder, signed in, takes up a declaration that came through the public form: its time stays the legal one.
 * @returns the holder's own receipt, shown once; null if the declaration was taken up before
 * @throws HandbackError `not_signed_in`, `case_unknown`, `stage_conflict`
 */
export async function identify(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<{ readonly caseId: string; readonly reference: string; readonly receiptSecret: string } | null> {
  requireAccess(actor, 'identify');
  const now = op.clock.now();
  const { caseId } = request;
  const found = await caseFor(op.pool, actor, { caseId });
  if (found.stage !== 'identify') return null;
  const receiptSecret = newReceiptSecret(op.vault);
  const rules = op.rulebooks.forCase(found, now);
  const expiresAt = declarationExpiry(rules, now);
  return inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    // Another copy of the same request was faster.
    if (open !== null && !open.leased && open.stage !== 'identify') return null;
    const move = takeUp(open, expiresAt);
    const { lineId, reference } = open!;
    await moveCase(tx, {
      ...move,
      caseId,
      lineId,
      lease: null,
      watched: true,
      patch: { identifiedAt: now, receiptHash: hashReceipt(receiptSecret) },
      audit: [{ actor: auditName(actor), action: 'identified', facts: { factors: actor.factors } }],
    });
    return { caseId, reference, receiptSecret };
  });
}
