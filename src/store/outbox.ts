import { sentTextOf } from '../domain/channels/sent-text.ts';
import { type GivenUpFor, goodForMs, NOTICES, type NoticeKind, OUTDATED_BY } from '../domain/notices.ts';
import type { PartIds, PartsTaken } from '../ports/delivery-error.ts';
import { booleans, byteas, float8s, int4s, texts, uuids } from './database/array-parameters.ts';
import type { Db, Pool } from './database/database.ts';
import { insertOf, type NamedColumn, rowsAs } from './database/named-columns.ts';
import type { DataKey, Vault } from './database/vault.ts';
import { textIndex } from './outbox-texts.ts';
import { withoutStopped } from './text-stops.ts';

/** How somebody is written to. */
export type ContactChannel = 'sms' | 'email';

/** A message that commits together with the state it tells of. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly to: { readonly msisdn: string } | { readonly contactId: string; readonly channel: ContactChannel };
  readonly text: string;
  /** How long it is worth anything to its reader, where that is nearer than its kind says (`NOTICES`). */
  readonly goodForMs?: number;
  /** It leaves no earlier than so many milliseconds from now, and is good for its time from then on. */
  readonly afterMs?: number;
}

export interface CaseNotice extends Notice {
  readonly caseId: string | null;
  /** Null for whoever wrote from a number that is none of ours; their message is under the operator's key. */
  readonly partyId: string | null;
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
    values: (all) => byteas(all, (n) => vault.encrypt(n.dataKey, OUTBOX_BODY, n.text)),
  },
  {
    name: 'text_bidx',
    type: 'bytea',
    values: (all) =>
      byteas(all, (n) => {
        const named = sentTextOf(n.text);
        return named === null ? null : textIndex(vault, named);
      }),
  },
  { name: 'urgent', type: 'bool', values: (all) => booleans(all, (n) => NOTICES[n.kind].urgent) },
  {
    name: 'due_at',
    type: 'float8',
    values: (all) => float8s(all, (n) => n.afterMs ?? 0),
    read: (listed) => `now() + ${listed} * interval '1 millisecond'`,
  },
  {
    // By the database's clock, as everything that is due: the clock of who asks may be another.
    name: 'deadline_at',
    type: 'float8',
    values: (all) => float8s(all, (n) => (n.afterMs ?? 0) + goodForMs(n.kind, n.goodForMs)),
    read: (listed) => `now() + ${listed} * interval '1 millisecond'`,
  },
];

const TO = 'outbox to';
/** What the text of a message is encrypted for. */
export const OUTBOX_BODY = 'outbox body';

/**
 * Of a confidential case, a message leaves for a contact of its requester and for nobody else: not for the holder, and not for the
 * number of the line, whoever has the phone.
 */
const HELD_BACK = `where t.case_id = o.case_id and t.confidential
    and (o.to_msisdn_enc is not null or o.party_id is distinct from t.requester_id)`;
/** Counted for each message, because a join would put those of one statement into another order. */
const MAY_LEAVE = `(select count(*) from termination t ${HELD_BACK}) = 0
  and (select count(*) from termination_closed t ${HELD_BACK}) = 0`;

/** Puts the answer to a text into the outbox. It is about no case and goes to whoever wrote, so that nothing holds it back. @returns its identity */
export async function insertAnswer(db: Db, vault: Vault, notice: CaseNotice): Promise<string> {
  const { text, values } = insertOf('outbox', COLUMNS(vault), [notice]);
  const { rows } = await db.query<{ message_id: string }>({
    name: 'insert-answer',
    text: `${text} returning message_id`,
    values: [...values],
  });
  return rows[0]!.message_id;
}

/**
 * Puts messages into the outbox; they leave only when the transaction commits. This is where what may not reach the holder is
 * held back, for every message comes through here.
 */
export async function insertNotices(db: Db, vault: Vault, notices: readonly CaseNotice[]): Promise<void> {
  if (notices.length === 0) return;
  const wanted = await withoutStopped(db, vault, notices);
  if (wanted.length > 0) {
    const { text, values } = insertOf('outbox', COLUMNS(vault), wanted);
    await db.query({ name: 'insert-outbox', text: `${text} where ${MAY_LEAVE}`, values: [...values] });
  }
  for (const [kind, outdated] of Object.entries(OUTDATED_BY)) {
    const caseIds = notices.flatMap((n) => (n.kind === kind && n.caseId !== null ? [n.caseId] : []));
    if (caseIds.length > 0) await outdateNotices(db, caseIds, { kinds: outdated });
  }
}

