import { momentOfCase } from '../../../store/audit.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { caseFor } from '../../cases/case-for.ts';
import { normaliseReference } from '../../cases/receipt.ts';
import type { Operations } from '../../context.ts';

/** Which case, and how far it has come. */
export interface CaseMoment {
  readonly caseId: string;
  readonly closedAt: string | null;
  /** Another text when something happened; it says nothing of what. */
  readonly moment: string;
}

/**
 * How far a case has come, for a page of it that is open: that it was looked at is in the audit log since it was opened.
 * @throws HandbackError `forbidden`, `role_needed`, `case_unknown`
 */
export async function followWholeCase(
  op: Operations,
  actor: Actor,
  request: { readonly reference: string },
): Promise<CaseMoment> {
  requireAccess(actor, 'viewWholeCase');
  const reference = normaliseReference(request.reference);
  const { caseId, closedAt } = await caseFor(op.pool, actor, { reference });
  return { caseId, closedAt: closedAt?.toISOString() ?? null, moment: await momentOfCase(op.pool, caseId) };
}
