import { inTransaction } from '../../../store/database/database.ts';
import { findVisit, keepEnded } from '../../../store/desks/counter-visits.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { atTheCounter, auditVisit } from './at-the-counter.ts';

/**
 * The customer leaves the counter, finished or not. Sent twice it does nothing more.
 * @throws HandbackError `visit_unknown` on the telephone, `forbidden`, `role_needed`
 */
export async function endCounterVisit(op: Operations, actor: Actor): Promise<void> {
  requireAccess(actor, 'endCounterVisit');
  const { attendanceId } = atTheCounter(actor);
  await inTransaction(op.pool, async (tx) => {
    const visit = await findVisit(tx, attendanceId);
    if (visit === null || !(await keepEnded(tx, visit.visitId, op.clock.now()))) return;
    await auditVisit(tx, actor, { visit }, 'visit_ended', { signed: visit.signedAt !== null });
  });
}
