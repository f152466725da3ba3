import { HandbackError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import { insertAudit } from '../../../store/audit.ts';
import { endPauseOf, lockCaseOfLine } from '../../../store/cases/pauses/pauses.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { decideReview, findFraudReview, lockFraudReview } from '../../../store/lines/fraud-reviews.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { addOwnHold } from '../../../store/lines/own-holds.ts';
import { forgetAttempts } from '../../../store/people/attempts.ts';
import { announceCases, wakeWorkers } from '../../../store/wake.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { everyAttemptAbout } from '../../people/attempt-counters.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';

/**
 * Decides what is suspected of a line. `cleared`: it was the holder, and every count of wrong answers about the number is
 * forgotten, and a case that rests because of it goes on. `held`: nobody ends the line before two people agree; a case that is under way stops at its next barrier.
 *
 * @param request.reason for colleagues, in the audit log; no personal data
 * @throws HandbackError `role_needed`, `forbidden`, `field_missing` without a reason, `fraud_review_unknown`, `fraud_review_decided`,
 *   `line_ended` where there is nothing left to hold
 */
export async function decideFraudReview(
  op: Operations,
  actor: Actor,
  request: {
    readonly reference: string;
    readonly decision: 'cleared' | 'held';
    readonly reason: string;
  },
): Promise<void> {
  requireAccess(actor, 'decideFraudReview');
  const { reference, decision } = request;
  const reason = cleanText(request.reason, 500);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const lineId = (await findFraudReview(tx, reference))?.lineId;
    if (lineId === undefined) throw new HandbackError('fraud_review_unknown');
    // The case first, as an objection does: no intent is opened from here on, or it was opened before this.
    await lockCaseOfLine(tx, lineId);
    const review = await lockFraudReview(tx, reference);
    if (review === null) throw new HandbackError('fraud_review_unknown');
    if (review.state !== 'open') throw new HandbackError('fraud_review_decided', { state: review.state });
    const record = await findLine(tx, lineId);
    if (decision === 'held' && record?.line.status === 'ended') throw new HandbackError('line_ended');
    await decideReview(tx, review, { state: decision, at: now, by: actor.person.subject });
    if (decision === 'cleared') {
      await forgetAttempts(tx, everyAttemptAbout(op.vault, record?.line.msisdn ?? lineId));
      const going = await endPauseOf(tx, lineId);
      if (going !== null) {
        await announceCases(tx, [going]);
        await wakeWorkers(tx);
      }
    } else {
      const since = localDateAt(now, rulesOfLine(op, record, now).timeZone);
      await addOwnHold(tx, lineId, { kind: 'fraud', since, reference });
    }
    await insertAudit(tx, [
      {
        ...{ caseId: record?.openCase ?? null, lineId, actor: auditName(actor) },
        action: `fraud_review_${decision}`,
        facts: { reference, reason },
      },
    ]);
  });
}
