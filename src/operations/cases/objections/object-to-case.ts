import { objectionState } from '../../../domain/cases/objection.ts';
import { addPeriod } from '../../../domain/values/period.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type CaseRecord, lockOpenCase } from '../../../store/cases/cases.ts';
import { pauseCase } from '../../../store/cases/pauses/pauses.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import { openFraudReview } from '../../../store/lines/fraud-reviews.ts';
import { announceCases } from '../../../store/wake.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { newReviewReference } from '../receipt.ts';
import type { ObjectionLink } from './objection-link.ts';
import { caseOfLink, type ObjectionView, objectionView } from './view-objection.ts';

/**
 * "This was not me", by the link of a message that told of a case: the case rests, once, for as long as the rulebook says, and the
 * fraud desk looks at it. The link proves no more than that somebody was told, so it stops nothing for good: for that the
 * holder signs in, or the fraud desk decides. Sent a thousand times it happens once.
 *
 * @returns how the case stands now; a case that cannot rest any more says why
 * @throws HandbackError `case_unknown`, also for a link that is not ours
 */
export async function objectToCase(
  op: Operations,
  actor: Actor,
  link: ObjectionLink,
): Promise<ObjectionView> {
  requireAccess(actor, 'objectToCase');
  const { caseId } = await caseOfLink(op, link);
  await inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    const now = op.clock.now();
    if (open !== null && objectionState(open, now) === 'possible') await rest(op, tx, actor, open, now);
  });
  return objectionView(op, await caseOfLink(op, link));
}

async function rest(op: Operations, tx: Db, actor: Actor, open: CaseRecord, now: Date): Promise<void> {
  const { caseId, lineId } = open;
  const rules = op.rulebooks.forCase(open, now);
  const until = addPeriod(now, rules.settings.objection.value.period, rules.timeZone);
  await pauseCase(tx, { caseId, at: now, until });
  const reference = await openFraudReview(tx, {
    ...{ reference: newReviewReference(op.vault), lineId, why: 'objection' },
    ...{ openedAt: now, openedBy: auditName(actor) },
  });
  await insertAudit(tx, [
    {
      ...{ caseId, lineId, actor: auditName(actor), action: 'objected' },
      facts: { until: until.toISOString(), review: reference },
    },
  ]);
  await announceCases(tx, [caseId]);
}
