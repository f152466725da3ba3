import {
  FOR_A_LATER_DAY,
  type GivenUpFor,
  type LISTED_STATES,
  type NoticeKind,
  type NoticeState,
} from '../domain/notices.ts';
import type { Db } from './database/database.ts';
import { DELIVERY } from './delivery-receipts.ts';
import type { ContactChannel } from './outbox.ts';

/** A message to a person, without what it says and to whom. */
export interface NoticeRecord {
  readonly noticeId: string;
  readonly caseId: string | null;
  readonly kind: NoticeKind;
  readonly channel: ContactChannel;
  readonly state: NoticeState;
  readonly madeAt: Date;
  readonly sentAt: Date | null;
  /** How often the peer said something about it, or may have taken it. */
  readonly attempts: number;
  /** Null once it was sent or given up. */
  readonly nextTryAt: Date | null;
  readonly deadlineAt: Date;
  readonly givenUpAt: Date | null;
  readonly givenUpFor: GivenUpFor | null;
  /** What the peer said last of what was not sent, or not yet. */
  readonly failed: string | null;
  /** When a message centre last said what became of it; null where none did. */
  readonly receiptAt: Date | null;
  /** Why it is undeliverable, in the centre's own words, e.g. `EXPIRED/005`. */
  readonly receipt: string | null;
}

const STATE = `case when o.sent_at is not null then coalesce(d.state, 'sent') when o.given_up_at is not null then 'given_up' else 'waiting' end`;

const SELECT = `select o.message_id as "noticeId", o.case_id as "caseId", o.kind, o.channel, ${STATE} as state,
    uuid_extract_timestamp(o.message_id) as "madeAt", o.sent_at as "sentAt", o.attempts, o.due_at as "nextTryAt",
    o.deadline_at as "deadlineAt", o.given_up_at as "givenUpAt", o.given_up_for as "givenUpFor", o.failed,
    case when o.sent_at is not null then d.said_at end as "receiptAt", case when o.sent_at is not null and d.state = 'undeliverable' then d.said end as receipt
  from outbox o left join ${DELIVERY} on true`;

/** Which of them a page is of. Undeliverable ones are found by their receipts, of which there are few. */
const LISTED: Readonly<Record<AskedNotices['state'], string>> = {
  waiting: 'o.due_at is not null',
  undeliverable: `o.message_id in (select message_id from delivery_part where state = 'undeliverable') and o.sent_at is not null and d.state = 'undeliverable'`,
  given_up: 'o.given_up_at is not null',
};

/** The messages about a case that are still kept, the oldest first. */
export async function noticesOfCase(db: Db, caseId: string): Promise<readonly NoticeRecord[]> {
  const { rows } = await db.query<NoticeRecord>({
    name: 'notices-of-case',
    text: `${SELECT} where o.case_id = $1 order by o.message_id`,
    values: [caseId],
  });
  return rows;
}

export interface AskedNotices {
  readonly state: (typeof LISTED_STATES)[number];
  readonly kind: NoticeKind | null;
  /** Whether those of confidential cases are among them. */
  readonly confidential: boolean;
  /** The last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** The messages that wait, that did not arrive, or that were given up, over all cases: the oldest first. */
export async function listedNotices(
  db: Db,
  { state, kind, after, limit, confidential }: AskedNotices,
): Promise<readonly NoticeRecord[]> {
  const { rows } = await db.query<NoticeRecord>(
    `${SELECT} where ${LISTED[state]}
       and ($1::text is null or o.kind = $1) and ($2::uuid is null or o.message_id > $2)
       and ($4::boolean or not exists (select from termination t where t.case_id = o.case_id and t.confidential)
         and not exists (select from termination_closed t where t.case_id = o.case_id and t.confidential)
         and not exists (select from special_request r where r.requester_id = o.party_id and r.confidential))
     order by o.message_id limit $3`,
    [kind, after, limit, confidential],
  );
  return rows;
}

export async function findNotice(db: Db, noticeId: string): Promise<NoticeRecord | null> {
  const { rows } = await db.query<NoticeRecord>(`${SELECT} where o.message_id = $1`, [noticeId]);
  return rows[0] ?? null;
}

export interface Reopening {
  /** Null for all. */
  readonly noticeId: string | null;
  readonly kinds: readonly { readonly kind: NoticeKind; readonly goodForMs: number }[];
  readonly why: readonly GivenUpFor[];
  readonly limit: number;
}

/**
 * Lets messages wait again that were given up, each as a whole: parts that were taken long ago may have been forgotten by the
 * phone.
 */
export async function waitAgain(
  db: Db,
  { noticeId, kinds, why, limit }: Reopening,
): Promise<readonly Pick<NoticeRecord, 'noticeId' | 'caseId' | 'kind'>[]> {
  const { rows } = await db.query<Pick<NoticeRecord, 'noticeId' | 'caseId' | 'kind'>>(
    `with again as materialized (
       select message_id from outbox
       where given_up_at is not null and given_up_for = any($3) and kind = any($1)
         and ($4::uuid is null or message_id = $4)
       order by message_id limit $5 for update skip locked)
     update outbox o set due_at = now(), deadline_at = now() + k.good_for * interval '1 millisecond',
       given_up_at = null, given_up_for = null, parts_taken = null
     from again, unnest($1::text[], $2::float8[]) as k(kind, good_for)
     where o.message_id = again.message_id and k.kind = o.kind
     returning o.message_id as "noticeId", o.case_id as "caseId", o.kind`,
    [kinds.map(({ kind }) => kind), kinds.map(({ goodForMs }) => goodForMs), why, noticeId, limit],
  );
  return rows;
}

export interface WaitingNotices {
  readonly channel: ContactChannel;
  readonly n: number;
  /** Of the one that waits for the longest time, in seconds by the database's clock. */
  readonly oldestSeconds: number;
}

/** Those that could leave by now; what is for a later day waits from that day on. */
export async function countWaitingNotices(db: Db): Promise<readonly WaitingNotices[]> {
  const { rows } = await db.query<WaitingNotices>(
    `select channel, count(*)::int as n,
       extract(epoch from now() - min(case when kind = any($1) then due_at
         else uuid_extract_timestamp(message_id) end))::float8 as "oldestSeconds"
     from outbox where due_at is not null and (due_at <= now() or kind <> all($1)) group by channel`,
    [FOR_A_LATER_DAY],
  );
  return rows;
}
