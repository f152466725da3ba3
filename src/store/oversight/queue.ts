import type { Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import { REMIND_DAYS } from '../../domain/numbers/feed-calendar.ts';
import { WORK_ROLES, type WorkItem, type WorkKind } from '../../domain/oversight/work.ts';
import { BATCH_DIFFERS } from '../cards/batches.ts';
import type { Db } from '../database/database.ts';
import { MOOT, SUBJECTS } from '../staff/approvals.ts';
import { APPROVAL_CONFIDENTIAL, APPROVAL_REFERENCE } from '../staff/listed-approvals.ts';

/** One thing that waits for a person of the operator. */
export interface QueuedWork extends WorkItem {
  /** By what people call it; null for what has no name. */
  readonly reference: string | null;
  /** Of a case its stage, of a request its route, and so on: which it is, the kind tells. */
  readonly label: string;
  readonly waitingFor: WaitingFor | null;
  readonly jurisdiction: string | null;
  readonly province: string | null;
  readonly confidential: boolean;
  /** Who asked for it, as colleagues know them; of what nobody asked for, null. */
  readonly askedBy: string | null;
  readonly since: Date;
  /** When its clock has run out; null where it has none. */
  readonly at: Date | null;
  /** By which the queue is sorted. */
  readonly sortAt: Date;
  readonly assignedTo: string | null;
  readonly assigneeName: string | null;
}

/** Where a page of the queue goes on. */
export interface QueuePlace extends WorkItem {
  readonly sortAt: Date;
}

export interface QueueQuery {
  readonly kinds: readonly WorkKind[];
  /** Of cases; null for whatever they wait for. */
  readonly waitingFor: WaitingFor | null;
  readonly stage: Stage | null;
  readonly jurisdiction: string | null;
  readonly province: string | null;
  /** Only what has run out of its time at this moment. */
  readonly overdueAt: Date | null;
  /** `nobody`, `somebody`, or the subject of a person. */
  readonly assigned: 'nobody' | 'somebody' | { readonly to: string } | null;
  readonly confidential: boolean;
  readonly after: QueuePlace | null;
  /** Only these. */
  readonly items: readonly WorkItem[] | null;
  readonly limit: number;
}

/** As `runningClock` tells it (`domain/cases/clocks.ts`). */
const CASE_CLOCK = `case t.stage when 'confirm' then t.due_at when 'cool_off' then t.due_at when 'detach' then t.detach_deadline
  when 'unbind' then (select max(u.wait_until) from unbinding u where u.case_id = t.case_id and u.result is null) end`;
const NO_PLACE = `null::text as jurisdiction, null::text as province`;

/** $1 waiting for, $2 stage, $3 jurisdiction, $4 province, $5 confidential. */
const PARTS: Readonly<Record<WorkKind, string>> = {
  case: `select 'case' as kind, t.case_id::text as item, t.reference, t.stage as label, t.waiting_for, t.jurisdiction, t.province,
      t.confidential, t.updated_at as since, ${CASE_CLOCK} as at, null::text as asked_by
    from termination t where ($1::text is null or t.waiting_for = $1) and ($2::text is null or t.stage = $2)`,
  request: `select 'request', r.request_id::text, r.reference, r.route, null::text, r.jurisdiction, null::text, r.confidential, r.received_at, r.decide_by, null::text
    from special_request r where r.state = 'received'`,
  fraud: `select 'fraud', f.reference, f.reference, f.why, null::text, l.jurisdiction, l.province, false, f.opened_at,
      (select t.paused_until from termination t where t.line_id = f.line_id and t.paused_until > now() and not t.confidential), null::text
    from fraud_review f join line l using (line_id) where f.state = 'open'`,
  approval: `select 'approval', r.request_id::text, ${APPROVAL_REFERENCE}, r.act, null::text, ${NO_PLACE},
      ${APPROVAL_CONFIDENTIAL}, r.requested_at, r.expires_at, coalesce(w.name, r.requested_by)
    from approval_request r left join staff_member w on w.subject = r.requested_by ${SUBJECTS}
    where r.decided_at is null and r.expires_at > now() and not ${MOOT}`,
  notification: `select 'notification', n.notification_id::text, null::text, coalesce(n.reason, ''), null::text, ${NO_PLACE}, false, n.received_at, null::timestamptz, null::text
    from euicc_notification n where n.verdict = 'quarantined' and n.reviewed_at is null`,
  // What nobody dealt with leaves by itself.
  dispute: `select 'dispute', d.dispute_id::text, d.reference, d.check_name, null::text, l.jurisdiction, l.province,
      coalesce(t.confidential, c.confidential, false), d.made_at, null::timestamptz, null::text
    from dispute d join line l using (line_id) left join termination t on t.case_id = d.case_id left join termination_closed c on c.case_id = d.case_id
    where d.dealt_at is null and d.made_at > now() - interval '30 days'`,
  // By the end of the last day on which somebody can work on it.
  complaint: `select 'complaint', c.complaint_id::text, c.reference, c.topic, null::text, c.jurisdiction, c.province, c.confidential, c.received_at,
      c.work_by, null::text
    from complaint c where c.answered_at is null`,
  batch: `select 'batch', b.number, b.number, case when ${BATCH_DIFFERS('b')} then 'differs' else 'to_compare' end, null::text, ${NO_PLACE}, false,
      coalesce((select max(m.at) from custody_move m where m.batch_id = b.batch_id and m.kind = 'hand_over_batch'), b.opened_at), null::timestamptz, null::text
    from card_batch b where b.state = 'handed_over'`,
  // Ofcom lets an operator a working day from the use of a code: what waits for longer is looked at.
  switching: `select 'switching', s.code_id::text, t.reference, array_to_string(s.in_the_way, ','), null::text, l.jurisdiction, l.province,
      coalesce(t.confidential, exists (select from termination o where o.line_id = s.line_id and o.confidential)), s.redeemed_at,
      coalesce(t.due_at, s.expires_at), null::text
    from switching_code s join line l using (line_id) left join termination t on t.case_id = s.case_id
    where s.retry_at is not null and s.redeemed_at <= now() - interval '1 day'`,
  // What billing does not take, and what it has not decided after two weeks.
  charge: `select 'charge', c.charge_id, null::text, c.dispute, null::text, l.jurisdiction, l.province,
      exists (select from termination o where o.case_id = c.case_id and o.confidential
        union all select from termination_closed o where o.case_id = c.case_id and o.confidential),
      c.received_at, null::timestamptz, null::text
    from charge c join line l using (line_id) where c.verdict = 'held' and c.settled_at is null
      and (c.dispute = 'refused' or c.received_at < now() - interval '14 days')`,
  // From some days before it is due.
  feed: `select 'feed', n.feed_id::text, concat_ws(' ', n.period, nullif(n.recipient, '')), n.kind, null::text, ${NO_PLACE}, false,
      coalesce(n.made_at, (n.due_on - ${REMIND_DAYS})::timestamptz), (n.due_on + 1)::timestamptz, null::text
    from number_feed n where n.sent_at is null and n.due_on - ${REMIND_DAYS} <= current_date`,
  // One row a kind: a register that lost its lines must not bury everything else.
  difference: `select 'difference', d.kind, null::text, d.kind, null::text, ${NO_PLACE}, false, min(d.first_seen_at), null::timestamptz, null::text
    from reconciliation_finding d where d.resolved_at is null
      and not exists (select from termination_closed o where o.line_id = d.line_id and o.confidential) group by d.kind`,
};

/** Whether who has taken something still counts: they signed in last with a role for it. Of `a`, with the roles of each kind in `roles`. */
const COUNTS = (
  roles: string,
) => `(select s.roles from staff_session s where s.subject = a.assigned_to order by s.created_at desc limit 1)
  && array(select jsonb_array_elements_text(${roles}::jsonb -> a.kind))`;

/** What waits, the oldest against its clock first; what has no clock by its age. */
export async function queuedWork(db: Db, query: QueueQuery): Promise<readonly QueuedWork[]> {
  const { kinds, assigned, after, items } = query;
  if (kinds.length === 0) return [];
  const { rows } = await db.query<QueuedWork>(
    `select q.kind, q.item, q.reference, q.label, q.waiting_for as "waitingFor", q.jurisdiction, q.province, q.confidential, q.since, q.at,
       q.asked_by as "askedBy", q.sort_at as "sortAt", a.assigned_to as "assignedTo", m.name as "assigneeName"
     from (select *, date_trunc('milliseconds', coalesce(at, since)) as sort_at
       from (${kinds.map((kind) => `(${PARTS[kind]})`).join(' union all ')})
         as p(kind, item, reference, label, waiting_for, jurisdiction, province, confidential, since, at, asked_by)) q
       left join work_assignment a on a.kind = q.kind and a.item = q.item and ${COUNTS('$13')}
       left join staff_member m on m.subject = a.assigned_to
     where ($5::boolean or not q.confidential)
       and ($3::text is null or q.jurisdiction = $3) and ($4::text is null or q.province = $4)
       and ($6::timestamptz is null or q.at <= $6)
       and case $7::text when 'nobody' then a.assigned_to is null when 'somebody' then a.assigned_to is not null
         when 'person' then a.assigned_to = $8 else true end
       and ($9::timestamptz is null or (q.sort_at, q.kind, q.item) > ($9, $10::text, $11::text))
       and ($14::text[] is null or q.kind || ' ' || q.item = any($14))
       -- Only cases ask for these two, and PostgreSQL needs their types all the same.
       and ($1::text is null or true) and ($2::text is null or true)
     order by q.sort_at, q.kind, q.item limit $12`,
    [
      ...[query.waitingFor, query.stage, query.jurisdiction, query.province, query.confidential],
      ...[query.overdueAt, assigned === null || typeof assigned === 'string' ? assigned : 'person'],
      assigned !== null && typeof assigned === 'object' ? assigned.to : null,
      ...[after?.sortAt ?? null, after?.kind ?? null, after?.item ?? null, query.limit],
      JSON.stringify(WORK_ROLES),
      items?.map(({ kind, item }) => `${kind} ${item}`) ?? null,
    ],
  );
  return rows;
}

/**
 * Gives one thing to a person. Of two who take it at once, one has it.
 * @param given `override`: also where somebody else has it than who gives it
 * @returns who has it now
 */
export async function assign(
  tx: Db,
  { kind, item }: WorkItem,
  given: { readonly to: string; readonly by: string; readonly override: boolean },
): Promise<string> {
  await tx.query(
    `insert into work_assignment as a (kind, item, assigned_to, assigned_by) values ($1, $2, $3, $4)
     on conflict (kind, item) do update set assigned_to = excluded.assigned_to, assigned_by = excluded.assigned_by, assigned_at = now()
       where $5::boolean or a.assigned_to = $4 or (${COUNTS('$6')}) is not true`,
    [kind, item, given.to, given.by, given.override, JSON.stringify(WORK_ROLES)],
  );
  const { rows } = await tx.query<{ assigned_to: string }>(
    'select assigned_to from work_assignment where kind = $1 and item = $2',
    [kind, item],
  );
  return rows[0]!.assigned_to;
}

/** @param of null: whoever has it. */
export async function giveBackWork(
  tx: Db,
  { kind, item }: WorkItem,
  of: string | null,
): Promise<'given_back' | 'free_already' | 'of_others'> {
  const { rowCount } = await tx.query(
    'delete from work_assignment where kind = $1 and item = $2 and ($3::text is null or assigned_to = $3)',
    [kind, item, of],
  );
  if (rowCount === 1) return 'given_back';
  const left = await tx.query('select from work_assignment where kind = $1 and item = $2', [kind, item]);
  return left.rowCount === 0 ? 'free_already' : 'of_others';
}

/** Somebody who can be given work, with the roles of their last sign-in. */
export interface Colleague {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Who signed in within a month with one of the roles, by name. */
export async function colleaguesWith(db: Db, roles: readonly string[]): Promise<readonly Colleague[]> {
  const { rows } = await db.query<Colleague>(
    `select m.subject, m.name, s.roles from staff_member m
       join lateral (select roles from staff_session s where s.subject = m.subject order by s.created_at desc limit 1) s on true
     where m.signed_in_at > now() - interval '30 days' and s.roles && $1::text[] order by m.name, m.subject limit 200`,
    [roles],
  );
  return rows;
}
