import { sayDeletedObstacle } from '../../domain/cases/obstacles.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { reportDeletion, unbindingsOfCase } from '../../store/esim/unbindings.ts';
import { announceCases } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';

/**
 * The holder says that a device has deleted the profile, without its signature. It proves nothing, and is told apart
 * from a proof wherever it is shown.
 *
 * @throws HandbackError `forbidden`, `case_unknown`, `profile_unknown`, `stage_conflict` once the case is over or
 *   withdrawn
 */
export async function sayDeleted(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly iccid: string },
): Promise<void> {
  requireAccess(actor, 'sayDeleted');
  const found = await caseFor(op.pool, actor, { caseId: request.caseId });
  const { caseId, lineId, stage } = found;
  if (sayDeletedObstacle(found) !== null) throw new HandbackError('stage_conflict', { stage });
  await inTransaction(op.pool, async (tx) => {
    const rows = await unbindingsOfCase(tx, caseId);
    if (!rows.some((row) => row.iccid === request.iccid)) throw new HandbackError('profile_unknown');
    if (!(await reportDeletion(tx, caseId, request.iccid, 'holder'))) return;
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action: 'deletion_reported' }]);
    await announceCases(tx, [caseId]);
  });
}
