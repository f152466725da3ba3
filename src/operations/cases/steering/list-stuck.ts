import { type StuckCase, stuckCases } from '../../../store/cases/cases.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

const MOST = 100;

/**
 * Cases that wait for a person of the operator, the oldest first.
 * @throws HandbackError `forbidden`
 */
export async function listStuck(op: Operations, actor: Actor): Promise<readonly StuckCase[]> {
  requireAccess(actor, 'listStuck');
  return stuckCases(op.pool, MOST);
}
