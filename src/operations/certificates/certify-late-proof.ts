import { isDeepStrictEqual } from 'node:util';
import { digestText } from '../../certificate/credential/disclosure.ts';
import { signedClaims } from '../../certificate/credential/sd-jwt.ts';
import { findClosedCase, isOpenCase } from '../../store/cases/closed-cases.ts';
import {
  certificateOfCase,
  lockCertificatesOf,
  type StoredCertificate,
} from '../../store/certificates/certificates.ts';
import { orderSupersession } from '../../store/certificates/supersessions.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { profileEvidenceOfCases } from '../../store/esim/unbindings.ts';
import { findParty } from '../../store/people/parties.ts';
import { profileStatements } from '../../workflow/stages/profile-statement.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type LateChange, lateCards } from './late-cards.ts';
import { supersedeCertificate } from './supersede-certificate.ts';

/** A case that is just being certified is looked at again this much later. */
const AGAIN_MS = 60_000;

/**
 * Certifies anew a line whose device proved its deletion after the certificate was made, or whose profile is on a device
 * again although its deletion was certified, or whose old card was taken in or destroyed since. Called again it does nothing:
 * a certificate that names just what there is stays.
 *
 * @throws HandbackError `forbidden`
 */
export async function certifyLateProof(
  op: Operations,
  actor: Actor,
  { caseId }: { readonly caseId: string },
): Promise<void> {
  requireAccess(actor, 'certifyLateProof');
  await inTransaction(op.pool, async (tx) => {
    await lockCertificatesOf(tx, caseId);
    const closed = await findClosedCase(tx, caseId);
    if (closed === null) {
      if (await isOpenCase(tx, caseId)) await orderSupersession(tx, caseId, AGAIN_MS);
      return;
    }
    const before = await certificateOfCase(tx, caseId);
    const party = await findParty(tx, op.vault, closed.holderId);
    // An erased person has no key under which the disclosures of a new certificate could be kept.
    if (before === null || party === null) return;
    // What was declared void does not come back by itself.
    if (before.revokedAt !== null) return;
    const [profiles, cards] = [await lateProfiles(tx, before), await lateCards(op, tx, before, party)];
    const kind = profiles?.kind ?? cards?.kind;
    if (kind === undefined) return;
    await supersedeCertificate(op, tx, {
      caseId,
      lineId: closed.lineId,
      reference: closed.reference,
      before,
      party,
      change: (claims, hide) => {
        const changed = profiles?.change(claims, hide) ?? claims;
        return cards?.change(changed, hide) ?? changed;
      },
      audit: { actor: auditName(actor), action: kind, facts: {} },
      notice: kind,
    });
  });
}

/** The profiles, where another set of them is proven than the certificate names. */
async function lateProfiles(tx: Db, { caseId, jwt }: StoredCertificate): Promise<LateChange | null> {
  const profiles = (await profileEvidenceOfCases(tx, [caseId])).get(caseId) ?? [];
  const named = signedClaims(jwt).profiles.map(({ proof }) => proof?._sd?.[0]);
  const proofs = profiles.map(({ proof }) => (proof === null ? undefined : digestText(proof.hash)));
  if (isDeepStrictEqual(named.toSorted(), proofs.toSorted())) return null;
  const arrived = proofs.some((proof) => proof !== undefined && !named.includes(proof));
  return {
    kind: arrived ? 'proof_arrived' : 'proof_undone',
    change: (before, hide) => ({ ...before, profiles: profileStatements(profiles, hide) }),
  };
}
