import { retry } from '../../../domain/cases/moves.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { steer } from './steer.ts';

/**
 * Tries a stuck stage again, now.
 * @throws HandbackError `forbidden`, `case_unknown`, `stage_conflict`
 */
export async function retryCase(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<void> {
  requireAccess(actor, 'retryCase');
  await steer(op, actor, request.caseId, { action: 'retried', move: retry });
}
