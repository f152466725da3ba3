import { closeSession } from '../../store/people/sessions.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/** Signs out. Without a session it does nothing, so it can be sent twice. */
export async function endSession(op: Operations, actor: Actor): Promise<void> {
  requireAccess(actor, 'endSession');
  if (actor.kind === 'subscriber' && actor.sessionToken !== undefined)
    await closeSession(op.pool, actor.sessionToken);
}
