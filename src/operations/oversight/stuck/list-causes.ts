import { type Obstacle, steeringObstacle } from '../../../domain/cases/obstacles.ts';
import { STAGE_NAMES } from '../../../domain/cases/termination.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type GroupRetry, latestGroupRetries } from '../../../store/oversight/group-retries.ts';
import {
  type CaseOfCause,
  type CauseGroup,
  casesOfCause,
  type StuckCause,
  stuckCauses,
} from '../../../store/oversight/stuck-causes.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

export type { GroupRetry } from '../../../store/oversight/group-retries.ts';
export type { CaseOfCause, CauseGroup, StuckCause } from '../../../store/oversight/stuck-causes.ts';

const MOST_CAUSES = 200;
const MOST_RETRIES = 10;
const A_PAGE = 50;
/** So many are looked at when it is told what a retry would do. */
const MOST_LOOKED_AT = 10_000;

/**
 * Why cases are stuck: by stage, code and system, that of the most cases first; and the newest retries.
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function listCauses(
  op: Operations,
  actor: Actor,
): Promise<{ readonly causes: readonly CauseGroup[]; readonly retries: readonly GroupRetry[] }> {
  requireAccess(actor, 'listCauses');
  const confidential = seesConfidential(actor);
  const [causes, retries] = await Promise.all([
    stuckCauses(op.pool, { confidential, limit: MOST_CAUSES }),
    latestGroupRetries(op.pool, { confidential, limit: MOST_RETRIES }),
  ]);
  await audit(op, actor, 'stuck_causes');
  return { causes, retries };
}

/** What a retry of the group would do now: nothing is done. */
export interface DryRun {
  readonly would: number;
  readonly not: readonly { readonly reference: string; readonly why: Obstacle }[];
  /** There are more than were looked at. */
  readonly more: boolean;
}

export interface CausePage {
  readonly cause: StuckCause;
  readonly cases: readonly CaseOfCause[];
  readonly next: { readonly since: Date; readonly caseId: string } | null;
  readonly dryRun: DryRun;
}

/**
 * The cases of one cause, the oldest first, and which of them a retry would try.
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid` for a stage that is none
 */
export async function viewCause(
  op: Operations,
  actor: Actor,
  request: { readonly cause: StuckCause; readonly after: CausePage['next'] },
): Promise<CausePage> {
  requireAccess(actor, 'listCauses');
  const { cause, after } = request;
  assertCause(cause);
  const confidential = seesConfidential(actor);
  const [found, all] = await Promise.all([
    casesOfCause(op.pool, cause, { confidential, after, limit: A_PAGE + 1 }),
    casesOfCause(op.pool, cause, { confidential, after: null, limit: MOST_LOOKED_AT + 1 }),
  ]);
  const cases = found.slice(0, A_PAGE);
  await audit(op, actor, 'stuck_cause');
  return {
    ...{ cause, cases, dryRun: dryRunOf(all) },
    next: found.length > A_PAGE ? cases.at(-1)! : null,
  };
}

function dryRunOf(all: readonly CaseOfCause[]): DryRun {
  const looked = all.slice(0, MOST_LOOKED_AT);
  const not = looked.flatMap((one) => {
    const why = steeringObstacle(one, 'retry');
    return why === null ? [] : [{ reference: one.reference, why }];
  });
  return { would: looked.length - not.length, not, more: all.length > MOST_LOOKED_AT };
}

/** @throws HandbackError `request_invalid` */
export function assertCause({ stage, code, element }: StuckCause): void {
  if (!STAGE_NAMES.includes(stage)) throw new HandbackError('request_invalid', { field: 'stage' });
  for (const [field, text] of Object.entries({ code, element }))
    if (text.length > 100 || text.includes('\0')) throw new HandbackError('request_invalid', { field });
}

async function audit(op: Operations, actor: Actor, what: string): Promise<void> {
  await insertAudit(op.pool, [
    { caseId: null, lineId: null, actor: auditName(actor), action: 'viewed', facts: { what } },
  ]);
}
