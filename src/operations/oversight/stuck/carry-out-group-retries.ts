import { retry } from '../../../domain/cases/moves.ts';
import { steeringObstacle } from '../../../domain/cases/obstacles.ts';
import { lockOpenCase } from '../../../store/cases/cases.ts';
import { moveCase } from '../../../store/cases/move-cases.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import {
  countsOfGroup,
  finishGroupRetry,
  type GroupRetry,
  isStuckFor,
  lockGroupRetry,
  nextOfGroup,
  noteGroupResult,
  orderGroupRetries,
  runningGroupRetries,
  settleOutcomes,
} from '../../../store/oversight/group-retries.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

/** So many go first, and show whether the cause is still there. */
const SCOUTS = 5;
const AT_ONCE = 100;
const LOOK_AGAIN_SECONDS = 1;
/** After so long without an outcome nobody waits for it any more. */
const GIVE_UP_SECONDS = 15 * 60;

/**
 * Carries every group retry on by one step, and has itself called again as long as one runs. Each step is one transaction: the cases that
 * it moves and the note that it moved them commit together, so that a process that is killed leaves nothing half done and nothing
 * twice.
 *
 * @throws HandbackError `forbidden`
 */
export async function carryOutGroupRetries(op: Operations, actor: Actor): Promise<void> {
  requireAccess(actor, 'carryOutGroupRetries');
  for (const retryId of await runningGroupRetries(op.pool))
    await inTransaction(op.pool, async (tx) => {
      const found = await lockGroupRetry(tx, retryId);
      if (found !== null) await step(tx, found);
    });
  if ((await runningGroupRetries(op.pool)).length > 0) await orderGroupRetries(op.pool, LOOK_AGAIN_SECONDS);
}

async function step(tx: Db, found: GroupRetry): Promise<void> {
  const { retryId } = found;
  await settleOutcomes(tx, found, GIVE_UP_SECONDS);
  const counts = await countsOfGroup(tx, found, true);
  const tried = counts.trying + counts.wentOn + counts.stuckAgain + counts.notKnown;
  if (counts.left > 0) {
    // The scouts are waited for; a single one that got on shows that the cause is gone, or not for all.
    if (tried >= SCOUTS && counts.wentOn === 0) {
      if (counts.trying > 0) return;
      return finishGroupRetry(tx, retryId, { causeStillThere: true });
    }
    const limit = tried < SCOUTS ? SCOUTS - tried : AT_ONCE;
    for (const caseId of await nextOfGroup(tx, retryId, limit))
      await noteGroupResult(tx, { retryId, caseId, why: await retried(tx, found, caseId) });
    return;
  }
  if (counts.trying > 0) return;
  const causeStillThere = counts.sameCause > 0 && counts.wentOn === 0;
  await finishGroupRetry(tx, retryId, { causeStillThere });
}

/** Tries one case again, in the name of whoever asked. @returns why not; null where it is tried */
async function retried(tx: Db, group: GroupRetry, caseId: string): Promise<string | null> {
  const { retryId, stage, askedBy, confidential } = group;
  const open = await lockOpenCase(tx, caseId);
  const obstacle = steeringObstacle(open, 'retry');
  if (open === null || obstacle !== null) return obstacle ?? 'closed';
  // Somebody helped it meanwhile, or it is stuck for another reason by now.
  if (!(await isStuckFor(tx, caseId, group))) return 'other_cause';
  await moveCase(tx, {
    ...retry(open),
    ...{ caseId, lineId: open.lineId, lease: null, watched: true },
    // Of a case that everybody may know of the log does not name a retry that is not there for everybody.
    audit: [
      {
        ...{ actor: askedBy, action: 'retried' },
        facts: { stage, ...(confidential && !open.confidential ? {} : { group: retryId }) },
      },
    ],
  });
  return null;
}
