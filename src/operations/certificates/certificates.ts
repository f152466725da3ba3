import type { CertificateFile, Opening } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { openEvidence } from '../../store/cases/evidence.ts';
import {
  certificateOfCase,
  findCertificate,
  type StoredCertificate,
} from '../../store/certificates/certificates.ts';
import { notificationsByHash } from '../../store/esim/euicc-notifications.ts';
import { findParty, type Party } from '../../store/people/parties.ts';
import { caseFor } from '../cases/case-for.ts';
import type { Actor, Operations } from '../context.ts';

/**
 * The holder's copy of a case's newest certificate, with the salts and values that open its commitments.
 * @throws HandbackError `case_unknown`, `certificate_not_ready`
 */
export async function holderCopy(
  op: Operations,
  actor: Actor,
  by: { caseId: string } | { reference: string },
): Promise<CertificateFile> {
  const found = await caseFor(op.pool, actor, by);
  const stored = await certificateOfCase(op.pool, found.caseId);
  if (stored === null) throw new HandbackError('certificate_not_ready');
  const party = await findParty(op.pool, op.vault, found.holderId);
  const openings = party === null ? {} : await openingsOf(op, stored, party);
  return { format: 'handback-certificate/1', statement: stored.statement, proof: stored.proof, openings };
}

/** Identifiers from the certificate's own record, network answers from the evidence, in the order of the statement. */
async function openingsOf(
  op: Operations,
  stored: StoredCertificate,
  { partyId, dataKey }: Party,
): Promise<Record<string, Opening>> {
  const openings = JSON.parse(
    op.vault.decryptText(dataKey, 'certificate openings', stored.openingsEnc),
  ) as Record<string, Opening>;
  const answers = await openEvidence(op.pool, op.vault, stored.caseId, dataKey);
  const byHash = new Map(answers.map((row) => [row.hash, row]));
  stored.statement.accesses.forEach((access, a) => {
    access.evidence.forEach((evidence, e) => {
      const row = byHash.get(evidence.hash);
      if (row === undefined) return;
      const value = row.answer.toString('base64');
      openings[`/accesses/${a}/evidence/${e}/hash`] = { salt: row.salt.toString('hex'), value };
    });
  });
  const notifications = await notificationsByHash(
    op.pool,
    stored.statement.profiles.flatMap(({ proof }) => (proof === null ? [] : [proof.hash])),
  );
  stored.statement.profiles.forEach(({ proof }, p) => {
    const row = proof === null ? undefined : notifications.get(proof.hash);
    // Under another's key, where the line went to another holder since.
    if (row === undefined || row.partyId !== partyId) return;
    const value = op.vault.decrypt(dataKey, 'euicc notification', row.rawEnc).toString('base64');
    openings[`/profiles/${p}/proof/hash`] = { salt: row.salt.toString('hex'), value };
  });
  return openings;
}

export interface CertificateStatus {
  readonly certificateId: string;
  readonly issuedAt: string;
  readonly revoked: { readonly at: Date; readonly reason: string } | null;
  readonly supersededBy: string | null;
  readonly serviceEndedAt: string;
  readonly numberReleasedOn: string | null;
  readonly keyId: string;
}

/** What anyone may know of a certificate whose identifier they hold; nothing of the person or the number. */
export async function certificateStatus(op: Operations, certificateId: string): Promise<CertificateStatus> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(certificateId))
    throw new HandbackError('certificate_unknown');
  const stored = await findCertificate(op.pool, certificateId);
  if (stored === null) throw new HandbackError('certificate_unknown');
  return {
    certificateId,
    issuedAt: stored.statement.issuedAt,
    revoked: stored.revokedAt === null ? null : { at: stored.revokedAt, reason: stored.revokedReason ?? '' },
    supersededBy: stored.supersededBy,
    serviceEndedAt: stored.statement.serviceEndedAt,
    numberReleasedOn: stored.statement.numberReleasedOn,
    keyId: stored.proof.keyId,
  };
}

/** Withdraws belief in a certificate, with a reason that verifiers see. */
export async function revokeCertificate(
  op: Operations,
  actor: Actor,
  certificateId: string,
  reason: string,
): Promise<void> {
  if (actor.kind !== 'staff' && actor.kind !== 'system') throw new HandbackError('forbidden');
  const { rowCount } = await op.pool.query(
    'update certificate set revoked_at = coalesce(revoked_at, now()), revoked_reason = coalesce(revoked_reason, $2) where certificate_id = $1',
    [certificateId, reason.slice(0, 200)],
  );
  if (rowCount === 0) throw new HandbackError('certificate_unknown');
}
