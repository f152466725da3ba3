import { HandbackError } from '../../../domain/errors.ts';
import { type PhotoMark, photosOf } from '../../../store/desks/document-photos.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

export type { PhotoMark } from '../../../store/desks/document-photos.ts';

/**
 * Which pictures there are, without what is on them: of the visit that is under way, or of a case.
 * @param request.caseId of staff in their own name; a clerk sees those of the visit
 * @throws HandbackError `case_unknown` without a case, `forbidden`, `role_needed`
 */
export async function listPhotos(
  op: Operations,
  actor: Actor,
  request: { readonly caseId?: string | undefined },
): Promise<readonly PhotoMark[]> {
  requireAccess(actor, 'listPhotos');
  const now = op.clock.now();
  if (actor.kind === 'subscriber')
    return photosOf(op.pool, { attendanceId: actor.attended.attendanceId }, now);
  if (request.caseId === undefined) throw new HandbackError('case_unknown');
  return photosOf(op.pool, { caseId: request.caseId }, now);
}
