import { copyOf, discloseOnly, pickedOf } from '../../certificate/credential/choice.ts';
import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import { nodeVerifyCrypto } from '../../ports/node-verify-crypto.ts';
import { insertAudit } from '../../store/audit.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import { findParty } from '../../store/people/parties.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor, type Follower, type WhichCase } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { disclosuresOf } from './kept-disclosures.ts';
import { proofOfCertificate } from './log-proof.ts';

/** What shows that somebody is the holder, and not only that they have the phone. */
const DOCUMENT: readonly IdentityFactor[] = [
  'document_number',
  'document_photo',
  'document_seen',
  'liveness',
];

/**
 * The copy of a case's newest certificate for whoever follows the case. What it discloses is
 * in it only where the document was proven, by the session or for the receipt, and for staff and systems that may read
 * evidence: everybody else learns what the certificate states, and nothing of the person.
 *
 * @param request `disclose`: what the copy is to show, as `pickedOf` reads it; without it all that may be shown
 * @throws HandbackError `forbidden`, `case_unknown`, `certificate_not_ready`; `disclosure_unknown` for a choice that is none
 */
export async function holderCopy(
  op: Operations,
  actor: Actor,
  request: WhichCase & { readonly disclose?: string | undefined },
): Promise<CertificateCopy> {
  requireAccess(actor, 'holderCopy');
  const found = await caseFor(op.pool, actor, request);
  const picked = request.disclose === undefined ? null : pickedOf(request.disclose);
  const stored = await certificateOfCase(op.pool, found.caseId);
  if (stored === null) throw new HandbackError('certificate_not_ready');
  const party = mayOpen(actor, found) ? await findParty(op.pool, op.vault, found.holderId) : null;
  const disclosures = party === null ? [] : await disclosuresOf(op, stored, party);
  // Whoever reads another person's data leaves a trace of it.
  if (party !== null && (actor.kind === 'staff' || actor.kind === 'system' || staffBehind(actor) !== null)) {
    const { caseId, lineId } = found;
    await insertAudit(op.pool, [{ caseId, lineId, actor: auditName(actor), action: 'certificate_opened' }]);
  }
  const logged = await proofOfCertificate(op, stored.certificateId);
  const whole = await copyOf(stored.jwt, disclosures, logged?.proof ?? null, nodeVerifyCrypto);
  return picked === null ? whole : discloseOnly(whole, picked, nodeVerifyCrypto);
}

function mayOpen(actor: Follower, { receiptFactors }: CaseRecord): boolean {
  switch (actor.kind) {
    case 'subscriber':
      // What it discloses is nothing to be read out on a telephone.
      if (actor.attended !== undefined && actor.channel === 'hotline') return false;
      return actor.factors.some((factor) => DOCUMENT.includes(factor));
    case 'receipt':
      return receiptFactors.some((factor) => DOCUMENT.includes(factor));
    case 'staff':
    case 'system':
      return actor.scopes.includes('evidence:read');
  }
}
