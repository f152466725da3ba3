import { HandbackError } from '../../../domain/errors.ts';
import { findCase } from '../../../store/cases/cases.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { keepDeskReceipt } from '../../../store/desks/desk-receipts.ts';
import { findParty } from '../../../store/people/parties.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { receiptMatches } from '../../cases/receipt.ts';
import type { Operations } from '../../context.ts';
import { requireAttended } from '../hotline/attended.ts';

/**
 * Keeps the receipt of a case that was begun or confirmed at a desk, until it is sent to the customer: whoever sits there must
 * never see its secret.
 *
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `case_unknown`, also for a secret that is not this case's
 */
export async function holdReceipt(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly secret: string },
): Promise<void> {
  requireAccess(actor, 'holdReceipt');
  const { caseId, secret } = request;
  requireAttended(actor);
  const found = await findCase(op.pool, { caseId });
  if (found === null || found.holderId !== actor.partyId) throw new HandbackError('case_unknown');
  if (!receiptMatches(secret, found.receiptHash)) throw new HandbackError('case_unknown');
  await inTransaction(op.pool, async (tx) => {
    const party = await findParty(tx, op.vault, found.holderId);
    if (party === null) throw new HandbackError('case_unknown');
    const { partyId, dataKey } = party;
    await keepDeskReceipt(tx, op.vault, { caseId, partyId, dataKey, secret, at: op.clock.now() });
  });
}
