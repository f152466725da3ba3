import { HandbackError } from '../../../domain/errors.ts';
import { keepDeskReceipt } from '../../../store/desks/desk-receipts.ts';
import { findParty } from '../../../store/people/parties.ts';
import type { Subscriber } from '../../access/actor.ts';
import type { ReceiptKeeper } from '../../cases/receipt.ts';
import type { Operations } from '../../context.ts';
import { requireAttended } from '../hotline/attended.ts';

/**
 * Keeps the receipt that an operation gives to a customer at a desk until it is sent to them, for whoever sits there must never see
 * its secret. It commits with the step that gives it: no case is left whose receipt nobody has.
 *
 * @throws HandbackError `attendance_over` where a customer acts for themselves
 */
export function holdReceipt(op: Operations, actor: Subscriber): ReceiptKeeper {
  requireAttended(actor);
  return async (tx, { caseId, secret }) => {
    const party = await findParty(tx, op.vault, actor.partyId);
    if (party === null) throw new HandbackError('case_unknown');
    const { partyId, dataKey } = party;
    await keepDeskReceipt(tx, op.vault, { caseId, partyId, dataKey, secret, at: op.clock.now() });
  };
}