/**
 * Gives up messages about cases because they are no longer so: those of some kinds, or all to the number of the line, which is
 * somebody else's now. What was given up before for another reason is never sent again either. What a sender has in hand may
 * still leave with this try, and with no other.
 */
export async function outdateNotices(
  db: Db,
  caseIds: readonly string[],
  which: { readonly kinds: readonly NoticeKind[] } | 'to_the_number',
): Promise<void> {
  await db.query(
    `update outbox set due_at = null, lease = null, deadline_at = least(deadline_at, now()),
       given_up_at = coalesce(given_up_at, now()), given_up_for = 'outdated'
     where case_id = any($1::uuid[]) and (due_at is not null or given_up_for in ('deadline', 'refused'))
       and case when $2::text[] is null then to_msisdn_enc is not null else kind = any($2) end`,
    [caseIds, which === 'to_the_number' ? null : which.kinds],
  );
}

/** A message that a sender holds for a while. */
export interface TakenMessage {
  readonly messageId: string;
  readonly kind: NoticeKind;
  readonly lease: string;
  /** Without this one. */
  readonly attempts: number;
  readonly channel: ContactChannel;
  readonly urgent: boolean;
  readonly partsTaken: PartsTaken | null;
  /** Milliseconds until its deadline. */
  readonly leftMs: number;
  readonly toEnc: Buffer | null;
  readonly contactEnc: Buffer | null;
  readonly bodyEnc: Buffer;
  readonly dataKeyWrapped: Buffer | null;
  readonly keyEpoch: number;
  /** Null where it goes to a number that is none of ours. */
  readonly partyId: string | null;
}

export interface Taking {
  readonly channel: ContactChannel;
  /** How many at the most: of those for which somebody waits, and of the others. */
  readonly urgent: number;
  readonly others: number;
  /** After so long they come back, if the sender died. */
  readonly leaseMs: number;
}

/** Takes due messages of a channel, the longest due first. What another sender holds, and what is too late, is left alone. */
export async function takeMessages(
  pool: Pool,
  { channel, urgent, others, leaseMs }: Taking,
): Promise<readonly TakenMessage[]> {
  const due = (kind: 'urgent' | 'not urgent', limit: string): string =>
    `select message_id from outbox where channel = $1 and ${kind} and due_at <= now() and deadline_at > now()
     order by due_at limit ${limit} for update skip locked`;
  const { rows } = await pool.query<Omit<TakenMessage, 'partsTaken'> & { partsTaken: string | null }>({
    name: 'take-messages',
    text: `with ahead as materialized (${due('urgent', '$2')}), behind as materialized (${due('not urgent', '$3')}),
     held as (
       update outbox o set due_at = now() + $4 * interval '1 millisecond', lease = gen_random_uuid()
       from (select * from ahead union all select * from behind) taken where o.message_id = taken.message_id
       returning o.*)
     select h.message_id as "messageId", h.kind, h.lease, h.attempts, h.channel, h.urgent, h.parts_taken as "partsTaken",
       extract(epoch from h.deadline_at - now())::float8 * 1000 as "leftMs",
       h.to_msisdn_enc as "toEnc", h.body_enc as "bodyEnc", c.value_enc as "contactEnc",
       p.data_key_wrapped as "dataKeyWrapped", p.key_epoch as "keyEpoch", h.party_id as "partyId"
     from held h left join contact c using (contact_id) left join party p on p.party_id = h.party_id
     order by h.urgent desc, h.message_id`,
    values: [channel, urgent, others, leaseMs],
  });
  return rows.map((row) => ({
    ...row,
    partsTaken: row.partsTaken === null ? null : [...row.partsTaken].map((part) => part === '1'),
  }));
}

/**
 * Gives up what was not sent in its time. What a living sender holds is left to it.
 * @param details what each channel's peer fails with now: the reason of those that were not even tried
 */
