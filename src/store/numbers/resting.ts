import type { FlagReason, RestReason } from '../../domain/numbers/quarantine.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { dates, int4s, jsonbs, texts, timestamps } from '../database/array-parameters.ts';
import type { Db, Pool } from '../database/database.ts';

/** Of a number that rests in the ledger `n`, whether by the rule of its own operator or on its way to its range holder. */
const RESTS = `(n.state = 'quarantined' or (n.state = 'returned' and n.released_at is null))`;

/** A number that rests, with what is known of whoever had it last. */
export interface RestingNumber {
  readonly msisdn: string;
  readonly since: Date;
  readonly portedIn: boolean;
  readonly releaseOn: LocalDate | null;
  readonly endedOn: LocalDate | null;
  readonly byPerson: LocalDate | null;
  /** Null where nobody of ours ever had it. */
  readonly jurisdiction: string | null;
  readonly province: string | null;
  readonly serviceEndedAt: Date | null;
  readonly reason: string | null;
  readonly route: string | null;
  readonly flags: readonly FlagReason[];
  /** Of the last line a review ended with a hold. */
  readonly heldForFraud: boolean;
  /** By day, the newest 366. */
  readonly texts: readonly { readonly on: LocalDate; readonly texts: number }[];
}

/** Numbers that rest and were not judged today, the longest unjudged first. */
export async function restingToJudge(
  db: Db,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<readonly RestingNumber[]> {
  const { rows } = await db.query<RestingNumber>({
    name: 'resting-to-judge',
    text: `select n.msisdn, n.since, n.state = 'returned' as "portedIn", n.release_on as "releaseOn", n.ended_on as "endedOn",
        (select r->>'until' from jsonb_array_elements(n.reasons) r where r->>'because' = 'person') as "byPerson",
        l.jurisdiction, l.province, c.service_ended_at as "serviceEndedAt", c.reason, c.route,
        array(select because from number_flag f where f.msisdn = n.msisdn) as flags,
        exists (select from fraud_review f where f.line_id = a.line_id and f.state = 'held') as "heldForFraud",
        coalesce((select json_agg(json_build_object('on', t.on_day, 'texts', t.texts)) from number_texts t
          where t.msisdn = n.msisdn and t.on_day > current_date - 366), '[]') as texts
      from (select * from number_ledger n where ${RESTS} and (judged_at is null or judged_at < $1)
          order by judged_at nulls first limit $2) n
        left join lateral (select line_id from msisdn_assignment a where a.msisdn = n.msisdn order by from_at desc limit 1) a on true
        left join line l on l.line_id = a.line_id
        left join lateral (select service_ended_at, reason, route from termination_closed c
          where c.line_id = a.line_id and c.outcome = 'completed' order by closed_at desc limit 1) c on true`,
    values: [before, limit],
  });
  return rows;
}

export interface JudgedNumber {
  readonly msisdn: string;
  readonly since: Date;
  readonly endedOn: LocalDate;
  readonly releaseOn: LocalDate;
  readonly reasons: readonly RestReason[];
}

/**
 * Keeps judgements of numbers that still rest as they did, and each permanent disconnect once and for good.
 * @returns how many rest longer than they did
 */
export async function keepJudged(tx: Db, judged: readonly JudgedNumber[], now: Date): Promise<number> {
  if (judged.length === 0) return 0;
  const values = [
    texts(judged, (one) => one.msisdn),
    timestamps(judged, (one) => one.since),
    dates(judged, (one) => one.endedOn),
    dates(judged, (one) => one.releaseOn),
    jsonbs(judged, (one) => JSON.stringify(one.reasons)),
  ];
  const { rows } = await tx.query<{ n: number }>({
    name: 'keep-judged-numbers',
    // The database keeps microseconds, and a Date has none of them.
    text: `with o as (select * from unnest($1::text[], $2::timestamptz[], $3::date[], $4::date[], $5::jsonb[]) as o(msisdn, since, ended, release, reasons)),
      before as (select n.msisdn, n.release_on from number_ledger n join o using (msisdn) order by n.msisdn for update of n),
      kept as (
        update number_ledger n set ended_on = o.ended, release_on = o.release, reasons = o.reasons, judged_at = $6
        from o join before using (msisdn)
        where n.msisdn = o.msisdn and ${RESTS} and date_trunc('milliseconds', n.since) = o.since
        returning n.msisdn, n.ended_on, n.release_on, before.release_on as was),
      noted as (
        insert into number_disconnect (msisdn, disconnected_on) select msisdn, ended_on from kept on conflict do nothing)
      select count(*)::int as n from kept where was is distinct from release_on`,
    values: [...values, now],
  });
  return rows[0]!.n;
}

/** Numbers that rest, sorted, behind one. */
export async function restingPage(
  db: Db,
  { after, limit }: { readonly after: Msisdn | null; readonly limit: number },
): Promise<readonly Msisdn[]> {
  const { rows } = await db.query<{ msisdn: Msisdn }>({
    name: 'resting-page',
    text: `select msisdn from number_ledger n where ${RESTS} and ($1::text is null or msisdn > $1) order by msisdn limit $2`,
    values: [after, limit],
  });
  return rows.map(({ msisdn }) => msisdn);
}

/** One day's counts of texts, of numbers that rest; of every other number nothing is kept. The larger of two counts of a day stands. */
export async function keepTextCounts(
  tx: Db,
  counts: readonly { readonly msisdn: string; readonly on: LocalDate; readonly texts: number }[],
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'keep-text-counts',
    text: `insert into number_texts (msisdn, on_day, texts)
      select o.msisdn, o.on_day, max(o.texts) from unnest($1::text[], $2::date[], $3::int[]) as o(msisdn, on_day, texts)
        join number_ledger n on n.msisdn = o.msisdn and ${RESTS} and o.on_day >= (n.since at time zone 'UTC')::date
      where o.texts > 0 group by 1, 2
      on conflict (msisdn, on_day) do update set texts = greatest(number_texts.texts, excluded.texts)`,
    values: [
      texts(counts, (one) => one.msisdn),
      dates(counts, (one) => one.on),
      int4s(counts, (one) => one.texts),
    ],
  });
  return rowCount ?? 0;
}

