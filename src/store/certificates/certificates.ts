import { randomUUID } from 'node:crypto';
import type { BatchProof, Statement } from '../../domain/certificates/certificate.ts';
import { byteas, int4s, jsons, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';

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

/** Stores certificates of any number of signed batches; each batch's head is written once. */
export async function insertCertificates(db: Db, certificates: readonly NewCertificate[]): Promise<void> {
  if (certificates.length === 0) return;
  // Named here, so that both statements can be sent together.
  const batches = new Map<string, { readonly id: string; readonly head: BatchProof }>();
  for (const { proof } of certificates) {
    if (!batches.has(proof.signature)) batches.set(proof.signature, { id: randomUUID(), head: proof });
  }
  const heads = [...batches.values()];
  const inserted = db.query({
    name: 'insert-batches',
    text: `insert into certificate_batch (batch_id, key_id, signed_at, tree_size, root, signature)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::bytea[], $6::text[])`,
    values: [
      uuids(heads, (h) => h.id),
      texts(heads, (h) => h.head.keyId),
      texts(heads, (h) => h.head.signedAt),
      int4s(heads, (h) => h.head.treeSize),
      byteas(heads, (h) => Buffer.from(h.head.root, 'hex')),
      texts(heads, (h) => h.head.signature),
    ],
  });
  const recorded = db.query({
    name: 'insert-certificates',
    text: `insert into certificate (certificate_id, case_id, line_id, batch_id, leaf_index, path, statement, openings_enc, supersedes, issued_at)
      select a, b, c, d, e, string_to_array(f, ' '), g, h, i, j
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::json[], $8::bytea[], $9::uuid[], $10::timestamptz[])
        as o(a, b, c, d, e, f, g, h, i, j)`,
    values: [
      uuids(certificates, (c) => c.statement.certificateId),
      uuids(certificates, (c) => c.caseId),
      texts(certificates, (c) => c.lineId),
      uuids(certificates, (c) => batches.get(c.proof.signature)?.id),
      int4s(certificates, (c) => c.proof.leafIndex),
      texts(certificates, (c) => c.proof.path.join(' ')),
      jsons(certificates, (c) => JSON.stringify(c.statement)),
      byteas(certificates, (c) => c.openingsEnc),
      uuids(certificates, (c) => c.statement.supersedes),
      timestamps(certificates, (c) => new Date(c.statement.issuedAt)),
    ],
  });
  await Promise.all([inserted, recorded]);
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

/** One at a time for a case, until the transaction ends: two changes at once must chain, not fork. */
export async function lockCertificatesOf(tx: Db, caseId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [caseId]);
}

export async function markSuperseded(tx: Db, certificateId: string, by: string): Promise<void> {
  await tx.query('update certificate set superseded_by = $2 where certificate_id = $1', [certificateId, by]);
}
