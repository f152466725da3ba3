import type { DocumentType } from '../../domain/people/document.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** Who somebody is, in the clear. */
export interface Identity {
  readonly name: string | null;
  readonly document: { readonly type: DocumentType; readonly number: string } | null;
}

/** Null once the person is erased. */
export async function findIdentity(db: Db, vault: Vault, partyId: string): Promise<Identity | null> {
  const { rows } = await db.query<{
    name_enc: Buffer | null;
    document_type: DocumentType | null;
    document_enc: Buffer | null;
    data_key_wrapped: Buffer | null;
    key_epoch: number;
  }>({
    name: 'find-identity',
    text: `select name_enc, document_type, document_enc, data_key_wrapped, key_epoch from party where party_id = $1`,
    values: [partyId],
  });
  const row = rows[0];
  if (row === undefined || row.data_key_wrapped === null) return null;
  const key = vault.unwrap(row.data_key_wrapped, row.key_epoch);
  return {
    name: row.name_enc === null ? null : vault.decryptText(key, 'party name', row.name_enc),
    document:
      row.document_enc === null || row.document_type === null
        ? null
        : {
            type: row.document_type,
            number: vault.decryptText(key, 'party document', row.document_enc),
          },
  };
}
