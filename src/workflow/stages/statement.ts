import { type Detachment, detachmentOf } from '../../domain/cases/detachment.ts';
import type { AccessStatement, Opening, Statement } from '../../domain/certificates/certificate.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { ReturnedCard } from '../../store/cards/returned-cards.ts';
import type { EvidenceRow, Work } from '../../store/cases/work.ts';
import type { Vault } from '../../store/database/vault.ts';
import type { ProfileEvidence } from '../../store/esim/unbindings.ts';
import { cardStatements } from './card-statement.ts';
import { committing } from './commitments.ts';
import { profileStatements } from './profile-statement.ts';

export interface ComposedStatement {
  readonly statement: Statement;
  /** JSON pointers to the salts and values of the identifiers. */
  readonly openings: Readonly<Record<string, Opening>>;
}

/** What else than the case itself a certificate tells of. */
export interface StatedOf {
  readonly profiles: readonly ProfileEvidence[];
  readonly cards: readonly ReturnedCard[];
}

/** Says what a finished case did, in salted commitments; what is not proven is said to be unproven. */
export function composeStatement(
  work: Work,
  { profiles, cards }: StatedOf,
  rules: ResolvedRules,
  fixed: {
    readonly certificateId: string;
    readonly supersedes: string | null;
    readonly issuer: Statement['issuer'];
    readonly issuedAt: Date;
    readonly vault: Vault;
  },
): ComposedStatement {
  const openings: Record<string, Opening> = {};
  const commit = committing(fixed.vault, openings);
  if (work.bill === null || work.serviceEndedAt === null || work.billingEndOn === null) {
    throw new Error(`case ${work.caseId} reached certify without a bill or its dates`);
  }
  const statement: Statement = {
    version: 1,
    certificateId: fixed.certificateId,
    supersedes: fixed.supersedes,
    issuer: fixed.issuer,
    caseReference: work.reference,
    issuedAt: fixed.issuedAt.toISOString(),
    declaredAt: work.declaredAt.toISOString(),
    confirmedAt: (work.confirmedAt ?? work.declaredAt).toISOString(),
    serviceEndedAt: work.serviceEndedAt.toISOString(),
    billingEndedOn: work.billingEndOn,
    numberReleasedOn: work.releaseOn,
    timeZone: rules.timeZone,
    rulebook: { jurisdiction: work.jurisdiction, version: work.rulebookVersion },
    subject: {
      msisdn: work.msisdn === null ? null : commit('/subject/msisdn', work.msisdn),
      lineId: commit('/subject/lineId', work.lineId),
      holder: commit('/subject/holder', work.holderId),
    },
    accesses: work.accesses.map((access, i): AccessStatement => {
      const own = work.evidence.filter((row) => row.accessId === access.accessId);
      return {
        kind: access.kind,
        imsi: commit(`/accesses/${i}/imsi`, access.imsi),
        iccid: commit(`/accesses/${i}/iccid`, access.iccid),
        detach: detachmentStatedOf(work, own),
        absentAtEnd:
          own.filter((row) => row.stage === 'prove_absent').at(-1)?.meaning === 'subscriber_absent',
        evidence: own.map((row) => ({
          stage: row.stage,
          meaning: row.meaning,
          element: row.element,
          ...(row.node === null ? {} : { node: row.node }),
          at: row.at.toISOString(),
          hash: row.hash,
        })),
      };
    }),
    profiles: profileStatements(profiles, commit),
    ...cardStatements(cards, rules.timeZone, commit),
    bill: { invoiceId: work.bill.invoiceId, total: work.bill.total, refund: work.bill.refund },
    number:
      work.msisdn === null ? 'none' : work.rangeHolder === null ? 'quarantined' : 'returned_to_range_holder',
    withdrawals: work.withdrawals,
  };
  return { statement, openings };
}

/** Of a line whose detachment staff skipped, that no node served it is not known either. */
function detachmentStatedOf({ plan }: Work, own: readonly EvidenceRow[]): Detachment {
  const known = detachmentOf(own);
  return known === 'not_attached' && !plan.includes('detach') ? 'unconfirmed' : known;
}
