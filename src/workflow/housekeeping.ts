import { type Runner, run, Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';
import { forgetExports } from '../store/accounts/account-exports.ts';
import { forgetScamReports } from '../store/channels/scam-campaigns.ts';
import { DISPUTES_TASK, forgetPassedCharges } from '../store/charges/charges.ts';
import { COMPLAINTS_TASK } from '../store/complaints/complaints.ts';
import type { Pool } from '../store/database/database.ts';
import { ERASE_TASK } from '../store/erasure/facts.ts';
import { PROPOSE_RELEASES_TASK } from '../store/numbers/batches.ts';
import { forgetFeedParts, PLAN_FEEDS_TASK } from '../store/numbers/feeds.ts';
import { forgetTextCounts, JUDGE_NUMBERS_TASK, TEXT_COUNTS_TASK } from '../store/numbers/resting.ts';
import { GROUP_RETRY_TASK } from '../store/oversight/group-retries.ts';
import { INDEX_NAMES_TASK } from '../store/people/name-indexes.ts';
import { forgetFindings } from '../store/reconciliation/findings.ts';
import { forgetRuns, NIGHTLY_TASK } from '../store/reconciliation/runs.ts';
import {
  forgetAnswers,
  forgetAppointments,
  forgetAssignments,
  forgetCampaignRows,
  forgetDeclarations,
  forgetMessages,
  forgetPhotos,
  forgetQuarantined,
  forgetSignIn,
  forgetSpecialRequests,
  forgetStaffSignIn,
  forgetTexts,
  forgetUnsignedVisits,
  forgetVoiceCalls,
  makePartitions,
} from '../store/retention.ts';
import { REMINDERS_TASK } from '../store/stores/appointments.ts';
import { REDEMPTIONS_TASK } from '../store/texts/switching-codes.ts';

/** What is done by the clock; graphile-worker sees to it that of many workers one does it. */
const TASKS: Readonly<Record<string, (pool: Pool, keep: Retention) => Promise<void>>> = {
  'make-partitions': makePartitions,
  'forget-sign-in': forgetSignIn,
  'forget-staff-sign-in': forgetStaffSignIn,
  'forget-answers': forgetAnswers,
  'forget-assignments': forgetAssignments,
  'forget-campaign-rows': (pool, { campaignRowDays }) => forgetCampaignRows(pool, campaignRowDays),
  'forget-messages': forgetMessages,
  'forget-declarations': forgetDeclarations,
  'forget-quarantined': forgetQuarantined,
  'forget-photos': forgetPhotos,
  'forget-special-requests': forgetSpecialRequests,
  'forget-unsigned-visits': forgetUnsignedVisits,
  'forget-texts': forgetTexts,
  'forget-scam-reports': forgetScamReports,
  'forget-voice-calls': forgetVoiceCalls,
  'forget-exports': forgetExports,
  'forget-charges': forgetPassedCharges,
  'forget-number-details': async (pool) => {
    await forgetTextCounts(pool);
    await forgetFeedParts(pool);
  },
  'forget-differences': async (pool) => {
    await forgetFindings(pool);
    await forgetRuns(pool);
  },
  'forget-appointments': (pool, { appointmentDays }) => forgetAppointments(pool, appointmentDays),
};

const CRONTAB = [
  '17 3 * * * make-partitions',
  '*/10 * * * * forget-sign-in',
  '*/10 * * * * forget-staff-sign-in',
  '23 * * * * forget-answers',
  '41 4 * * * forget-messages',
  '43 4 * * * forget-assignments',
  '29 4 * * * forget-campaign-rows',
  '47 4 * * * forget-declarations',
  '53 4 * * * forget-quarantined',
  '7 * * * * forget-photos',
  '11 * * * * forget-special-requests',
  '37 * * * * forget-unsigned-visits',
  '29 * * * * forget-texts',
  '31 * * * * forget-scam-reports',
  '19 * * * * forget-voice-calls',
  '57 4 * * * forget-appointments',
  '13 * * * * forget-exports',
  `3 * * * * ${COMPLAINTS_TASK}`,
  '59 4 * * * forget-charges',
  '13 5 * * * forget-differences',
  '17 5 * * * forget-number-details',
  `27 * * * * ${JUDGE_NUMBERS_TASK}`,
  `9 2 * * * ${TEXT_COUNTS_TASK}`,
  `41 5 * * * ${PROPOSE_RELEASES_TASK}`,
  `3 5 * * * ${PLAN_FEEDS_TASK}`,
  `13 2 * * * ${ERASE_TASK}`,
  `*/5 * * * * ${INDEX_NAMES_TASK}`,
  `* * * * * ${DISPUTES_TASK}`,
  `7 1 * * * ${NIGHTLY_TASK}`,
  // Whoever was carrying one out may have died.
  `* * * * * ${GROUP_RETRY_TASK}`,
  `* * * * * ${REDEMPTIONS_TASK}`,
  `*/5 * * * * ${REMINDERS_TASK}`,
].join('\n');

/** How long is kept what a setting says. */
export interface Retention {
  /** Days after which nothing is left of what a campaign's file gave. */
  readonly campaignRowDays: number;
  /** Days after which an appointment is forgotten. */
  readonly appointmentDays: number;
}

/** @param jobs done when something orders them (`graphile_worker.add_job`), by name */
export async function startHousekeeping(
  pool: Pool,
  log: Logger,
  jobs: Readonly<Record<string, (payload: unknown) => Promise<void>>>,
  keep: Retention = { campaignRowDays: 90, appointmentDays: 30 },
): Promise<Runner> {
  // Nobody may have run for months: without this month's partition no case could be closed.
  await makePartitions(pool);
  const runner = await run({
    pgPool: pool,
    concurrency: 1,
    noHandleSignals: true,
    crontab: CRONTAB,
    taskList: {
      ...Object.fromEntries(Object.entries(TASKS).map(([name, task]) => [name, () => task(pool, keep)])),
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
