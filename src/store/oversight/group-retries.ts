import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { Db } from '../database/database.ts';
import { CODE, ELEMENT, type StuckCause } from './stuck-causes.ts';

/** The task under which graphile-worker carries group retries on; and whoever it is ordered by need not live until they end. */
export const GROUP_RETRY_TASK = 'group-retries';

/** Has it looked after so soon; ordered twice it is done once. */
export async function orderGroupRetries(db: Db, inSeconds: number): Promise<void> {
  await db.query(
    `select graphile_worker.add_job($1, '{}'::json, job_key => $1, run_at => now() + $2 * interval '1 second')`,
    [GROUP_RETRY_TASK, inSeconds],
  );
}

export interface GroupRetry extends StuckCause {
  readonly retryId: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly causeStillThere: boolean;
  /** A case is among them that few may know of: to the others there is no such retry. */
  readonly confidential: boolean;
}

const COLUMNS = `retry_id as "retryId", stage, code, element, asked_by as "askedBy", asked_at as "askedAt",
  finished_at as "finishedAt", cause_still_there as "causeStillThere", confidential`;

/**
 * Begins a retry of all that is stuck for a cause at this moment, as far as whoever asks may know of it.
 * @returns null where one of the cause runs; beside one with cases that whoever asks may not know of it runs all the same, and each case
 *   is tried once
 */
export async function insertGroupRetry(
  tx: Db,
  cause: StuckCause,
  by: { readonly askedBy: string; readonly confidential: boolean },
): Promise<{ readonly retryId: string; readonly cases: number } | null> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into group_retry (stage, code, element, asked_by, confidential) values ($1, $2, $3, $4, $5::boolean and exists (
       select from termination t where t.waiting_for = 'staff' and t.stage = $1 and ${CODE} = $2 and ${ELEMENT} = $3 and t.confidential))
     on conflict (stage, code, element, confidential) where finished_at is null do nothing returning retry_id as id`,
    [cause.stage, cause.code, cause.element, by.askedBy, by.confidential],
  );
  const retryId = rows[0]?.id;
  if (retryId === undefined) return null;
  const { rowCount } = await tx.query(
    `insert into group_retry_case (retry_id, case_id)
     select $1, t.case_id from termination t
     where t.waiting_for = 'staff' and t.stage = $2 and ${CODE} = $3 and ${ELEMENT} = $4 and ($5::boolean or not t.confidential)`,
    [retryId, cause.stage, cause.code, cause.element, by.confidential],
  );
  return { retryId, cases: rowCount ?? 0 };
}

/** @param confidential whether the reader may know of those that few may know of */
export async function findGroupRetry(
  db: Db,
  retryId: string,
  confidential: boolean,
): Promise<GroupRetry | null> {
  const { rows } = await db.query<GroupRetry>(
    `select ${COLUMNS} from group_retry where retry_id = $1 and ($2::boolean or not confidential)`,
    [retryId, confidential],
  );
  return rows[0] ?? null;
}

/** The newest ones; those that run are among them. */
export async function latestGroupRetries(
  db: Db,
  { confidential, limit }: { readonly confidential: boolean; readonly limit: number },
): Promise<readonly GroupRetry[]> {
  const { rows } = await db.query<GroupRetry>(
    `select ${COLUMNS} from group_retry where $2::boolean or not confidential order by retry_id desc limit $1`,
    [limit, confidential],
  );
  return rows;
}

export async function runningGroupRetries(db: Db): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select retry_id as id from group_retry where finished_at is null order by retry_id',
  );
  return rows.map(({ id }) => id);
}

/** The retry, for one worker at a time; null where another has it, or it is finished. */
export async function lockGroupRetry(tx: Db, retryId: string): Promise<GroupRetry | null> {
  const { rows } = await tx.query<GroupRetry>(
    `select ${COLUMNS} from group_retry where retry_id = $1 and finished_at is null for update skip locked`,
    [retryId],
  );
  return rows[0] ?? null;
}

/**
 * What came of those that were tried, as far as it is known by now. One that was taken back meanwhile says nothing of the cause: it
 * neither went on nor stopped there again.
 */
export async function settleOutcomes(
  tx: Db,
  { retryId, stage }: GroupRetry,
  giveUpAfterSeconds: number,
): Promise<void> {
  await tx.query(
    `update group_retry_case g set outcome = o.outcome, stuck_code = o.code, stuck_element = o.element
     from (select g.case_id, case when $2 <> 'undo_bar' and (t.stage = 'undo_bar' or exists (
           select from termination_closed c where c.case_id = g.case_id and c.outcome <> 'completed')) then 'not_known'
         when t.case_id is null or t.stage <> $2 then 'went_on' when t.waiting_for = 'staff' then 'stuck_again'
         when g.retried_at < now() - $3 * interval '1 second' then 'not_known' end as outcome,
         case when t.waiting_for = 'staff' and t.stage = $2 then ${CODE} end as code,
         case when t.waiting_for = 'staff' and t.stage = $2 then ${ELEMENT} end as element
       from group_retry_case g left join termination t using (case_id)
       where g.retry_id = $1 and g.result = 'retried' and g.outcome is null) o
     where g.retry_id = $1 and g.case_id = o.case_id and o.outcome is not null`,
    [retryId, stage, giveUpAfterSeconds],
  );
}

/** The next ones that were not tried yet. */
export async function nextOfGroup(tx: Db, retryId: string, limit: number): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select case_id as id from group_retry_case where retry_id = $1 and result is null order by case_id limit $2',
    [retryId, limit],
  );
  return rows.map(({ id }) => id);
}

/** Whether a case is stuck for the cause by now: by its code and by the system that it is about. */
export async function isStuckFor(tx: Db, caseId: string, cause: StuckCause): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select 1 from termination t where t.case_id = $1 and t.waiting_for = 'staff' and t.stage = $2 and ${CODE} = $3 and ${ELEMENT} = $4`,
    [caseId, cause.stage, cause.code, cause.element],
  );
  return rowCount === 1;
}

