import type { Db } from '../database/database.ts';

/** A declaration that came through the public form, as it is kept. */
export interface StoredDeclaration {
  readonly reference: string;
  /** Null where it could not be tied to a line that has no case yet. */
  readonly caseId: string | null;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  readonly receiptHash: Buffer;
}

/** @param declaration with the form as it was sent, under the operator's key: no person is known yet */
export async function insertDeclaration(
  tx: Db,
  declaration: StoredDeclaration & { readonly bodyEnc: Buffer },
): Promise<void> {
  const { reference, caseId, receivedAt, expiresAt, receiptHash, bodyEnc } = declaration;
  await tx.query(
    `insert into declaration (reference, case_id, received_at, expires_at, receipt_hash, body_enc)
     values ($1, $2, $3, $4, $5, $6)`,
    [reference, caseId, receivedAt, expiresAt, receiptHash, bodyEnc],
  );
}

export async function findDeclaration(db: Db, reference: string): Promise<StoredDeclaration | null> {
  const { rows } = await db.query<StoredDeclaration>(
    `select reference, case_id as "caseId", received_at as "receivedAt", expires_at as "expiresAt",
       receipt_hash as "receiptHash"
     from declaration where reference = $1`,
    [reference],
  );
  return rows[0] ?? null;
}
