import type { Db } from '../database/database.ts';

/** What could have changed of a line since its case was confirmed. */
export interface ChangedLine {
  readonly caseId: string;
  /** The line belongs to somebody else. */
  readonly otherHolder: boolean;
  /** The line has a card or a number that the case knows nothing of. */
  readonly lineChanged: boolean;
  /** The line has a hold, a port-out or an end. */
  readonly held: boolean;
  /** Until when the case rests; null where nobody objected, or the rest is over. */
  readonly pausedUntil: Date | null;
}

/**
 * The cases whose line now has something that may stop them: another holder, a hold, a port-out, an end; for those before
 * the pivot also a card or number that the network was never asked about. The cases are locked first: whoever at
 * our desks or pages puts a hold on a line, or pauses its case, locks the case too, so that either is seen here, or comes after what
 * this leads to. An import locks lines only: what it commits while this is read is seen at the next look.
 */
export async function changedLines(
  db: Db,
  caseIds: readonly string[],
  pivoting: {
    readonly lineIds: readonly string[];
    readonly accessIds: readonly string[];
    readonly msisdns: readonly string[];
  },
): Promise<readonly ChangedLine[]> {
  const locked = db.query({
    name: 'lock-cases',
    text: 'select from termination where case_id = any($1::uuid[]) order by case_id for no key update',
    values: [caseIds],
  });
  const asked = db.query<ChangedLine>({
    name: 'changed-lines',
    text: `select "caseId", "otherHolder", "lineChanged", held, "pausedUntil" from (
        select t.case_id as "caseId", l.holder_id <> t.holder_id as "otherHolder",
          l.holds <> '[]' or l.own_holds <> '[]' or l.port_out is not null or l.status = 'ended' as held,
          case when t.paused_until > now() then t.paused_until end as "pausedUntil",
          l.line_id = any($2::text[]) and (
            exists (select from access a where a.line_id = l.line_id and a.to_at is null and a.access_id <> all($3::text[]))
            or exists (select from msisdn_assignment m where m.line_id = l.line_id and m.to_at is null and m.msisdn <> all($4::text[]))
          ) as "lineChanged"
        from termination t join line l using (line_id)
        where t.case_id = any($1::uuid[])) as seen
      where "otherHolder" or held or "lineChanged" or "pausedUntil" is not null`,
    values: [caseIds, pivoting.lineIds, pivoting.accessIds, pivoting.msisdns],
  });
  const [, { rows }] = await Promise.all([locked, asked]);
  return rows;
}
