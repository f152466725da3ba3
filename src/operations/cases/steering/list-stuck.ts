import { type StuckCase, stuckCases } from '../../../store/cases/cases.ts';
import type { Actor } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

const MOST = 100;

/**
 * Cases that wait for a person of the operator, the oldest first; a page of them begins after `after`.
 * @throws HandbackError `forbidden`
 */
export async function listStuck(
  op: Operations,
  actor: Actor,
  page: { readonly after?: Pick<StuckCase, 'since' | 'caseId'> | null; readonly limit?: number } = {},
): Promise<readonly StuckCase[]> {
  requireAccess(actor, 'listStuck');
  return stuckCases(op.pool, {
    after: page.after ?? null,
    limit: page.limit ?? MOST,
    confidential: seesConfidential(actor),
  });
}
