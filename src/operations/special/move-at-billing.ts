import type { MoveLineRequest } from '../../ports/billing.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * Has billing carry a line that was split off under its own account. Its effect is keyed: done twice it moves nothing twice.
 * @throws HandbackError `forbidden`
 * @throws ConnectorError where billing is away or refuses; whoever ordered it tries again
 */
export async function moveAtBilling(op: Operations, actor: Actor, request: MoveLineRequest): Promise<void> {
  requireAccess(actor, 'moveAtBilling');
  await op.billing.moveLine(request);
}
