import { byteas, float8s, texts, uuids } from './database/array-parameters.ts';
import type { Db, Pool } from './database/database.ts';
import { insertOf, type NamedColumn, rowsAs } from './database/named-columns.ts';
import type { DataKey, Vault } from './database/vault.ts';

/** How somebody is written to. */
export type ContactChannel = 'sms' | 'email';

/** A message that commits together with the state it tells of. */
export interface Notice {
  readonly kind: string;
  readonly to: { readonly msisdn: string } | { readonly contactId: string; readonly channel: ContactChannel };
  readonly text: string;
}

export interface CaseNotice extends Notice {
  readonly caseId: string | null;
  readonly partyId: string;
  readonly dataKey: DataKey;
}

const COLUMNS = (vault: Vault): readonly NamedColumn<CaseNotice>[] => [
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (n) => n.caseId) },
  { name: 'party_id', type: 'text', values: (all) => texts(all, (n) => n.partyId) },
  { name: 'kind', type: 'text', values: (all) => texts(all, (n) => n.kind) },
  {
    name: 'channel',
    type: 'text',
    values: (all) => texts(all, (n) => ('channel' in n.to ? n.to.channel : 'sms')),
  },
  {
    name: 'contact_id',
    type: 'uuid',
    values: (all) => uuids(all, (n) => ('contactId' in n.to ? n.to.contactId : null)),
  },
  {
    name: 'to_msisdn_enc',
    type: 'bytea',
    values: (all) =>
      byteas(all, (n) => ('msisdn' in n.to ? vault.encrypt(n.dataKey, TO, n.to.msisdn) : null)),
  },
  {
    name: 'body_enc',
    type: 'bytea',
    values: (all) => byteas(all, (n) => vault.encrypt(n.dataKey, BODY, n.text)),
  },
];

const TO = 'outbox to';
const BODY = 'outbox body';

/** Puts messages into the outbox; they leave only when the transaction commits. */
export async function insertNotices(db: Db, vault: Vault, notices: readonly CaseNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await db.query({ name: 'insert-outbox', ...insertOf('outbox', COLUMNS(vault), notices) });
}

/** A message that a sender holds for a while. */
export interface TakenMessage {
  readonly messageId: string;
  /** This time included. */
  readonly attempts: number;
  readonly channel: ContactChannel;
  readonly toEnc: Buffer | null;
  readonly contactEnc: Buffer | null;
  readonly bodyEnc: Buffer;
  readonly dataKeyWrapped: Buffer | null;
  readonly keyEpoch: number;
}

/** Takes due messages; those of a sender that died come back after `leaseMs`. */
export async function takeMessages(
  pool: Pool,
  limit: number,
  leaseMs: number,
): Promise<readonly TakenMessage[]> {
  const { rows } = await pool.query<TakenMessage>(
    `with taken as (
       select message_id from outbox where due_at <= now() order by due_at limit $1 for update skip locked),
     held as (
       update outbox o set due_at = now() + $2 * interval '1 millisecond', attempts = attempts + 1
       from taken where o.message_id = taken.message_id returning o.*)
     select h.message_id as "messageId", h.attempts, h.channel, h.to_msisdn_enc as "toEnc", h.body_enc as "bodyEnc",
       c.value_enc as "contactEnc", p.data_key_wrapped as "dataKeyWrapped", p.key_epoch as "keyEpoch"
     from held h left join contact c using (contact_id) left join party p on p.party_id = h.party_id`,
    [limit, leaseMs],
  );
  return rows;
}

export interface OpenedMessage {
  readonly channel: ContactChannel;
  readonly to: string;
  readonly text: string;
}

/** The receiver and the text, decrypted; or why they can no longer be decrypted. */
export function openMessage(
  vault: Vault,
  { channel, toEnc, contactEnc, bodyEnc, dataKeyWrapped, keyEpoch }: TakenMessage,
): OpenedMessage | { readonly failed: 'person_erased' | 'contact_gone' } {
  if (dataKeyWrapped === null) return { failed: 'person_erased' };
  const key = vault.unwrap(dataKeyWrapped, keyEpoch);
  if (toEnc === null && contactEnc === null) return { failed: 'contact_gone' };
  const to =
    toEnc !== null ? vault.decryptText(key, TO, toEnc) : vault.decryptText(key, 'contact', contactEnc!);
  return { channel, to, text: vault.decryptText(key, BODY, bodyEnc) };
}

export interface SendResult {
  readonly messageId: string;
  readonly state: 'sent' | 'later' | 'dropped';
  readonly failed: string | null;
  /** Until it is tried again. */
  readonly waitSeconds: number;
}

/** What became of taken messages. */
export async function noteSent(pool: Pool, results: readonly SendResult[]): Promise<void> {
  const list = rowsAs<SendResult>(
    'r',
    [
      { name: 'message_id', type: 'uuid', values: (all) => uuids(all, (r) => r.messageId) },
      { name: 'state', type: 'text', values: (all) => texts(all, (r) => r.state) },
      { name: 'failed', type: 'text', values: (all) => texts(all, (r) => r.failed) },
      { name: 'wait', type: 'float8', values: (all) => float8s(all, (r) => r.waitSeconds) },
    ],
    results,
  );
  await pool.query(
    `update outbox o set sent_at = case when r.state = 'sent' then now() end, failed = r.failed,
       due_at = case when r.state = 'later' then now() + r.wait * interval '1 second' end
     from ${list.from} where o.message_id = r.message_id`,
    list.values,
  );
}

/** How many messages wait to be sent. */
export async function countDueMessages(db: Db): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'select count(*)::int as n from outbox where due_at is not null',
  );
  return rows[0]?.n ?? 0;
}

/** A message about a case, without what it said and to whom. */
export interface MessageOfCase {
  readonly kind: string;
  readonly channel: string;
  readonly madeAt: Date;
  readonly sentAt: Date | null;
  readonly attempts: number;
  /** Why it was not sent, or not at once. */
  readonly failed: string | null;
}

/** The messages about a case that are still kept, the oldest first. */
export async function messagesOfCase(db: Db, caseId: string): Promise<readonly MessageOfCase[]> {
  const { rows } = await db.query<MessageOfCase>({
    name: 'messages-of-case',
    text: `select kind, channel, uuid_extract_timestamp(message_id) as "madeAt", sent_at as "sentAt", attempts, failed
      from outbox where case_id = $1 order by message_id`,
    values: [caseId],
  });
  return rows;
}
