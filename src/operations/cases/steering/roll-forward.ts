import { rollForward as rollForwardMove } from '../../../domain/cases/moves.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenReason, steer } from './steer.ts';

/**
 * Ends the waiting of a case whose detach is not confirmed: it goes on as `unconfirmed`, as it would at its deadline.
 * @throws HandbackError `forbidden`, `request_invalid`, `case_unknown`, `stage_conflict`
 */
export async function rollForward(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'rollForward');
  await steer(op, actor, request.caseId, {
    action: 'rolled_forward',
    reason: givenReason(request.reason),
    move: rollForwardMove,
    patch: async (_tx, _open, at) => ({ detachDeadline: at }),
  });
}
