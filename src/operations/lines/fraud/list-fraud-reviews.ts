import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import { insertAudit } from '../../../store/audit.ts';
import {
  type FraudReview,
  listedFraudReviews,
  type ReviewFilter,
} from '../../../store/lines/fraud-reviews.ts';
import { findLines } from '../../../store/lines/lines.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

export {
  type FraudReview,
  REVIEW_REASONS,
  REVIEW_STATES,
  type ReviewReason,
  type ReviewState,
} from '../../../store/lines/fraud-reviews.ts';

/** A review with its line, as far as it may be shown. */
export interface ListedReview extends FraudReview {
  /** Masked; null for a line without a number. */
  readonly number: string | null;
}

/**
 * Lines about which too much was guessed, the newest first. That they were looked at is in the audit log.
 * @throws HandbackError `role_needed`, `forbidden`
 */
export async function listFraudReviews(
  op: Operations,
  actor: Actor,
  request: ReviewFilter & { readonly limit: number },
): Promise<readonly ListedReview[]> {
  requireAccess(actor, 'listFraudReviews');
  const found = await listedFraudReviews(op.pool, request, request.limit);
  const lines = await findLines(op.pool, [...new Set(found.map(({ lineId }) => lineId))]);
  await insertAudit(
    op.pool,
    [...lines.keys()].map((lineId) => ({
      ...{ caseId: null, lineId, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'fraud_review' },
    })),
  );
  const masked = (msisdn: Msisdn | null | undefined) => (msisdn == null ? null : maskMsisdn(msisdn));
  return found.map((review) => ({ ...review, number: masked(lines.get(review.lineId)?.line.msisdn) }));
}
