import type { Material } from '../../domain/rules/rulebook.ts';
import type { PhotoType } from '../../domain/values/photo/photo-types.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** A picture of a special request, without what is on it. */
export interface RequestPhotoMark {
  readonly photoId: string;
  readonly requestId: string;
  readonly material: Material;
  readonly type: PhotoType;
  readonly takenAt: Date;
  readonly keepUntil: Date;
}

const CONTEXT = 'special request photo';
const COLUMNS = `photo_id as "photoId", request_id as "requestId", material, type, taken_at as "takenAt", keep_until as "keepUntil"`;

/** A request that waits keeps its pictures, however long it waits. */
const KEPT = `(keep_until > $2 or exists (
  select from special_request r where r.request_id = p.request_id and r.state = 'received'))`;

/** @param photo.dataKey the requester's */
export async function insertRequestPhoto(
  tx: Db,
  vault: Vault,
  photo: Omit<RequestPhotoMark, 'photoId'> & { readonly bytes: Uint8Array; readonly dataKey: DataKey },
): Promise<void> {
  await tx.query(
    `insert into special_request_photo (request_id, material, type, bytes_enc, taken_at, keep_until)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      photo.requestId,
      photo.material,
      photo.type,
      vault.encrypt(photo.dataKey, CONTEXT, photo.bytes),
      photo.takenAt,
      photo.keepUntil,
    ],
  );
}

/** The oldest first; those whose time is over are gone, also before housekeeping came by. */
export async function photosOfRequest(
  db: Db,
  requestId: string,
  now: Date,
): Promise<readonly RequestPhotoMark[]> {
  const { rows } = await db.query<RequestPhotoMark>(
    `select ${COLUMNS} from special_request_photo p where request_id = $1 and ${KEPT} order by photo_id`,
    [requestId, now],
  );
  return rows;
}

export async function findRequestPhoto(
  db: Db,
  photoId: string,
  now: Date,
): Promise<(RequestPhotoMark & { readonly bytesEnc: Buffer }) | null> {
  const { rows } = await db.query<RequestPhotoMark & { bytesEnc: Buffer }>(
    `select ${COLUMNS}, bytes_enc as "bytesEnc" from special_request_photo p where photo_id = $1 and ${KEPT}`,
    [photoId, now],
  );
  return rows[0] ?? null;
}

export function openRequestPhoto(
  vault: Vault,
  dataKey: DataKey,
  { bytesEnc }: { readonly bytesEnc: Buffer },
): Uint8Array {
  return vault.decrypt(dataKey, CONTEXT, bytesEnc);
}

/** From the decision on, pictures are kept for as long as the rulebook says. */
export async function keepPhotosUntil(tx: Db, requestId: string, keepUntil: Date): Promise<void> {
  await tx.query('update special_request_photo set keep_until = $2 where request_id = $1', [
    requestId,
    keepUntil,
  ]);
}
