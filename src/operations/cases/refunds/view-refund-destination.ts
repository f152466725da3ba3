import { maskBankAccount } from '../../../domain/values/bank-account.ts';
import { insertAudit } from '../../../store/audit.ts';
import { findRefundDestination, type RefundDestination } from '../../../store/cases/refund-destinations.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { caseFor } from '../case-for.ts';

export type { RefundDestination } from '../../../store/cases/refund-destinations.ts';

/**
 * Where a refund goes, as its person said. They see the account masked; the operator's people and systems, whose look is
 * audited, see it whole.
 *
 * @returns null where nobody said, and once the person is erased
 * @throws HandbackError `case_unknown`, `forbidden`
 */
export async function viewRefundDestination(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<RefundDestination | null> {
  requireAccess(actor, 'viewRefundDestination');
  const { caseId, lineId } = await caseFor(op.pool, actor, request);
  const said = await findRefundDestination(op.pool, op.vault, caseId);
  if (actor.kind === 'staff' || actor.kind === 'system') {
    await insertAudit(op.pool, [
      { caseId, lineId, actor: auditName(actor), action: 'refund_destination_viewed' },
    ]);
    return said;
  }
  return said?.kind === 'bank_account' ? { ...said, account: maskBankAccount(said.account) } : said;
}
