import { byteas, texts, uuids } from './database/array-parameters.ts';
import type { Db } from './database/database.ts';
import type { DataKey, Vault } from './database/vault.ts';

/** A message that commits together with the state it tells of. */
export interface Notice {
  readonly kind: string;
  readonly to: { readonly msisdn: string } | { readonly contactId: string };
  readonly text: string;
}

export interface CaseNotice extends Notice {
  readonly caseId: string | null;
  readonly partyId: string;
  readonly dataKey: DataKey;
}

/** Puts messages into the outbox; they leave only when the transaction commits. */
export async function insertNotices(db: Db, vault: Vault, notices: readonly CaseNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await db.query({
    name: 'insert-outbox',
    text: `insert into outbox (case_id, party_id, kind, channel, contact_id, to_msisdn_enc, body_enc)
      select a, b, c, 'sms', d, e, f from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bytea[], $6::bytea[]) as o(a, b, c, d, e, f)`,
    values: [
      uuids(notices, (n) => n.caseId),
      texts(notices, (n) => n.partyId),
      texts(notices, (n) => n.kind),
      uuids(notices, (n) => ('contactId' in n.to ? n.to.contactId : null)),
      byteas(notices, (n) => ('msisdn' in n.to ? vault.encrypt(n.dataKey, 'outbox to', n.to.msisdn) : null)),
      byteas(notices, (n) => vault.encrypt(n.dataKey, 'outbox body', n.text)),
    ],
  });
}
