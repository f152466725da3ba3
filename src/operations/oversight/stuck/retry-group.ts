import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { insertGroupRetry, orderGroupRetries } from '../../../store/oversight/group-retries.ts';
import type { StuckCause } from '../../../store/oversight/stuck-causes.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { assertCause } from './list-causes.ts';

/**
 * Has all cases tried again that are stuck for one cause at this moment. It is done in the background, a few first: where these are
 * stuck again for the same cause, the others are left alone.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`, `group_retry_running` where one of the cause runs already,
 *   `nothing_stuck` where no case is stuck for it
 */
export async function retryGroup(
  op: Operations,
  actor: Actor,
  request: { readonly cause: StuckCause },
): Promise<{ readonly retryId: string; readonly cases: number }> {
  requireAccess(actor, 'retryGroup');
  const { stage, code, element } = request.cause;
  assertCause(request.cause);
  return inTransaction(op.pool, async (tx) => {
    const askedBy = auditName(actor);
    const made = await insertGroupRetry(tx, request.cause, {
      askedBy,
      confidential: seesConfidential(actor),
    });
    if (made === null) throw new HandbackError('group_retry_running');
    if (made.cases === 0) throw new HandbackError('nothing_stuck');
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: askedBy, action: 'group_retry_asked' },
        facts: { ...made, stage, code, element },
      },
    ]);
    await orderGroupRetries(tx, 0);
    return made;
  });
}
