import { randomUUID } from 'node:crypto';
import type { BatchProof, Statement } from '../../domain/certificates/certificate.ts';
import { byteas, int4s, jsons, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';

export interface IssuedCertificate {
  readonly statement: Statement;
  readonly proof: BatchProof;
  /** Salts and values of the identifiers, under the person's key. Those of the evidence stay with the evidence. */
  readonly openingsEnc: Buffer;
}

export interface NewCertificate extends IssuedCertificate {
  readonly caseId: string;
  readonly lineId: string;
}

interface BatchHead {
  readonly id: string;
  readonly head: BatchProof;
}

const HEADS: readonly NamedColumn<BatchHead>[] = [
  { name: 'batch_id', type: 'uuid', values: (all) => uuids(all, (h) => h.id) },
  { name: 'key_id', type: 'text', values: (all) => texts(all, (h) => h.head.keyId) },
  { name: 'signed_at', type: 'text', values: (all) => texts(all, (h) => h.head.signedAt) },
  { name: 'tree_size', type: 'int', values: (all) => int4s(all, (h) => h.head.treeSize) },
  { name: 'root', type: 'bytea', values: (all) => byteas(all, (h) => Buffer.from(h.head.root, 'hex')) },
  { name: 'signature', type: 'text', values: (all) => texts(all, (h) => h.head.signature) },
];

const CERTIFICATES: readonly NamedColumn<NewCertificate & { readonly batchId: string }>[] = [
  { name: 'certificate_id', type: 'uuid', values: (all) => uuids(all, (c) => c.statement.certificateId) },
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (c) => c.caseId) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (c) => c.lineId) },
  { name: 'batch_id', type: 'uuid', values: (all) => uuids(all, (c) => c.batchId) },
  { name: 'leaf_index', type: 'int', values: (all) => int4s(all, (c) => c.proof.leafIndex) },
  {
    name: 'path',
    type: 'text',
    values: (all) => texts(all, (c) => c.proof.path.join(' ')),
    read: (listed) => `string_to_array(${listed}, ' ')`,
  },
  { name: 'statement', type: 'json', values: (all) => jsons(all, (c) => JSON.stringify(c.statement)) },
  { name: 'openings_enc', type: 'bytea', values: (all) => byteas(all, (c) => c.openingsEnc) },
  { name: 'supersedes', type: 'uuid', values: (all) => uuids(all, (c) => c.statement.supersedes) },
  {
    name: 'issued_at',
    type: 'timestamptz',
    values: (all) => timestamps(all, (c) => new Date(c.statement.issuedAt)),
  },
];

/** Stores certificates of any number of signed batches; each batch's head is written once. */
export async function insertCertificates(db: Db, certificates: readonly NewCertificate[]): Promise<void> {
  if (certificates.length === 0) return;
  // Named here, so that both statements can be sent together.
  const batches = new Map<string, BatchHead>();
  for (const { proof } of certificates) {
    if (!batches.has(proof.signature)) batches.set(proof.signature, { id: randomUUID(), head: proof });
  }
  const rows = certificates.map((c) => ({ ...c, batchId: batches.get(c.proof.signature)!.id }));
  await Promise.all([
    db.query({ name: 'insert-batches', ...insertOf('certificate_batch', HEADS, [...batches.values()]) }),
    db.query({ name: 'insert-certificates', ...insertOf('certificate', CERTIFICATES, rows) }),
  ]);
}

export interface StoredCertificate {
  readonly certificateId: string;
  readonly caseId: string;
  readonly lineId: string;
  readonly statement: Statement;
  readonly proof: BatchProof;
  readonly openingsEnc: Buffer;
  readonly supersededBy: string | null;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
}

const CERTIFICATE = `select c.certificate_id as "certificateId", c.case_id as "caseId", c.line_id as "lineId", c.statement,
    json_build_object('algorithm', 'ES256', 'keyId', b.key_id, 'signedAt', b.signed_at, 'leafIndex', c.leaf_index,
      'treeSize', b.tree_size, 'path', c.path, 'root', encode(b.root, 'hex'), 'signature', b.signature) as proof,
    c.openings_enc as "openingsEnc", c.superseded_by as "supersededBy", c.revoked_at as "revokedAt",
    c.revoked_reason as "revokedReason"
  from certificate c join certificate_batch b using (batch_id)`;

export async function findCertificate(db: Db, certificateId: string): Promise<StoredCertificate | null> {
  const { rows } = await db.query<StoredCertificate>(`${CERTIFICATE} where c.certificate_id = $1`, [
    certificateId,
  ]);
  return rows[0] ?? null;
}

/** The newest certificate of a case. */
export async function certificateOfCase(db: Db, caseId: string): Promise<StoredCertificate | null> {
  const { rows } = await db.query<StoredCertificate>(
    `${CERTIFICATE} where c.case_id = $1 order by c.issued_at desc, c.certificate_id desc limit 1`,
    [caseId],
  );
  return rows[0] ?? null;
}

/** All certificates that are revoked or superseded: what a status list tells. */
export async function changedCertificates(db: Db): Promise<
  readonly {
    certificateId: string;
    revokedAt: Date | null;
    revokedReason: string | null;
    supersededBy: string | null;
  }[]
> {
  const { rows } = await db.query(
    `select certificate_id as "certificateId", revoked_at as "revokedAt", revoked_reason as "revokedReason", superseded_by as "supersededBy"
     from certificate where revoked_at is not null or superseded_by is not null order by certificate_id`,
  );
  return rows;
}

/** One change at a time for a case, until the transaction ends: the second of two must supersede the certificate of the first. */
export async function lockCertificatesOf(tx: Db, caseId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [caseId]);
}

export async function markSuperseded(tx: Db, certificateId: string, by: string): Promise<void> {
  await tx.query('update certificate set superseded_by = $2 where certificate_id = $1', [certificateId, by]);
}

/** The key that signed last; null before the first certificate. */
export async function newestSigningKey(db: Db): Promise<string | null> {
  const { rows } = await db.query<{ key: string }>(
    'select key_id as key from certificate_batch order by batch_id desc limit 1',
  );
  return rows[0]?.key ?? null;
}
