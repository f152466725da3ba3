import { certificateHash } from '../../certificate/credential/disclosure.ts';
import { isRevocationReason, REVOCATION_REASONS } from '../../domain/certificates/revocation.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText, refuseField } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { findCertificate, lockCertificatesOf } from '../../store/certificates/certificates.ts';
import { revoke } from '../../store/certificates/revocations.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { queueLogEntries } from '../../store/log/log-entries.ts';
import { revokedEntry } from '../../tlog/entries.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { approvalFacts, requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { isCertificateId } from './certificate-id.ts';

const LONGEST_NOTE = 500;

export interface Revocation {
  readonly certificateId: string;
  /** One of `REVOCATION_REASONS`; everybody sees it. */
  readonly reason: string;
  /** Kept in the audit log and shown to nobody else. */
  readonly note?: string | undefined;
}

/**
 * Declares a certificate void, with a reason that verifiers see. Sent twice it happens once, and the first reason
 * stays.
 *
 * @returns `now` false: it had been revoked before
 * @throws HandbackError `forbidden`, `approval_needed`, `certificate_unknown`, `field_invalid` for another reason or an unreadable note
 */
export async function revokeCertificate(
  op: Operations,
  actor: Actor,
  request: Revocation,
): Promise<{ readonly now: boolean }> {
  requireAccess(actor, 'revokeCertificate');
  const { certificateId, reason } = request;
  if (!isRevocationReason(reason)) refuseField('not_one_of', { allowed: REVOCATION_REASONS });
  if (!isCertificateId(certificateId)) throw new HandbackError('certificate_unknown');
  const note = cleanText(request.note ?? '', LONGEST_NOTE);
  const stored = await findCertificate(op.pool, certificateId);
  if (stored === null) throw new HandbackError('certificate_unknown');
  if (stored.revokedAt === null) {
    const rules = rulesOfLine(op, await findLine(op.pool, stored.lineId), op.clock.now());
    requireSecondPerson(actor, 'revoke_certificate', certificateId, rules);
  }
  return inTransaction(op.pool, async (tx) => {
    // One that is just being superseded is waited for: nothing takes the place of one that is void.
    await lockCertificatesOf(tx, stored.caseId);
    const revoked = await revoke(tx, certificateId, reason);
    if (revoked === null) throw new HandbackError('certificate_unknown');
    if (!revoked.now) return { now: false };
    const { caseId, lineId } = revoked;
    const entry = revokedEntry(certificateHash(stored.jwt), reason, op.clock.now());
    await queueLogEntries(tx, [{ entry, certificateId: null }]);
    const facts = { certificateId, reason, ...(note === '' ? {} : { note }), ...approvalFacts(actor) };
    await insertAudit(tx, [
      { caseId, lineId, actor: auditName(actor), action: 'certificate_revoked', facts },
    ]);
    return { now: true };
  });
}
