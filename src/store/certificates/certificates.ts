import { byteas, int4s, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';
import { queueLogEntries } from '../log/log-entries.ts';
import type { StatusPlace } from './status-places.ts';

export interface IssuedCertificate {
  readonly certificateId: string;
  readonly supersedes: string | null;
  readonly issuedAt: Date;
  /** What the operator signed, compact. */
  readonly jwt: string;
  readonly status: StatusPlace;
  /** The disclosures of identifiers, under the person's key. Those of the evidence stay with the evidence. */
  readonly disclosuresEnc: Buffer;
  /** What the public log is to say of it. */
  readonly logEntry: string;
}

export interface NewCertificate extends IssuedCertificate {
  readonly caseId: string;
  readonly lineId: string;
}

const CERTIFICATES: readonly NamedColumn<NewCertificate>[] = [
  { name: 'certificate_id', type: 'uuid', values: (all) => uuids(all, (c) => c.certificateId) },
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (c) => c.caseId) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (c) => c.lineId) },
  { name: 'jwt', type: 'text', values: (all) => texts(all, (c) => c.jwt) },
  { name: 'disclosures_enc', type: 'bytea', values: (all) => byteas(all, (c) => c.disclosuresEnc) },
  { name: 'status_list', type: 'int', values: (all) => int4s(all, (c) => c.status.list) },
  { name: 'status_index', type: 'int', values: (all) => int4s(all, (c) => c.status.index) },
  { name: 'supersedes', type: 'uuid', values: (all) => uuids(all, (c) => c.supersedes) },
  { name: 'issued_at', type: 'timestamptz', values: (all) => timestamps(all, (c) => c.issuedAt) },
];

/** Keeps certificates, and what the public log is to say of each: there is none that it does not tell of. */
export async function insertCertificates(db: Db, certificates: readonly NewCertificate[]): Promise<void> {
  if (certificates.length === 0) return;
  await Promise.all([
    db.query({ name: 'insert-certificates', ...insertOf('certificate', CERTIFICATES, certificates) }),
    queueLogEntries(
      db,
      certificates.map(({ logEntry, certificateId }) => ({ entry: logEntry, certificateId })),
    ),
  ]);
}

export interface StoredCertificate {
  readonly certificateId: string;
  readonly caseId: string;
  readonly lineId: string;
  readonly jwt: string;
  readonly disclosuresEnc: Buffer;
  readonly issuedAt: Date;
  readonly supersededBy: string | null;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
}

const CERTIFICATE = `select certificate_id as "certificateId", case_id as "caseId", line_id as "lineId", jwt,
    disclosures_enc as "disclosuresEnc", issued_at as "issuedAt", superseded_by as "supersededBy", revoked_at as "revokedAt",
    revoked_reason as "revokedReason"
  from certificate`;

export async function findCertificate(db: Db, certificateId: string): Promise<StoredCertificate | null> {
  const { rows } = await db.query<StoredCertificate>(`${CERTIFICATE} where certificate_id = $1`, [
    certificateId,
  ]);
  return rows[0] ?? null;
}

/** The newest certificate of a case: the one that nothing took the place of, whatever any clock said. */
export async function certificateOfCase(db: Db, caseId: string): Promise<StoredCertificate | null> {
  const { rows } = await db.query<StoredCertificate>(
    `${CERTIFICATE} where case_id = $1 and superseded_by is null order by issued_at desc, certificate_id desc limit 1`,
    [caseId],
  );
  return rows[0] ?? null;
}

/** One change at a time for a case, until the transaction ends: the second of two must supersede the certificate of the first. */
export async function lockCertificatesOf(tx: Db, caseId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [caseId]);
}

/** @returns false where another took its place already, or it was revoked */
export async function markSuperseded(tx: Db, certificateId: string, by: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update certificate set superseded_by = $2
     where certificate_id = $1 and superseded_by is null and revoked_at is null`,
    [certificateId, by],
  );
  return rowCount === 1;
}

/** Some certificate, as it was signed; null where there is none yet. */
export async function anyCertificate(db: Db): Promise<string | null> {
  const { rows } = await db.query<{ jwt: string }>('select jwt from certificate limit 1');
  return rows[0]?.jwt ?? null;
}
