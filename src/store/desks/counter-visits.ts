import type { Signature } from '../../domain/desks/signature.ts';
import type { DocumentType } from '../../domain/people/document.ts';
import type { Capacity } from '../../domain/rules/capacity.ts';
import { MATERIALS, type Material } from '../../domain/rules/rulebook.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

export interface SeenDocument {
  readonly type: DocumentType;
  readonly number: string;
}

/** Who stands there for the holder. */
export interface Comer {
  readonly name: string;
  readonly document: SeenDocument;
}

/** What is personal of a visit. */
export interface VisitDetails {
  /** By which the holder was known; null before. */
  readonly holder: SeenDocument | null;
  /** Null while the holder stands there in person. */
  readonly comer: Comer | null;
  /** What was typed into the form. */
  readonly typed: Readonly<Record<string, string>>;
}

export interface CounterVisit {
  readonly visitId: string;
  readonly attendanceId: string;
  readonly lineId: string;
  readonly partyId: string;
  readonly caseId: string | null;
  readonly endedAt: Date | null;
  readonly capacity: Capacity | null;
  readonly documentSeenAt: Date | null;
  readonly materials: readonly Material[];
  readonly materialsDoneAt: Date | null;
  readonly formDoneAt: Date | null;
  readonly signedAt: Date | null;
  readonly signedHow: 'pen' | 'paper' | null;
  readonly cardDoneAt: Date | null;
}

const DETAILS = 'counter visit details';
const SIGNATURE = 'counter visit signature';

const COLUMNS = `visit_id as "visitId", attendance_id as "attendanceId", line_id as "lineId", party_id as "partyId",
  case_id as "caseId", ended_at as "endedAt", capacity, document_seen_at as "documentSeenAt", materials,
  materials_done_at as "materialsDoneAt",
  form_done_at as "formDoneAt", signed_at as "signedAt", signed_how as "signedHow", card_done_at as "cardDoneAt"`;

/** Of an attendance; null before anything was done at the counter. */
export async function findVisit(db: Db, attendanceId: string): Promise<CounterVisit | null> {
  const { rows } = await db.query<CounterVisit>({
    name: 'find-counter-visit',
    text: `select ${COLUMNS} from counter_visit where attendance_id = $1`,
    values: [attendanceId],
  });
  return rows[0] === undefined ? null : known(rows[0]);
}

/** The visit of an attendance, begun if it was not, and locked: what two send at once is done one after the other. */
export async function lockVisit(
  tx: Db,
  of: {
    readonly attendanceId: string;
    readonly lineId: string;
    readonly partyId: string;
    readonly now: Date;
  },
): Promise<CounterVisit> {
  await tx.query({
    name: 'begin-counter-visit',
    text: `insert into counter_visit (attendance_id, line_id, party_id, begun_at, touched_at)
      values ($1, $2, $3, $4, $4) on conflict (attendance_id) do nothing`,
    values: [of.attendanceId, of.lineId, of.partyId, of.now],
  });
  const { rows } = await tx.query<CounterVisit>({
    name: 'lock-counter-visit',
    text: `update counter_visit set touched_at = $2 where attendance_id = $1 returning ${COLUMNS}`,
    values: [of.attendanceId, of.now],
  });
  return known(rows[0]!);
}

/** Materials of a rulebook of before may have names that nobody knows now. */
function known(visit: CounterVisit): CounterVisit {
  return { ...visit, materials: MATERIALS.filter((material) => visit.materials.includes(material)) };
}

export async function keepDocumentSeen(
  tx: Db,
  vault: Vault,
  seen: {
    readonly visitId: string;
    readonly dataKey: DataKey;
    readonly capacity: Capacity;
    readonly details: VisitDetails;
    readonly now: Date;
  },
): Promise<void> {
  await tx.query({
    name: 'keep-document-seen',
    text: `update counter_visit set capacity = $2, document_seen_at = $3, details_enc = $4, materials = '{}',
        materials_done_at = null where visit_id = $1`,
    values: [
      seen.visitId,
      seen.capacity,
      seen.now,
      vault.encrypt(seen.dataKey, DETAILS, JSON.stringify(seen.details)),
    ],
  });
}

export async function keepMaterials(
  tx: Db,
  shown: { readonly visitId: string; readonly materials: readonly Material[]; readonly now: Date },
): Promise<void> {
  await tx.query({
    name: 'keep-materials',
    text: 'update counter_visit set materials = $2, materials_done_at = $3 where visit_id = $1',
    values: [shown.visitId, shown.materials, shown.now],
  });
}

