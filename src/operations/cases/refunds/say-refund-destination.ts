import { isSpared } from '../../../domain/cases/termination.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { parseBankAccount } from '../../../domain/values/bank-account.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { keepRefundDestination, type RefundDestination } from '../../../store/cases/refund-destinations.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findParty } from '../../../store/people/parties.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess, requireProof } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { caseFor } from '../case-for.ts';

const LONGEST_NAME = 100;

/**
 * Says where a refund of the final bill goes. It moves no money: the operator's billing pays, and reads it here. Whoever
 * says it proves as much as whoever confirmed the end of the line: money must not go where the phone went.
 * @throws HandbackError `not_signed_in`, `case_unknown`, `factor_needed`, `stage_conflict` for a line that goes on or is not
 *   confirmed, `field_missing` and
 *   `field_invalid` for the account or the name on it
 */
export async function sayRefundDestination(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly to: RefundDestination },
): Promise<void> {
  requireAccess(actor, 'sayRefundDestination');
  const { caseId, to } = request;
  const found = await caseFor(op.pool, actor, { caseId });
  requireProof(actor, 'sayRefundDestination', op.rulebooks.forCase(found, op.clock.now()), found);
  if (isSpared(found.outcome) || found.withdrawRequestedAt !== null || found.confirmedAt === null)
    throw new HandbackError('stage_conflict', { stage: found.stage });
  const destination = to.kind === 'as_paid' ? to : checked(to);
  const party = await findParty(op.pool, op.vault, found.holderId);
  if (party === null) throw new HandbackError('case_unknown');
  const { partyId, dataKey } = party;
  await inTransaction(op.pool, async (tx) => {
    await keepRefundDestination(tx, op.vault, { caseId, partyId, dataKey, destination, now: op.clock.now() });
    await insertAudit(tx, [
      {
        caseId,
        lineId: found.lineId,
        actor: auditName(actor),
        action: 'refund_destination_said',
        facts: { kind: destination.kind },
      },
    ]);
  });
}

function checked({ account, name }: Extract<RefundDestination, { kind: 'bank_account' }>): RefundDestination {
  const on = cleanText(name, LONGEST_NAME);
  if (on === '') throw new HandbackError('field_missing', { field: 'name' });
  return { kind: 'bank_account', account: parseBankAccount(account), name: on };
}