export async function giveUpLate(
  pool: Pool,
  details: ReadonlyMap<ContactChannel, string | null>,
): Promise<readonly { readonly kind: NoticeKind; readonly channel: ContactChannel }[]> {
  const { rows } = await pool.query<{ kind: NoticeKind; channel: ContactChannel }>({
    name: 'give-up-late',
    text: `update outbox set due_at = null, lease = null, given_up_at = now(), given_up_for = 'deadline',
        failed = coalesce(failed, case channel when 'sms' then $1::text else $2::text end)
      where due_at is not null and deadline_at <= now() and (lease is null or due_at <= now())
      returning kind, channel`,
    values: [details.get('sms') ?? null, details.get('email') ?? null],
  });
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
  { channel, toEnc, contactEnc, bodyEnc, dataKeyWrapped, keyEpoch, partyId }: TakenMessage,
): OpenedMessage | { readonly failed: 'person_erased' | 'contact_gone' } {
  if (dataKeyWrapped === null && partyId !== null) return { failed: 'person_erased' };
  const key = dataKeyWrapped === null ? vault.operatorKey : vault.unwrap(dataKeyWrapped, keyEpoch);
  if (toEnc === null && contactEnc === null) return { failed: 'contact_gone' };
  const to =
    toEnc !== null ? vault.decryptText(key, TO, toEnc) : vault.decryptText(key, 'contact', contactEnc!);
  return { channel, to, text: vault.decryptText(key, OUTBOX_BODY, bodyEnc) };
}

interface OfMessage {
  readonly messageId: string;
  readonly kind: NoticeKind;
  readonly channel: ContactChannel;
  /** Under which it was taken. */
  readonly lease: string;
  /** Whether the peer said something about it, or may have taken it. */
  readonly tried: boolean;
  readonly partsTaken: PartsTaken | null;
  /** How the peer calls each part that it took with this try; null where it names none. */
  readonly partIds?: PartIds | null;
}

/** What became of a message that was taken. */
export type SendResult = OfMessage &
  (
    | { readonly state: 'sent' }
    | { readonly state: 'waiting'; readonly failed: string; readonly waitMs: number }
    | { readonly state: 'given_up'; readonly failed: string; readonly why: GivenUpFor }
  );

/**
 * Notes what became of taken messages. What was sent is sent, whoever holds the message by now; anything else is noted by its
 * holder alone. A message never waits beyond its deadline.
 */
export async function noteResults(pool: Pool, results: readonly SendResult[]): Promise<void> {
  const list = rowsAs<SendResult>(
    'r',
    [
      { name: 'message_id', type: 'uuid', values: (all) => uuids(all, (r) => r.messageId) },
      { name: 'lease', type: 'uuid', values: (all) => uuids(all, (r) => r.lease) },
      { name: 'state', type: 'text', values: (all) => texts(all, (r) => r.state) },
      { name: 'failed', type: 'text', values: (all) => texts(all, (r) => ('failed' in r ? r.failed : null)) },
      { name: 'why', type: 'text', values: (all) => texts(all, (r) => ('why' in r ? r.why : null)) },
      {
        name: 'wait',
        type: 'float8',
        values: (all) => float8s(all, (r) => ('waitMs' in r ? r.waitMs : null)),
      },
      { name: 'tries', type: 'int4', values: (all) => int4s(all, (r) => (r.tried ? 1 : 0)) },
      {
        name: 'parts',
        type: 'text',
        values: (all) =>
          texts(all, (r) => r.partsTaken?.map((taken) => (taken ? '1' : '0')).join('') ?? null),
      },
    ],
    results,
  );
  await pool.query({
    name: 'note-results',
    text: `update outbox o set lease = null, attempts = o.attempts + r.tries,
       failed = case when r.state = 'sent' then null else r.failed end,
       parts_taken = coalesce(r.parts, o.parts_taken),
       sent_at = case when r.state = 'sent' then now() end,
       given_up_at = case when r.state = 'given_up' then now() end,
       given_up_for = r.why,
       due_at = case when r.state = 'waiting' then least(now() + r.wait * interval '1 millisecond', o.deadline_at) end
     from ${list.from}
     where o.message_id = r.message_id and o.sent_at is null and (r.state = 'sent' or o.lease = r.lease)`,
    values: list.values,
  });
}
