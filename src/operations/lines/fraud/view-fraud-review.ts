import { HandbackError } from '../../../domain/errors.ts';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { insertAudit } from '../../../store/audit.ts';
import { findFraudReview } from '../../../store/lines/fraud-reviews.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import type { ListedReview } from './list-fraud-reviews.ts';

/**
 * One review with its line, as far as it may be shown.
 * @throws HandbackError `role_needed`, `forbidden`, `fraud_review_unknown`
 */
export async function viewFraudReview(
  op: Operations,
  actor: Actor,
  { reference }: { readonly reference: string },
): Promise<ListedReview> {
  requireAccess(actor, 'viewFraudReview');
  const found = await findFraudReview(op.pool, reference);
  if (found === null) throw new HandbackError('fraud_review_unknown');
  const { lineId } = found;
  const msisdn = (await findLine(op.pool, lineId))?.line.msisdn ?? null;
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'fraud_review', reference, why: 'decision' },
    },
  ]);
  return { ...found, number: msisdn === null ? null : maskMsisdn(msisdn) };
}
