import type { Difference } from '../../domain/reconciliation/finding.ts';
import type { Db } from '../database/database.ts';

/** A page of the numbers that either side has. Each side is cut by itself: else every page would sort all that is left. */
const LEDGER_PAGE = `(select msisdn from number_ledger where msisdn > coalesce($1::text, '') order by msisdn limit $2)
    union (select msisdn from msisdn_assignment where to_at is null and msisdn > coalesce($1::text, '') order by msisdn limit $2)
    order by msisdn limit $2`;

/**
 * What the number ledger has otherwise than the lines do. Both are ours: a page of the ledger and of the assignments of the same numbers.
 * @param after the last number of the page before
 * @returns `last`: null on the last page
 */
export async function ledgerDifferences(
  db: Db,
  { after, limit, cutAt }: { readonly after: string | null; readonly limit: number; readonly cutAt: Date },
): Promise<{
  readonly differences: readonly Difference[];
  readonly looked: number;
  readonly last: string | null;
}> {
  const { rows } = await db.query<{
    msisdn: string;
    state: string | null;
    ledger_line: string | null;
    line_id: string | null;
  }>({
    name: 'ledger-differences',
    text: `select k.msisdn, n.state, n.line_id as ledger_line, case when l.status <> 'ended' then m.line_id end as line_id
      from (${LEDGER_PAGE}) k
        left join number_ledger n on n.msisdn = k.msisdn
        left join msisdn_assignment m on m.msisdn = k.msisdn and m.to_at is null left join line l on l.line_id = m.line_id
      where coalesce(n.since, '-infinity') < $3
      order by k.msisdn`,
    values: [after, limit, cutAt],
  });
  const { rows: ends } = await db.query<{ last: string | null; n: number }>({
    name: 'ledger-page-end',
    text: `select max(msisdn) as last, count(*)::int as n from (${LEDGER_PAGE}) k`,
    values: [after, limit],
  });
  const differences = rows.flatMap(({ msisdn, state, ledger_line, line_id }): Difference[] => {
    const assigned = state === 'assigned' || state === 'ported_in';
    const facts = { ledger: state, ledgerLine: ledger_line, line: line_id };
    if (assigned && ledger_line !== line_id && line_id === null)
      return [{ kind: 'ledger_assigned', subject: msisdn, lineId: ledger_line, facts }];
    if (line_id !== null && !(assigned && ledger_line === line_id))
      return [{ kind: 'ledger_free', subject: msisdn, lineId: line_id, facts }];
    return [];
  });
  const { last, n } = ends[0]!;
  return { differences, looked: n, last: n < limit ? null : last };
}

/** eSIM profiles of ended lines that no device had, and of which nobody knows that they were taken back. */
export async function profileDifferences(
  db: Db,
  { after, limit, cutAt }: { readonly after: string | null; readonly limit: number; readonly cutAt: Date },
): Promise<{ readonly differences: readonly Difference[]; readonly last: string | null }> {
  const { rows } = await db.query<{ iccid: string; line_id: string; state: string }>({
    name: 'profile-differences',
    text: `select p.iccid, p.line_id, p.state from esim_profile p join line l using (line_id)
      where l.status = 'ended' and l.updated_at < $3 and p.state in ('allocated', 'linked', 'confirmed', 'released')
        and p.iccid > coalesce($1::text, '')
        and not exists (select from unbinding u where u.iccid = p.iccid and u.result in ('cancelled', 'proven'))
      order by p.iccid limit $2`,
    values: [after, limit, cutAt],
  });
  const differences = rows.map(
    ({ iccid, line_id, state }): Difference => ({
      ...{ kind: 'profile_released', subject: iccid, lineId: line_id, facts: { state } },
    }),
  );
  return { differences, last: rows.length < limit ? null : rows.at(-1)!.iccid };
}

/** A number that the ledger has assigned and no line that stands has rests from today, on its way to its range holder where it was ported in. */
export async function restNumber(tx: Db, msisdn: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `with ended as (
        update msisdn_assignment m set to_at = now() from line l
        where m.msisdn = $1 and m.to_at is null and l.line_id = m.line_id and l.status = 'ended')
     update number_ledger n set state = case when n.range_holder is null then 'quarantined' else 'returned' end, line_id = null, since = now(),
       release_on = null, reasons = null, ended_on = null, judged_at = null, released_at = null
     where n.msisdn = $1 and n.state in ('assigned', 'ported_in') and not exists (
       select from msisdn_assignment m join line l using (line_id) where m.msisdn = $1 and m.to_at is null and l.status <> 'ended')`,
    [msisdn],
  );
  return rowCount === 1;
}

/** A number that a standing line has is that line's in the ledger, too. */
export async function assignNumber(tx: Db, msisdn: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into number_ledger as n (msisdn, state, line_id, range_holder)
       select m.msisdn, case when l.range_holder is null then 'assigned' else 'ported_in' end, l.line_id, l.range_holder
       from msisdn_assignment m join line l using (line_id) where m.msisdn = $1 and m.to_at is null and l.status <> 'ended'
     on conflict (msisdn) do update set state = excluded.state, line_id = excluded.line_id, range_holder = excluded.range_holder,
       since = now(), release_on = null, reasons = null, ended_on = null, judged_at = null, released_at = null`,
    [msisdn],
  );
  return rowCount === 1;
}