export async function flag(
  tx: Db,
  { msisdn, because, note, by }: Readonly<Record<'msisdn' | 'note' | 'by', string>> & { because: FlagReason },
): Promise<void> {
  await tx.query(
    `insert into number_flag (msisdn, because, note, flagged_by) values ($1, $2, $3, $4)
     on conflict (msisdn, because) do update set note = excluded.note, flagged_by = excluded.flagged_by, flagged_at = now()`,
    [msisdn, because, note, by],
  );
  await judgeAgain(tx, msisdn);
}

/** It is judged anew as soon as a worker gets to it. */
async function judgeAgain(tx: Db, msisdn: string): Promise<void> {
  await tx.query('update number_ledger set judged_at = null where msisdn = $1', [msisdn]);
}

/** A person has a number rest until a day, and no shorter than it does. @returns false where it does not rest, or rests longer */
export async function extendRest(tx: Db, msisdn: string, until: LocalDate): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update number_ledger n set release_on = $2,
       reasons = coalesce((select jsonb_agg(r) from jsonb_array_elements(n.reasons) r where r->>'because' <> 'person'), '[]')
         || jsonb_build_array(jsonb_build_object('because', 'person', 'until', $2::text, 'rule', null))
     where n.msisdn = $1 and ${RESTS} and (n.release_on is null or n.release_on < $2)`,
    [msisdn, until],
  );
  return rowCount === 1;
}

/** A number that rested went to another operator: it is neither released nor given back. @returns false where it does not rest */
export async function portAway(tx: Db, msisdn: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `with ported as (
        update number_ledger n set state = 'ported_out', line_id = null, since = now(), release_on = null, reasons = null, judged_at = null
        where n.msisdn = $1 and ${RESTS} returning n.msisdn, n.ended_on),
      -- It goes on elsewhere: no list that is still to be made calls it disconnected.
      unsaid as (
        delete from number_disconnect d using ported p
        where d.msisdn = p.msisdn and d.disconnected_on = p.ended_on and d.fed_rnd is null and d.fed_mnrl is null)
     select from ported`,
    [msisdn],
  );
  return rowCount === 1;
}

/** Counts are kept as long as a rule may ask for them. */
export async function forgetTextCounts(pool: Pool): Promise<void> {
  await pool.query('delete from number_texts where on_day < current_date - 366');
}

/** Done every hour. */
export const JUDGE_NUMBERS_TASK = 'judge-numbers';
/** Done once a day. */
export const TEXT_COUNTS_TASK = 'ask-text-counts';
