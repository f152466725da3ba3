import type { Settings } from '../config/settings.ts';
import { ENGINE } from '../operations/access/actor.ts';
import { disputeCharges } from '../operations/charges/dispute-charges.ts';
import type { Operations } from '../operations/context.ts';
import { askTextCounts } from '../operations/numbers/ask-text-counts.ts';
import { planFeeds } from '../operations/numbers/feeds.ts';
import { judgeNumbers } from '../operations/numbers/judge-numbers.ts';
import { proposeReleases } from '../operations/numbers/release-numbers.ts';
import { advanceReconciliation, startReconciliation } from '../operations/reconciliation/advance-run.ts';
import { type ClearingPeers, carryOutClearing } from '../operations/reconciliation/carry-out-clearing.ts';
import { Pace } from '../operations/reconciliation/pace.ts';
import { DISPUTES_TASK } from '../store/charges/charges.ts';
import { PROPOSE_RELEASES_TASK } from '../store/numbers/batches.ts';
import { PLAN_FEEDS_TASK } from '../store/numbers/feeds.ts';
import { JUDGE_NUMBERS_TASK, TEXT_COUNTS_TASK } from '../store/numbers/resting.ts';
import { CLEAR_TASK } from '../store/reconciliation/findings.ts';
import { NIGHTLY_TASK } from '../store/reconciliation/runs.ts';
import { WakingLoop } from '../workflow/waking-loop.ts';
import type { faultLog } from './fault-log.ts';

/** What a worker does of charges and of the ledgers that are compared. */
export interface LedgerParts {
  /** For the housekeeping. */
  readonly jobs: Readonly<Record<string, (payload: unknown) => Promise<void>>>;
  start(): void;
  stop(): Promise<void>;
}

/** How soon a run is taken up that begins, or that a worker left behind. */
const IDLE_MS = 5_000;

/** The comparison is a loop and no job of the housekeeping, which it would keep waiting for minutes. */
export function ledgerParts(
  settings: Pick<Settings, 'reconciliationRate'>,
  op: Operations,
  peers: ClearingPeers,
  report: ReturnType<typeof faultLog>,
): LedgerParts {
  const { hlr } = peers;
  const pace = new Pace(settings.reconciliationRate);
  const comparing = new WakingLoop(
    () => advanceReconciliation(op, ENGINE, { hlr, pace }),
    IDLE_MS,
    (error) => report(error, {}, 'a page of the reconciliation was not done'),
  );
  return {
    jobs: {
      [DISPUTES_TASK]: async () => void (await disputeCharges(op, ENGINE)),
      [NIGHTLY_TASK]: async () => void (await startReconciliation(op, ENGINE)),
      [TEXT_COUNTS_TASK]: async () => void (await askTextCounts(op, ENGINE)),
      [JUDGE_NUMBERS_TASK]: async () => void (await judgeNumbers(op, ENGINE)),
      [PROPOSE_RELEASES_TASK]: async () => void (await proposeReleases(op, ENGINE)),
      [PLAN_FEEDS_TASK]: async () => void (await planFeeds(op, ENGINE)),
      [CLEAR_TASK]: (payload) => carryOutClearing(op, ENGINE, payload as { findingId: string }, peers),
    },
    start: () => comparing.start(),
    stop: () => comparing.stop(),
  };
}
