import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor, type WhichCase } from './case-for.ts';
import { type CaseView, caseView } from './case-view.ts';

/**
 * A case as its person follows it.
 * @throws HandbackError `forbidden`, `case_unknown`
 */
export async function viewCase(op: Operations, actor: Actor, request: WhichCase): Promise<CaseView> {
  requireAccess(actor, 'viewCase');
  const record = await caseFor(op.pool, actor, request);
  return caseView(op, op.pool, record, op.clock.now());
}
