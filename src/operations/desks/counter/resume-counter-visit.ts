import { HandbackError } from '../../../domain/errors.ts';
import { findRecentCounterLine } from '../../../store/staff/attendances.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { type Attending, attend } from '../attend.ts';

/**
 * Begins anew with the customer of a visit that is over, because a session ended while they stood there. What they had proven
 * is gone: their document is looked at again.
 * @throws HandbackError `visit_unknown` for one of somebody else, or of another day; as `attend`
 */
export async function resumeCounterVisit(
  op: Operations,
  actor: Actor,
  request: { readonly attendanceId: string },
): Promise<Attending> {
  requireAccess(actor, 'resumeCounterVisit');
  const { subject } = actor.person;
  const lineId = await findRecentCounterLine(op.pool, { ...request, subject });
  if (lineId === null) throw new HandbackError('visit_unknown');
  return attend(op, actor, { channel: 'store', why: 'visit', lineId });
}
