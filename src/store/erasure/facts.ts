import type { EarlierClass, HoldingBack, PersonFacts, Tie } from '../../domain/people/retention.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

/** The task under which graphile-worker erases people whose time is over. */
export const ERASE_TASK = 'erase-people';

/**
 * What keeps a person from being erased, each as a condition on `p`, their row in `party`. Another thing that does is one more row here and a
 * word in `HOLDING_BACK`.
 */
const BACK: Readonly<Record<Exclude<HoldingBack, 'legal_hold'>, string>> = {
  standing_line: `exists (select from line l where l.holder_id = p.party_id and l.status <> 'ended')
    or exists (select from line l where l.user_id = p.party_id and l.status <> 'ended')
    or exists (select from account a join line l using (account_id) where a.payer_id = p.party_id and l.status <> 'ended')`,
  // An authority's hold, or one for fraud, outlives the line on which it was put.
  held_line: `exists (select from line l, jsonb_array_elements(l.holds || l.own_holds) h
    where l.holder_id = p.party_id and h ->> 'kind' in ('legal', 'fraud'))`,
  open_case: `exists (select from termination t where t.holder_id = p.party_id)
    or exists (select from termination t where t.requester_id = p.party_id)`,
  // What it said is forgotten by a rule of its own, and its requester not before.
  open_request: `exists (select from special_request r where r.requester_id = p.party_id and r.body_enc is not null)`,
  open_dispute: 'exists (select from dispute d where d.party_id = p.party_id and d.dealt_at is null)',
  open_approval: `exists (select from line l join approval_request a using (line_id)
    where l.holder_id = p.party_id and a.decided_at is null and a.expires_at > now())`,
  open_review: `exists (select from line l join fraud_review f using (line_id) where l.holder_id = p.party_id and f.state = 'open')`,
  open_complaint: 'exists (select from complaint c where c.party_id = p.party_id and c.answered_at is null)',
  open_charge: `exists (select from line l join charge c using (line_id)
    where l.holder_id = p.party_id and c.verdict = 'held' and c.settled_at is null)`,
};

/** When a line ended: the last of its numbers and cards was taken back then; one can have given up its number long before. Null for one that stands. */
const LINE_END = `case when l.status = 'ended' then
  coalesce(greatest((select max(m.to_at) from msisdn_assignment m where m.line_id = l.line_id),
    (select max(a.to_at) from access a where a.line_id = l.line_id)), l.updated_at) end`;

interface FactsRow {
  readonly partyId: string;
  readonly erasedAt: Date | null;
  readonly erasedClasses: readonly EarlierClass[];
  readonly withoutLineSince: Date | null;
  readonly onlyAsked: boolean;
  readonly back: readonly (keyof typeof BACK)[];
  readonly holds: readonly (LocalDate | null)[];
  readonly ties: readonly (Omit<Tie, 'endedAt'> & { readonly endedAt: string | null })[];
}

const FACTS = `select p.party_id as "partyId", p.erased_at as "erasedAt", p.erased_classes as "erasedClasses",
    p.without_line_since as "withoutLineSince",
    exists (select from special_request r where r.requester_id = p.party_id) as "onlyAsked",
    array_remove(array[${Object.entries(BACK)
      .map(([name, condition]) => `case when ${condition} then '${name}' end`)
      .join(', ')}], null) as back,
    coalesce((select json_agg(h.until) from legal_hold h where h.party_id = p.party_id and h.released_at is null), '[]') as holds,
    coalesce((select json_agg(t) from (
        select l.jurisdiction, l.province, ${LINE_END} as "endedAt" from line l where l.holder_id = p.party_id
        union all
        select l.jurisdiction, l.province, ${LINE_END} from line l where l.user_id = p.party_id
        union all
        select l.jurisdiction, l.province, ${LINE_END} from account a join line l using (account_id)
          where a.payer_id = p.party_id
        union all
        select c.jurisdiction, c.province, coalesce(c.service_ended_at, c.closed_at) from termination_closed c where c.holder_id = p.party_id
      ) t), '[]') as ties
  from party p where p.party_id = any($1::text[])`;

/** All that decides how long people are kept; without those who are unknown. Read it with their rows locked where something follows from it. */
export async function factsOf(db: Db, people: readonly string[]): Promise<readonly PersonFacts[]> {
  const { rows } = await db.query<FactsRow>({ name: 'facts-of-people', text: FACTS, values: [people] });
  return rows.map((row) => ({
    ...row,
    onlyAsked: row.onlyAsked && row.ties.length === 0,
    ties: row.ties.map((tie) => ({ ...tie, endedAt: tie.endedAt === null ? null : new Date(tie.endedAt) })),
  }));
}

/** Locks people who are kept, in order; whoever is being changed just now is left for the next time. */
export async function lockPeople(
  tx: Db,
  people: readonly string[],
  whenBusy: 'skip' | 'wait',
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ party_id: string }>({
    name: `lock-people-${whenBusy}`,
    text: `select party_id from party where party_id = any($1::text[]) and erased_at is null
      order by party_id for update ${whenBusy === 'skip' ? 'skip locked' : ''}`,
    values: [people],
  });
  return rows.map((row) => row.party_id);
}

/**
 * Whoever holds a line again is no longer without one, and what is held of them now is kept for its whole time: what was noted of before counts
 * no more when that line is gone.
 */
export async function noteReturned(db: Db): Promise<void> {
  await db.query(
    `update party p set without_line_since = null, erased_classes = '{}'
     where erased_at is null and (without_line_since is not null or erased_classes <> '{}')
       and exists (select from line l where l.holder_id = p.party_id and l.status <> 'ended')`,
  );
}

/** The next people, in the order of their ids, whose periods are to be looked at; whoever holds a line that stands is not among them. */
export async function peopleToLookAt(
  db: Db,
  after: string,
  today: LocalDate,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ party_id: string }>({
    name: 'people-to-look-at',
    text: `select party_id from party p where erased_at is null and party_id > $1
        and (retention_look_on is null or retention_look_on <= $2::date)
        and not exists (select from line l where l.holder_id = p.party_id and l.status <> 'ended')
      order by party_id limit $3`,
    values: [after, today, limit],
  });
  return rows.map((row) => row.party_id);
}

/** When to look at each of some people again, and since when no line ties them to us. */
export async function noteLooks(
  tx: Db,
  looks: readonly { readonly partyId: string; readonly lookOn: LocalDate; readonly withoutLine: boolean }[],
): Promise<void> {
  if (looks.length === 0) return;
  await tx.query({
    name: 'note-looks',
    text: `update party p set retention_look_on = o.look_on,
        without_line_since = case when o.without_line then coalesce(p.without_line_since, now()) end
      from unnest($1::text[], $2::date[], $3::bool[]) as o(party_id, look_on, without_line) where p.party_id = o.party_id`,
    values: [
      looks.map(({ partyId }) => partyId),
      looks.map(({ lookOn }) => lookOn),
      looks.map(({ withoutLine }) => withoutLine),
    ],
  });
}

/** Their periods are looked at the next time. */
export async function lookAgain(tx: Db, partyId: string): Promise<void> {
  await tx.query('update party set retention_look_on = null where party_id = $1', [partyId]);
}
