import { stopWaitingObstacle } from '../../domain/cases/obstacles.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { wakeUnbinding } from '../../store/cases/wake-unbinding.ts';
import { inTransaction } from '../../store/database/database.ts';
import { stopWaiting } from '../../store/esim/waiting.ts';
import { announceCases, wakeWorkers } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';

/**
 * Ends the line without waiting for its devices any longer. What they have not signed by then stays unproven.
 * @throws HandbackError `forbidden`, `case_unknown`, `stage_conflict` when the line has been cut already
 */
export async function stopWaitingForDevices(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<void> {
  requireAccess(actor, 'stopWaitingForDevices');
  const found = await caseFor(op.pool, actor, request);
  const { caseId, lineId, stage } = found;
  if (stopWaitingObstacle(found) !== null) throw new HandbackError('stage_conflict', { stage });
  await inTransaction(op.pool, async (tx) => {
    if (!(await stopWaiting(tx, caseId))) return;
    const action = 'stopped_waiting_for_devices';
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action }]);
    await wakeUnbinding(tx, [caseId]);
    await wakeWorkers(tx);
    await announceCases(tx, [caseId]);
  });
}
