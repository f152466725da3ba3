import { isDeepStrictEqual } from 'node:util';
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
import { committing } from '../../workflow/stages/commitments.ts';
import { profileStatements } from '../../workflow/stages/profile-statement.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type LateChange, lateCards, without } from './late-cards.ts';
import { openedBy, supersedeCertificate } from './supersede-certificate.ts';

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
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    await lockCertificatesOf(tx, caseId);
    const closed = await findClosedCase(tx, caseId);
    if (closed === null) {
      if (await isOpenCase(tx, caseId)) await orderSupersession(tx, caseId, AGAIN_MS);
      return;
    }
    const before = await certificateOfCase(tx, caseId);
    const party = await findParty(tx, op.vault, closed.holderId);
    // An erased person has no key under which the openings of a new certificate could be kept.
    if (before === null || party === null) return;
    // What was declared void does not come back by itself.
    if (before.revokedAt !== null) return;
    const kept = openedBy(op, before, party);
    const [profiles, cards] = [await lateProfiles(op, tx, before), await lateCards(op, tx, before, kept)];
    const kind = profiles?.kind ?? cards?.kind;
    if (kind === undefined) return;
    await supersedeCertificate(op, tx, {
      caseId,
      lineId: closed.lineId,
      reference: closed.reference,
      before,
      party,
      now,
      change: (statement, openings) => {
        const changed = profiles?.change(statement, openings) ?? { statement, openings };
        return cards?.change(changed.statement, changed.openings) ?? changed;
      },
      audit: { actor: auditName(actor), action: kind, facts: {} },
      notice: kind,
    });
  });
}

/** The profiles, where another set of them is proven than the certificate names. */
async function lateProfiles(
  op: Operations,
  tx: Db,
  { caseId, statement }: StoredCertificate,
): Promise<LateChange | null> {
  const profiles = (await profileEvidenceOfCases(tx, [caseId])).get(caseId) ?? [];
  const named = statement.profiles.map(({ proof }) => proof?.hash);
  const proofs = profiles.map(({ proof }) => proof?.hash.toString('hex'));
  if (isDeepStrictEqual(named.toSorted(), proofs.toSorted())) return null;
  const arrived = proofs.some((proof) => proof !== undefined && !named.includes(proof));
  return {
    kind: arrived ? 'proof_arrived' : 'proof_undone',
    change(before, kept) {
      const openings = without(kept, '/profiles/');
      const stated = profileStatements(profiles, committing(op.vault, openings));
      return { statement: { ...before, profiles: stated }, openings };
    },
  };
}
