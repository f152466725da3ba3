import { type AuditCheck, checkAudit } from '../../store/audit-seals.ts';
import type { Operations } from '../context.ts';
import type { Actor } from './actor.ts';
import { requireAccess } from './require-access.ts';

export type { AuditCheck } from '../../store/audit-seals.ts';

/**
 * Whether the audit log says what was sealed: no row was changed, taken out or put in since. A chain that was cut off at
 * its end fits in itself; who kept an earlier head sees that it is gone.
 *
 * @throws HandbackError `forbidden`
 */
export async function verifyAudit(
  op: Operations,
  actor: Actor,
  request: { readonly kept: { readonly last: number; readonly chain: Buffer } | null },
): Promise<AuditCheck> {
  requireAccess(actor, 'verifyAudit');
  return checkAudit(op.pool, op.vault, request.kept);
}