/** @param why null where it was tried */
export async function noteGroupResult(
  tx: Db,
  of: { readonly retryId: string; readonly caseId: string; readonly why: string | null },
): Promise<void> {
  await tx.query(
    `update group_retry_case set result = case when $3::text is null then 'retried' else 'not_retried' end, why = $3,
       retried_at = case when $3::text is null then clock_timestamp() end
     where retry_id = $1 and case_id = $2 and result is null`,
    [of.retryId, of.caseId, of.why],
  );
}

/** Ends it; what was not tried by then stays as it is, with the reason. */
export async function finishGroupRetry(
  tx: Db,
  retryId: string,
  { causeStillThere }: { readonly causeStillThere: boolean },
): Promise<void> {
  await tx.query(
    `update group_retry_case set result = 'not_retried', why = 'cause_still_there' where retry_id = $1 and result is null`,
    [retryId],
  );
  await tx.query(
    'update group_retry set finished_at = now(), cause_still_there = $2 where retry_id = $1 and finished_at is null',
    [retryId, causeStillThere],
  );
}

export interface GroupCounts {
  readonly all: number;
  /** Not tried yet. */
  readonly left: number;
  readonly notRetried: number;
  /** Tried, and nothing is known yet. */
  readonly trying: number;
  readonly wentOn: number;
  readonly stuckAgain: number;
  readonly sameCause: number;
  readonly notKnown: number;
}

const KNOWN = `($3::boolean or not coalesce(t.confidential, c.confidential, false))`;
const CASES = `group_retry_case g left join termination t using (case_id) left join termination_closed c using (case_id)`;

export async function countsOfGroup(
  db: Db,
  { retryId, code, element }: Pick<GroupRetry, 'retryId' | 'code' | 'element'>,
  confidential: boolean,
): Promise<GroupCounts> {
  const { rows } = await db.query<GroupCounts>(
    `select count(*)::int as all, count(*) filter (where result is null)::int as left,
       count(*) filter (where result = 'not_retried')::int as "notRetried",
       count(*) filter (where result = 'retried' and g.outcome is null)::int as trying,
       count(*) filter (where g.outcome = 'went_on')::int as "wentOn",
       count(*) filter (where g.outcome = 'stuck_again')::int as "stuckAgain",
       count(*) filter (where g.outcome = 'stuck_again' and stuck_code = $2 and stuck_element = $4)::int as "sameCause",
       count(*) filter (where g.outcome = 'not_known')::int as "notKnown"
     from ${CASES} where g.retry_id = $1 and ${KNOWN}`,
    [retryId, code, confidential, element],
  );
  return rows[0]!;
}

/** One case of a group retry, as its report has it. */
export interface GroupReportRow {
  readonly caseId: string;
  readonly reference: string | null;
  readonly result: 'retried' | 'not_retried' | null;
  readonly why: string | null;
  readonly retriedAt: Date | null;
  readonly outcome: 'went_on' | 'stuck_again' | 'not_known' | null;
  readonly stuckCode: string | null;
  /** Where it stands now. */
  readonly stage: Stage | null;
  readonly closedAs: Outcome | null;
}

/** In the order of the cases; a page of them goes on after one. */
export async function reportOfGroup(
  db: Db,
  retryId: string,
  page: { readonly confidential: boolean; readonly after: string | null; readonly limit: number },
): Promise<readonly GroupReportRow[]> {
  const { rows } = await db.query<GroupReportRow>(
    `select g.case_id as "caseId", coalesce(t.reference, c.reference) as reference, g.result, g.why, g.retried_at as "retriedAt",
       g.outcome, g.stuck_code as "stuckCode", t.stage, c.outcome as "closedAs"
     from ${CASES} where g.retry_id = $1 and ($2::uuid is null or g.case_id > $2) and ${KNOWN}
     order by g.case_id limit $4`,
    [retryId, page.after, page.confidential, page.limit],
  );
  return rows;
}