export async function keepForm(
  tx: Db,
  vault: Vault,
  form: {
    readonly visitId: string;
    readonly dataKey: DataKey;
    readonly caseId: string;
    readonly details: VisitDetails;
    readonly now: Date;
  },
): Promise<void> {
  await tx.query({
    name: 'keep-form',
    text: 'update counter_visit set case_id = $2, form_done_at = $3, details_enc = $4 where visit_id = $1',
    values: [
      form.visitId,
      form.caseId,
      form.now,
      vault.encrypt(form.dataKey, DETAILS, JSON.stringify(form.details)),
    ],
  });
}

/** A signature stays as it was given: one that is there is not replaced. @returns whether it was kept */
export async function keepSignature(
  tx: Db,
  vault: Vault,
  signed: {
    readonly visitId: string;
    readonly dataKey: DataKey;
    /** Null for a form that was signed on paper. */
    readonly signature: Signature | null;
    readonly now: Date;
  },
): Promise<boolean> {
  const { signature, dataKey } = signed;
  const { rowCount } = await tx.query({
    name: 'keep-signature',
    text: `update counter_visit set signed_at = $2, signed_how = $3, signature_enc = $4
      where visit_id = $1 and signed_at is null`,
    values: [
      signed.visitId,
      signed.now,
      signature === null ? 'paper' : 'pen',
      signature === null ? null : vault.encrypt(dataKey, SIGNATURE, JSON.stringify(signature)),
    ],
  });
  return rowCount === 1;
}

export async function keepCardDone(tx: Db, visitId: string, now: Date): Promise<void> {
  await tx.query({
    name: 'keep-card-done',
    text: 'update counter_visit set card_done_at = coalesce(card_done_at, $2) where visit_id = $1',
    values: [visitId, now],
  });
}

/** @returns whether it ended by this */
export async function keepEnded(tx: Db, visitId: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'end-counter-visit',
    text: 'update counter_visit set ended_at = $2 where visit_id = $1 and ended_at is null',
    values: [visitId, now],
  });
  return rowCount === 1;
}

const NO_DETAILS: VisitDetails = { holder: null, comer: null, typed: {} };

export async function readDetails(
  db: Db,
  vault: Vault,
  { visitId, dataKey }: { readonly visitId: string; readonly dataKey: DataKey },
): Promise<VisitDetails> {
  const { rows } = await db.query<{ details_enc: Buffer | null }>({
    name: 'read-visit-details',
    text: 'select details_enc from counter_visit where visit_id = $1',
    values: [visitId],
  });
  const sealed = rows[0]?.details_enc ?? null;
  return sealed === null
    ? NO_DETAILS
    : (JSON.parse(vault.decryptText(dataKey, DETAILS, sealed)) as VisitDetails);
}

export async function readSignature(
  db: Db,
  vault: Vault,
  { visitId, dataKey }: { readonly visitId: string; readonly dataKey: DataKey },
): Promise<Signature | null> {
  const { rows } = await db.query<{ signature_enc: Buffer | null }>({
    name: 'read-signature',
    text: 'select signature_enc from counter_visit where visit_id = $1',
    values: [visitId],
  });
  const sealed = rows[0]?.signature_enc ?? null;
  return sealed === null ? null : (JSON.parse(vault.decryptText(dataKey, SIGNATURE, sealed)) as Signature);
}

/** What was typed at the last visit of the same person for the same line that was not signed, within a day. */
export async function lastTyped(
  db: Db,
  vault: Vault,
  of: {
    readonly lineId: string;
    readonly partyId: string;
    readonly dataKey: DataKey;
    /** Whose visit it must have been, of the holder in person: what somebody typed for another waits for nobody. */
    readonly subject: string;
    readonly now: Date;
  },
): Promise<VisitDetails['typed']> {
  const { rows } = await db.query<{ details_enc: Buffer }>({
    name: 'last-typed',
    text: `select v.details_enc from counter_visit v join attendance a using (attendance_id)
      where v.line_id = $1 and v.party_id = $2 and a.subject = $4 and v.capacity = 'owner' and signed_at is null and form_done_at is not null and details_enc is not null
        and touched_at > $3::timestamptz - interval '1 day'
      order by touched_at desc limit 1`,
    values: [of.lineId, of.partyId, of.now, of.subject],
  });
  const sealed = rows[0]?.details_enc;
  if (sealed === undefined) return {};
  return (JSON.parse(vault.decryptText(of.dataKey, DETAILS, sealed)) as VisitDetails).typed;
}
