import { digestText, hiding } from '../../certificate/credential/disclosure.ts';
import { type Detachment, detachmentOf } from '../../domain/cases/detachment.ts';
import type { AccessStatement, Claims, StatusReference } from '../../domain/certificates/certificate.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { IssuerNames } from '../../ports/certificate-issuer.ts';
import type { ReturnedCard } from '../../store/cards/returned-cards.ts';
import type { EvidenceRow, Work } from '../../store/cases/work.ts';
import type { Vault } from '../../store/database/vault.ts';
import type { ProfileEvidence } from '../../store/esim/unbindings.ts';
import type { HolderIdentity } from '../../store/people/holder-identities.ts';
import { cardStatements } from './card-statement.ts';
import { profileStatements } from './profile-statement.ts';

export interface ComposedClaims {
  /** As they are to be signed. */
  readonly claims: Claims;
  /** The disclosures of identifiers. */
  readonly disclosures: readonly string[];
}

/** What else than the case itself a certificate tells of. */
export interface StatedOf {
  readonly holder: HolderIdentity;
  readonly profiles: readonly ProfileEvidence[];
  readonly cards: readonly ReturnedCard[];
}

/** Says what a finished case did; what tells of a person is hidden in digests, and what is not proven is said to be unproven. */
export function composeClaims(
  work: Work,
  { holder, profiles, cards }: StatedOf,
  rules: ResolvedRules,
  fixed: {
    readonly certificateId: string;
    readonly names: IssuerNames;
    readonly status: StatusReference;
    readonly issuedAt: Date;
    readonly vault: Vault;
  },
): ComposedClaims {
  const disclosures: string[] = [];
  const hide = hiding((bytes) => fixed.vault.random(bytes), disclosures);
  if (work.bill === null || work.serviceEndedAt === null || work.billingEndOn === null) {
    throw new Error(`case ${work.caseId} reached certify without a bill or its dates`);
  }
  const claims: Claims = {
    ...fixed.names,
    iat: Math.floor(fixed.issuedAt.getTime() / 1000),
    jti: fixed.certificateId,
    status: { status_list: fixed.status },
    supersedes: null,
    caseReference: work.reference,
    declaredAt: work.declaredAt.toISOString(),
    confirmedAt: (work.confirmedAt ?? work.declaredAt).toISOString(),
    serviceEndedAt: work.serviceEndedAt.toISOString(),
    billingEndedOn: work.billingEndOn,
    numberReleasedOn: work.releaseOn,
    timeZone: rules.timeZone,
    rulebook: { jurisdiction: work.jurisdiction, version: work.rulebookVersion },
    subject: hide(
      {},
      {
        msisdn: work.msisdn,
        lineId: work.lineId,
        // Whoever leaves in secret learns no more of the holder from the certificate than they knew.
        holderId: work.confidential ? null : work.holderId,
        holderName: holder.name,
        documentEnding: holder.documentEnding,
      },
    ),
    accesses: work.accesses.map((access): AccessStatement => {
      const own = work.evidence.filter((row) => row.accessId === access.accessId);
      return hide(
        {
          kind: access.kind,
          detach: detachmentStatedOf(work, own),
          absentAtEnd:
            own.filter((row) => row.stage === 'prove_absent').at(-1)?.meaning === 'subscriber_absent',
          evidence: own.map((row) => ({
            stage: row.stage,
            meaning: row.meaning,
            element: row.element,
            ...(row.node === null ? {} : { node: row.node }),
            at: row.at.toISOString(),
            _sd: [digestText(Buffer.from(row.hash, 'hex'))],
          })),
        },
        { imsi: access.imsi, iccid: access.iccid },
      );
    }),
    profiles: profileStatements(profiles, hide),
    ...cardStatements(cards, rules.timeZone, hide),
    bill: { invoiceId: work.bill.invoiceId, total: work.bill.total, refund: work.bill.refund },
    number:
      work.msisdn === null ? 'none' : work.rangeHolder === null ? 'quarantined' : 'returned_to_range_holder',
    withdrawals: work.withdrawals,
    _sd_alg: 'sha-256',
  };
  return { claims, disclosures };
}

/** Of a line whose detachment staff skipped, that no node served it is not known either. */
function detachmentStatedOf({ plan }: Work, own: readonly EvidenceRow[]): Detachment {
  const known = detachmentOf(own);
  return known === 'not_attached' && !plan.includes('detach') ? 'unconfirmed' : known;
}
