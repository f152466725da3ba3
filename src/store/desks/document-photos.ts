import type { PhotoKind, PhotoType } from '../../domain/values/photo/photo-types.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** A picture without what is on it. */
export interface PhotoMark {
  readonly photoId: string;
  readonly kind: PhotoKind;
  readonly type: PhotoType;
  readonly takenAt: Date;
  readonly keepUntil: Date;
  readonly lineId: string;
  readonly caseId: string | null;
  readonly attendanceId: string;
}

const CONTEXT = 'document photo';
const COLUMNS = `p.photo_id as "photoId", p.kind, p.type, p.taken_at as "takenAt", p.keep_until as "keepUntil",
  p.line_id as "lineId", v.case_id as "caseId", v.attendance_id as "attendanceId"`;

export async function insertPhoto(
  tx: Db,
  vault: Vault,
  photo: {
    readonly visitId: string;
    readonly lineId: string;
    readonly partyId: string;
    readonly dataKey: DataKey;
    readonly kind: PhotoKind;
    readonly type: PhotoType;
    readonly bytes: Uint8Array;
    readonly takenAt: Date;
    readonly keepUntil: Date;
  },
): Promise<string> {
  const { rows } = await tx.query<{ photo_id: string }>({
    name: 'insert-photo',
    text: `insert into document_photo (visit_id, line_id, party_id, kind, type, bytes_enc, taken_at, keep_until)
      values ($1, $2, $3, $4, $5, $6, $7, $8) returning photo_id`,
    values: [
      photo.visitId,
      photo.lineId,
      photo.partyId,
      photo.kind,
      photo.type,
      vault.encrypt(photo.dataKey, CONTEXT, photo.bytes),
      photo.takenAt,
      photo.keepUntil,
    ],
  });
  return rows[0]!.photo_id;
}

export async function countPhotos(tx: Db, visitId: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>({
    name: 'count-photos',
    text: 'select count(*)::int as n from document_photo where visit_id = $1',
    values: [visitId],
  });
  return rows[0]!.n;
}

/** The oldest first; those whose time is over are gone, also before housekeeping came by. */
export async function photosOf(
  db: Db,
  of: { readonly attendanceId: string } | { readonly caseId: string },
  now: Date,
): Promise<readonly PhotoMark[]> {
  const [column, value] = 'caseId' in of ? ['case_id', of.caseId] : ['attendance_id', of.attendanceId];
  const { rows } = await db.query<PhotoMark>({
    name: `photos-by-${column}`,
    text: `select ${COLUMNS} from document_photo p join counter_visit v using (visit_id)
      where v.${column} = $1 and p.keep_until > $2 order by p.taken_at, p.photo_id`,
    values: [value, now],
  });
  return rows;
}

/** Null where there is none, its time is over, or the person is erased. */
export async function findPhoto(
  db: Db,
  vault: Vault,
  photoId: string,
  now: Date,
): Promise<(PhotoMark & { readonly bytes: Uint8Array }) | null> {
  const { rows } = await db.query<
    PhotoMark & { bytes_enc: Buffer; data_key_wrapped: Buffer | null; key_epoch: number }
  >({
    name: 'find-photo',
    text: `select ${COLUMNS}, p.bytes_enc, o.data_key_wrapped, o.key_epoch
      from document_photo p join counter_visit v using (visit_id) join party o on o.party_id = p.party_id
      where p.photo_id = $1 and p.keep_until > $2`,
    values: [photoId, now],
  });
  const row = rows[0];
  if (row === undefined || row.data_key_wrapped === null) return null;
  const { bytes_enc: sealed, data_key_wrapped: wrapped, key_epoch: epoch, ...mark } = row;
  return { ...mark, bytes: vault.decrypt(vault.unwrap(wrapped, epoch), CONTEXT, sealed) };
}
