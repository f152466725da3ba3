import { HandbackError } from '../../../domain/errors.ts';
import { addPeriod } from '../../../domain/values/period.ts';
import { cleanPhoto } from '../../../domain/values/photo/photo.ts';
import type { Photo, PhotoKind } from '../../../domain/values/photo/photo-types.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import { countPhotos, insertPhoto } from '../../../store/desks/document-photos.ts';
import type { Actor, AttendedSubscriber } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { auditVisit, lockedVisit, type OpenVisit } from './at-the-counter.ts';

const MOST_OF_A_VISIT = 12;

/**
 * Takes in a picture of a document: the picture alone, under the person's key, for as long as the rulebook says.
 * @returns its id
 * @throws HandbackError `photo_invalid`, `visit_step_open` before the document was seen, `visit_unknown`
 */
export async function takePhoto(
  op: Operations,
  actor: Actor,
  request: { readonly kind: Exclude<PhotoKind, 'signed_form'>; readonly file: Uint8Array },
): Promise<string> {
  requireAccess(actor, 'takePhoto');
  const now = op.clock.now();
  const photo = cleanPhoto(request.file);
  return inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    if (found.visit.documentSeenAt === null)
      throw new HandbackError('visit_step_open', { step: 'documents' });
    return keepPhoto(op, tx, actor, found, { kind: request.kind, photo, now });
  });
}

/** Keeps a picture with the visit that is locked. */
export async function keepPhoto(
  op: Operations,
  tx: Db,
  actor: AttendedSubscriber,
  found: OpenVisit,
  { kind, photo, now }: { readonly kind: PhotoKind; readonly photo: Photo; readonly now: Date },
): Promise<string> {
  const { visit, record, party } = found;
  if ((await countPhotos(tx, visit.visitId)) >= MOST_OF_A_VISIT)
    throw new HandbackError('photo_invalid', { reason: 'too_many' });
  const { settings, timeZone } = rulesOfLine(op, record, now);
  const photoId = await insertPhoto(tx, op.vault, {
    ...{ visitId: visit.visitId, lineId: visit.lineId, partyId: visit.partyId, dataKey: party.dataKey },
    ...{ kind, type: photo.type, bytes: photo.bytes },
    takenAt: now,
    keepUntil: addPeriod(now, settings.document_photos.value.keep, timeZone),
  });
  await auditVisit(tx, actor, found, 'photo_taken', { photoId, kind });
  return photoId;
}
