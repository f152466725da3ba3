import { HandbackError } from '../../../domain/errors.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { keepCardDone } from '../../../store/desks/counter-visits.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { auditVisit, lockedVisit } from './at-the-counter.ts';

/**
 * Notes that the step of the card is done: it was taken in, or it comes by post.
 * @throws HandbackError `visit_step_open` before the form is signed, `visit_unknown`
 */
export async function finishCardStep(
  op: Operations,
  actor: Actor,
  request: { readonly how: 'taken_in' | 'by_post' },
): Promise<void> {
  requireAccess(actor, 'finishCardStep');
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    const { visitId, signedAt, cardDoneAt } = found.visit;
    if (signedAt === null) throw new HandbackError('visit_step_open', { step: 'signature' });
    if (cardDoneAt !== null) return;
    await keepCardDone(tx, visitId, now);
    await auditVisit(tx, actor, found, 'card_step_done', request);
  });
}
