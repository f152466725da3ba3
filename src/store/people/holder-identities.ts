import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** What a certificate may say of who held a line; null where it is not recorded, and once the person is erased. */
export interface HolderIdentity {
  readonly name: string | null;
  /** The last four characters of the document's number. */
  readonly documentEnding: string | null;
}

export const NOBODY: HolderIdentity = { name: null, documentEnding: null };

const ENDING = 4;

/** Who people are, by the names by which the operator knows them; `keys` opens their data. */
export async function holderIdentities(
  db: Db,
  vault: Vault,
  keys: ReadonlyMap<string, { readonly dataKey: DataKey }>,
): Promise<ReadonlyMap<string, HolderIdentity>> {
  const { rows } = await db.query<{
    party_id: string;
    name_enc: Buffer | null;
    document_enc: Buffer | null;
  }>({
    name: 'holder-identities',
    text: `select party_id, name_enc, document_enc from party
      where party_id = any($1::text[]) and data_key_wrapped is not null`,
    values: [[...keys.keys()]],
  });
  return new Map(
    rows.map(({ party_id, name_enc, document_enc }) => {
      const { dataKey } = keys.get(party_id)!;
      const name = name_enc === null ? null : vault.decryptText(dataKey, 'party name', name_enc);
      const document =
        document_enc === null ? null : vault.decryptText(dataKey, 'party document', document_enc);
      return [party_id, { name, documentEnding: document?.slice(-ENDING) ?? null }];
    }),
  );
}
