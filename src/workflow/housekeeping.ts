import { type Runner, run, Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';
import type { Pool } from '../store/database/database.ts';

/** What is done by the clock; graphile-worker sees to it that of many workers one does it. */
const TASKS: Readonly<Record<string, (pool: Pool) => Promise<unknown>>> = {
  'make-partitions': (pool) =>
    pool.query(`select ensure_closed_partition(now()), ensure_closed_partition(now() + interval '1 month')`),
  'forget-sign-in': (pool) =>
    pool.query(
      `with s as (delete from session where expires_at < now()), c as (delete from one_time_code where sent_at < now() - interval '2 days')
       delete from attempt_counter where updated_at < now() - interval '30 days' and (locked_until is null or locked_until < now())`,
    ),
  'forget-answers': (pool) =>
    pool.query(`delete from idempotency where created_at < now() - interval '1 day'`),
  // A sent message has done its work, and one that was dropped will do none; what they said is not kept.
  'forget-messages': (pool) =>
    pool.query(
      `delete from outbox where sent_at < now() - interval '7 days'
         or (due_at is null and uuid_extract_timestamp(message_id) < now() - interval '7 days')`,
    ),
  // What proved nothing for a season, or was looked at and left, will not prove anything.
  'forget-quarantined': (pool) =>
    pool.query(
      `delete from euicc_notification where verdict = 'quarantined'
         and received_at < now() - case when reviewed_at is null then interval '90 days' else interval '30 days' end`,
    ),
  // What a stranger wrote goes when nothing came of it; of a line that ended it stays with the case.
  'forget-declarations': (pool) =>
    pool.query(
      `delete from declaration d where expires_at < now() - interval '30 days' and (case_id is null
         or exists (select from termination_closed c where c.case_id = d.case_id and c.outcome <> 'completed'))`,
    ),
};

const CRONTAB = [
  '17 3 * * * make-partitions',
  '*/10 * * * * forget-sign-in',
  '23 * * * * forget-answers',
  '41 4 * * * forget-messages',
  '47 4 * * * forget-declarations',
  '53 4 * * * forget-quarantined',
].join('\n');

/** @param jobs done when something orders them (`graphile_worker.add_job`), by name */
export async function startHousekeeping(
  pool: Pool,
  log: Logger,
  jobs: Readonly<Record<string, (payload: unknown) => Promise<void>>>,
): Promise<Runner> {
  // Nobody may have run for months: without this month's partition no case could be closed.
  await TASKS['make-partitions']!(pool);
  const runner = await run({
    pgPool: pool,
    concurrency: 1,
    noHandleSignals: true,
    crontab: CRONTAB,
    taskList: {
      ...Object.fromEntries(
        Object.entries(TASKS).map(([name, task]) => [name, async () => void (await task(pool))]),
      ),
      ...jobs,
    },
    // Its own chatter would drown ours; failures come as events.
    logger: new WorkerLogger(() => () => undefined),
  });
  runner.events.on('job:error', ({ error, job }) =>
    log.error({ err: error, task: job.task_identifier }, 'housekeeping failed'),
  );
  return runner;
}
