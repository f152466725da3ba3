import { HandbackError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { findPhoto, type PhotoMark } from '../../../store/desks/document-photos.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

const LONGEST_REASON = 200;

/**
 * A picture of a document: for the clerk, one of the visit that is under way; for those whose role it is, any, with a reason
 * that the audit log keeps.
 *
 * @param request.why of staff in their own name, and of nobody else
 * @throws HandbackError `photo_unknown`, `field_missing` without a reason, `forbidden`, `role_needed`
 */
export async function viewPhoto(
  op: Operations,
  actor: Actor,
  request: { readonly photoId: string; readonly why?: string | undefined },
): Promise<PhotoMark & { readonly bytes: Uint8Array }> {
  requireAccess(actor, 'viewPhoto');
  const why = actor.kind === 'staff' ? cleanText(request.why ?? '', LONGEST_REASON) : 'visit';
  if (why === '') throw new HandbackError('field_missing', { field: 'why' });
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(request.photoId))
    throw new HandbackError('photo_unknown');
  const found = await findPhoto(op.pool, op.vault, request.photoId, op.clock.now());
  if (found === null) throw new HandbackError('photo_unknown');
  if (actor.kind === 'subscriber' && found.attendanceId !== actor.attended.attendanceId)
    throw new HandbackError('photo_unknown');
  const { photoId, kind, caseId, lineId } = found;
  await insertAudit(op.pool, [
    {
      caseId,
      lineId,
      actor: auditName(actor),
      action: 'viewed',
      facts: { what: 'document_photo', photoId, kind, why },
    },
  ]);
  return found;
}
