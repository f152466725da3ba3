import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import type { LineStatus } from '../../domain/lines/line.ts';
import type { Route } from '../../domain/rules/route.ts';
import type { RequestState } from '../../domain/special/special-request.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';

/** By what a line is looked for; `name` is its keyed hash. */
export type LineKey =
  | { readonly kind: 'number' | 'iccid' | 'eid' | 'imsi'; readonly value: string }
  | { readonly kind: 'name'; readonly value: Buffer };

/** A line that was looked for. */
export interface LineFound {
  readonly lineId: string;
  readonly status: LineStatus;
  /** The number that it has, or had last. */
  readonly msisdn: Msisdn | null;
  /** Since when it has that number no more; null while it has it. */
  readonly numberUntil: Date | null;
  /** Of a search by a number: since when the line has that one no more, where it has another or none. */
  readonly hadUntil: Date | null;
  /** The open case is confidential: what tells of it is for few. */
  readonly confidential: boolean;
}

/** What a confidential case has ended is there for those alone who may know of it. */
const VISIBLE = `($2::boolean or l.status <> 'ended' or not (coalesce(t.confidential, false) or exists (
  select from termination_closed c
  where c.line_id = l.line_id and c.holder_id = l.holder_id and c.outcome = 'completed' and c.confidential)))`;

/** Who has it now stands before who had it. Each half has an index of its own. */
const HITS: Readonly<Record<LineKey['kind'], string>> = {
  number: `select line_id, max(had) as had, min(place) as place from (
      select line_id, null::timestamptz as had, '1'::text as place from msisdn_assignment where msisdn = $1 and to_at is null
      union all select line_id, to_at, '2' from msisdn_assignment where msisdn = $1 and to_at is not null) m group by line_id`,
  imsi: `select line_id, null::timestamptz as had, min(place) as place from (
      select line_id, '1'::text as place from access where imsi = $1 and to_at is null
      union all select line_id, '2' from access where imsi = $1 and to_at is not null) a group by line_id`,
  iccid: `select distinct line_id, null::timestamptz as had, ''::text as place from (
      select line_id from access where iccid = $1 union all select line_id from esim_profile where iccid = $1) c`,
  eid: `select distinct line_id, null::timestamptz as had, ''::text as place from (
      select line_id from access where eid = $1 union all select line_id from esim_profile where eid = $1) c`,
  // A common name has thousands of lines: they come in the order of the index, and no more of them than are shown.
  name: `select l.line_id, null::timestamptz as had, p.party_id as place
    from party p join line l on l.holder_id = p.party_id left join termination t using (line_id)
    where p.name_bidx = $1 and ${VISIBLE} order by p.party_id limit $3`,
};

/**
 * Lines by one of their keys, those that have it now first.
 * @param confidential whether the reader may know of confidential cases; else a line that such a case ended is not there, and none is
 *   counted
 */
export async function linesByKey(
  db: Db,
  key: LineKey,
  { confidential, limit }: { readonly confidential: boolean; readonly limit: number },
): Promise<readonly LineFound[]> {
  const { rows } = await db.query<LineFound>({
    name: `lines-by-${key.kind}`,
    text: `select l.line_id as "lineId", l.status, n.msisdn, n.to_at as "numberUntil",
        case when h.had is distinct from n.to_at then h.had end as "hadUntil", coalesce(t.confidential, false) as confidential
      from (${HITS[key.kind]}) h join line l using (line_id) left join termination t using (line_id)
        left join lateral (select msisdn, to_at from msisdn_assignment m where m.line_id = l.line_id
          order by to_at desc nulls first, from_at desc limit 1) n on true
      where ${VISIBLE} order by h.place, h.had desc nulls first, l.line_id limit $3`,
    values: [key.value, confidential, limit],
  });
  return rows;
}

/** What a search shows of a case. */
export interface CaseFound {
  readonly reference: string;
  readonly lineId: string;
  readonly stage: Stage;
  readonly outcome: Outcome | null;
  readonly waitingFor: WaitingFor | null;
  readonly declaredAt: Date;
  readonly closedAt: Date | null;
  readonly confidential: boolean;
}

const CASE = `reference, line_id as "lineId", stage, outcome, waiting_for as "waitingFor", declared_at as "declaredAt", confidential`;

/** The open and closed cases of some lines, the newest first. */
export async function casesOfFoundLines(
  db: Db,
  lineIds: readonly string[],
  { confidential, limit }: { readonly confidential: boolean; readonly limit: number },
): Promise<readonly CaseFound[]> {
  const { rows } = await db.query<CaseFound>({
    name: 'cases-of-found-lines',
    text: `select * from (
        select ${CASE}, null::timestamptz as "closedAt" from termination where line_id = any($1::text[])
        union all select ${CASE}, closed_at from termination_closed where line_id = any($1::text[])) c
      where $2::boolean or not confidential order by "declaredAt" desc, reference limit $3`,
    values: [lineIds, confidential, limit],
  });
  return rows;
}

/** What a search shows of a special request. */
export interface RequestFound {
  readonly requestId: string;
  readonly reference: string;
  readonly route: Route;
  readonly state: RequestState;
  readonly receivedAt: Date;
  readonly confidential: boolean;
}

/** Special requests of who has this name, the newest first. */
export async function requestsByName(
  db: Db,
  nameIndex: Buffer,
  { confidential, limit }: { readonly confidential: boolean; readonly limit: number },
): Promise<readonly RequestFound[]> {
  const { rows } = await db.query<RequestFound>({
    name: 'requests-by-name',
    text: `select r.request_id as "requestId", r.reference, r.route, r.state, r.received_at as "receivedAt", r.confidential
      from party p join special_request r on r.requester_id = p.party_id
      where p.name_bidx = $1 and ($2::boolean or not r.confidential) order by r.received_at desc, r.request_id limit $3`,
    values: [nameIndex, confidential, limit],
  });
  return rows;
}
