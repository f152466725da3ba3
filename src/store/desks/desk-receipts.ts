import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

const CONTEXT = 'receipt at a desk';

/** Keeps the secret of a receipt until it is sent; the newest counts. */
export async function keepDeskReceipt(
  tx: Db,
  vault: Vault,
  kept: {
    readonly caseId: string;
    readonly partyId: string;
    readonly dataKey: DataKey;
    readonly secret: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx.query({
    name: 'keep-desk-receipt',
    text: `insert into desk_receipt (case_id, party_id, secret_enc, kept_at) values ($1, $2, $3, $4)
      on conflict (case_id) do update set secret_enc = excluded.secret_enc, kept_at = excluded.kept_at`,
    values: [kept.caseId, kept.partyId, vault.encrypt(kept.dataKey, CONTEXT, kept.secret), kept.at],
  });
}

export async function hasDeskReceipt(db: Db, caseId: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'has-desk-receipt',
    text: 'select from desk_receipt where case_id = $1',
    values: [caseId],
  });
  return (rowCount ?? 0) > 0;
}

/** Reads the secret; locked until the transaction ends. Null where none is kept any more. */
export async function lockDeskReceipt(
  tx: Db,
  vault: Vault,
  of: { readonly caseId: string; readonly dataKey: DataKey },
): Promise<string | null> {
  const { rows } = await tx.query<{ secret_enc: Buffer }>({
    name: 'lock-desk-receipt',
    text: 'select secret_enc from desk_receipt where case_id = $1 for update',
    values: [of.caseId],
  });
  return rows[0] === undefined ? null : vault.decryptText(of.dataKey, CONTEXT, rows[0].secret_enc);
}

export async function forgetDeskReceipt(tx: Db, caseId: string): Promise<void> {
  await tx.query({
    name: 'forget-desk-receipt',
    text: 'delete from desk_receipt where case_id = $1',
    values: [caseId],
  });
}
