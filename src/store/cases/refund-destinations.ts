import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** Where a person wants a refund: back as they paid, or to a bank account in somebody's name. */
export type RefundDestination =
  | { readonly kind: 'as_paid' }
  | { readonly kind: 'bank_account'; readonly account: string; readonly name: string };

const CONTEXT = 'refund destination';

/** Keeps it under the person's key; what was said last counts. */
export async function keepRefundDestination(
  db: Db,
  vault: Vault,
  said: {
    readonly caseId: string;
    readonly partyId: string;
    readonly dataKey: DataKey;
    readonly destination: RefundDestination;
    readonly now: Date;
  },
): Promise<void> {
  await db.query({
    name: 'keep-refund-destination',
    text: `insert into refund_destination (case_id, party_id, destination_enc, said_at) values ($1, $2, $3, $4)
      on conflict (case_id) do update set destination_enc = excluded.destination_enc, said_at = excluded.said_at`,
    values: [
      said.caseId,
      said.partyId,
      vault.encrypt(said.dataKey, CONTEXT, JSON.stringify(said.destination)),
      said.now,
    ],
  });
}

/** Null where nobody said, and once the person is erased. */
export async function findRefundDestination(
  db: Db,
  vault: Vault,
  caseId: string,
): Promise<RefundDestination | null> {
  const { rows } = await db.query<{
    destination_enc: Buffer;
    data_key_wrapped: Buffer | null;
    key_epoch: number;
  }>({
    name: 'find-refund-destination',
    text: `select r.destination_enc, p.data_key_wrapped, p.key_epoch from refund_destination r join party p using (party_id)
      where r.case_id = $1`,
    values: [caseId],
  });
  const row = rows[0];
  if (row === undefined || row.data_key_wrapped === null) return null;
  const key = vault.unwrap(row.data_key_wrapped, row.key_epoch);
  return JSON.parse(vault.decryptText(key, CONTEXT, row.destination_enc)) as RefundDestination;
}
