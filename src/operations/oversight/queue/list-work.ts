import { type CaseClock, CLOCK_OF_STAGE } from '../../../domain/cases/clocks.ts';
import type { Stage } from '../../../domain/cases/termination.ts';
import { WORK_KINDS, type WorkKind } from '../../../domain/oversight/work.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type QueuedWork, type QueueQuery, queuedWork } from '../../../store/oversight/queue.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { OperationName } from '../../access/table.ts';
import type { Operations } from '../../context.ts';
import type { FilterName, QueueFilter } from './queue-filter.ts';

/** The clocks that work is measured against. */
export type WorkClock = CaseClock | 'decide_by' | 'approval_expiry' | 'rest_ends' | 'due';

export interface ListedWork extends QueuedWork {
  readonly clock: WorkClock | null;
  readonly overdue: boolean;
  readonly mine: boolean;
}

export interface WorkPage {
  readonly work: readonly ListedWork[];
  /** Where the next page begins; null on the last. */
  readonly next: QueueFilter['after'];
  /** The kinds that the reader may see at all. */
  readonly kinds: readonly WorkKind[];
  /** Those whose rules are in force, to choose from. */
  readonly jurisdictions: readonly string[];
  /** What the filter asks for that is for others: it is left out. */
  readonly foreign: readonly FilterName[];
}

/** Whoever may ask for this sees the work of the kind. */
const SEEN_BY: Readonly<Record<WorkKind, OperationName>> = {
  case: 'listCases',
  request: 'listSpecialRequests',
  fraud: 'listFraudReviews',
  approval: 'listApprovals',
  notification: 'listQuarantined',
  dispute: 'listDisputes',
  complaint: 'listComplaints',
  batch: 'listBatches',
  switching: 'listCases',
  charge: 'listCharges',
  difference: 'listFindings',
  feed: 'listFeeds',
};

const A_PAGE = 50;

/**
 * What needs a person, the oldest against its clock first. Without a filter these are of cases those that wait for staff; a filter by
 * what they wait for, or for what is overdue, reaches all. What the reader may not see is not there, and a filter for it is named.
 *
 * @throws HandbackError `role_needed`, `forbidden`
 */
export async function listWork(op: Operations, actor: Actor, filter: QueueFilter): Promise<WorkPage> {
  requireAccess(actor, 'listWork');
  const now = op.clock.now();
  const kinds = kindsFor(actor);
  const foreign: FilterName[] = filter.kind !== null && !kinds.includes(filter.kind) ? ['kind'] : [];
  const found = await queuedWork(op.pool, {
    ...queryOf(filter, kinds, now),
    assigned: filter.assigned === 'me' ? { to: actor.person.subject } : filter.assigned,
    confidential: seesConfidential(actor),
    items: null,
    limit: A_PAGE + 1,
  });
  const work = found.slice(0, A_PAGE).map(
    (one): ListedWork => ({
      ...one,
      clock: one.at === null ? null : clockOf(one),
      overdue: one.at !== null && one.at <= now,
      mine: one.assignedTo === actor.person.subject,
    }),
  );
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'work_queue', kind: filter.kind },
    },
  ]);
  const jurisdictions = op.rulebooks.allInForce.map(({ jurisdiction }) => jurisdiction);
  return { work, kinds, jurisdictions, foreign, next: found.length > A_PAGE ? work.at(-1)! : null };
}

/** The kinds of work that the actor may see. */
export function kindsFor(actor: Actor): readonly WorkKind[] {
  return WORK_KINDS.filter((kind) => {
    try {
      requireAccess(actor, SEEN_BY[kind]);
      return true;
    } catch {
      return false;
    }
  });
}

function queryOf(
  filter: QueueFilter,
  seen: readonly WorkKind[],
  now: Date,
): Omit<QueueQuery, 'assigned' | 'confidential' | 'items' | 'limit'> {
  const { kind, waiting, stage, jurisdiction, province, overdue, after } = filter;
  // Only cases wait for something and stand at a stage: whoever asks for that asks for them.
  const asked = kind ?? (waiting !== null || stage !== null ? 'case' : null);
  // A kind of others is left out of the filter, and what the reader may see is shown.
  const kinds = asked !== null && seen.includes(asked) ? [asked] : seen;
  const usual = overdue || stage !== null ? null : 'staff';
  return {
    ...{ kinds, stage, jurisdiction, province, after },
    waitingFor: waiting === 'any' ? null : (waiting ?? usual),
    overdueAt: overdue ? now : null,
  };
}

function clockOf({ kind, label }: QueuedWork): WorkClock | null {
  switch (kind) {
    case 'case':
      return CLOCK_OF_STAGE[label as Stage] ?? null;
    case 'request':
      return 'decide_by';
    case 'approval':
      return 'approval_expiry';
    case 'fraud':
      return 'rest_ends';
    case 'switching':
      return 'declaration_expiry';
    case 'feed':
    case 'complaint':
      return 'due';
    default:
      return null;
  }
}
