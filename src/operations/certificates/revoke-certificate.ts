import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { revoke } from '../../store/certificates/revocations.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/** Verifiers show it beside the result. */
const LONGEST_REASON = 200;

/**
 * Declares a certificate void, with a reason that verifiers see. Sent twice it happens once, and the first reason
 * stays.
 *
 * @throws HandbackError `forbidden`, `certificate_unknown`
 */
export async function revokeCertificate(
  op: Operations,
  actor: Actor,
  request: { readonly certificateId: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'revokeCertificate');
  const { certificateId } = request;
  const reason = request.reason.slice(0, LONGEST_REASON);
  await inTransaction(op.pool, async (tx) => {
    const revoked = await revoke(tx, certificateId, reason);
    if (revoked === null) throw new HandbackError('certificate_unknown');
    if (!revoked.now) return;
    const { caseId, lineId } = revoked;
    const facts = { certificateId, reason };
    await insertAudit(tx, [
      { caseId, lineId, actor: auditName(actor), action: 'certificate_revoked', facts },
    ]);
  });
}
