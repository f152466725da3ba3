import { HandbackError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { lockFraudReview, releaseReview } from '../../../store/lines/fraud-reviews.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { removeOwnHold } from '../../../store/lines/own-holds.ts';
import { forgetAttempts } from '../../../store/people/attempts.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { approvalFacts, requireSecondPerson } from '../../access/second-person.ts';
import type { Operations } from '../../context.ts';
import { everyAttemptAbout } from '../../people/attempt-counters.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';

/**
 * Takes back the hold that a review of fraud put on a line: its holder can end it again, and be asked again. A second person
 * agrees, by the rulebook.
 *
 * @param request.reason for colleagues, in the audit log; no personal data
 * @throws HandbackError `role_needed`, `forbidden`, `approval_needed`, `field_missing` without a reason, `fraud_review_unknown`, `fraud_review_decided` where
 *   it is not held
 */
export async function releaseFraudHold(
  op: Operations,
  actor: Actor,
  request: { readonly reference: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'releaseFraudHold');
  const { reference } = request;
  const reason = cleanText(request.reason, 500);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const review = await lockFraudReview(tx, reference);
    if (review === null) throw new HandbackError('fraud_review_unknown');
    if (review.state !== 'held') throw new HandbackError('fraud_review_decided', { state: review.state });
    const { lineId } = review;
    const record = await findLine(tx, lineId);
    requireSecondPerson(actor, 'release_fraud_hold', reference, rulesOfLine(op, record, now));
    await releaseReview(tx, review, { at: now, by: actor.person.subject });
    await removeOwnHold(tx, lineId, reference);
    await forgetAttempts(tx, everyAttemptAbout(op.vault, record?.line.msisdn ?? lineId));
    await insertAudit(tx, [
      {
        ...{ caseId: record?.openCase ?? null, lineId, actor: auditName(actor) },
        action: 'fraud_hold_released',
        facts: { reference, reason, ...approvalFacts(actor) },
      },
    ]);
  });
}
