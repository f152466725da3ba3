import { copyOf } from '../../certificate/credential/choice.ts';
import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../ports/node-verify-crypto.ts';
import { type AuditRow, auditOfCase, insertAudit } from '../../store/audit.ts';
import { decisionsOf, type KeptDecision } from '../../store/cases/decisions.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import {
  type Complaint,
  type ComplaintTexts,
  complaintsOfCase,
  type SealedComplaint,
} from '../../store/complaints/complaints.ts';
import { type NoticeRecord, noticesOfCase } from '../../store/notices.ts';
import { findParty } from '../../store/people/parties.ts';
import { namesOfStaff } from '../../store/special/requests.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor, type WhichCase } from '../cases/case-for.ts';
import { type CaseView, caseView } from '../cases/case-view.ts';
import { type CaseEvidence, viewEvidence } from '../cases/view-evidence.ts';
import { disclosuresOf } from '../certificates/kept-disclosures.ts';
import { proofOfCertificate } from '../certificates/log-proof.ts';
import type { Operations } from '../context.ts';
import { openedComplaint } from './opened-complaint.ts';

export type { KeptDecision } from '../../store/cases/decisions.ts';
export type { NoticeRecord } from '../../store/notices.ts';

/** A row of the audit log, with the name of who it was where that is a person of the operator. */
export interface NamedEvent extends AuditRow {
  readonly actorName: string | null;
}

/** A complaint about the case. */
export type PackedComplaint = Complaint & ComplaintTexts;

/** All that a complaint about a case is answered from. */
export interface CaseEvidencePack extends CaseView {
  readonly madeAt: Date;
  readonly events: readonly NamedEvent[];
  readonly decisions: readonly KeptDecision[];
  readonly evidence: CaseEvidence;
  readonly notices: readonly NoticeRecord[];
  /** With what was said, where it can still be read. */
  readonly complaints: readonly PackedComplaint[];
  /** The whole copy, with the proof that it is in the public log; null where no certificate was issued. */
  readonly certificate: CertificateCopy | null;
  /** The keys of the person are destroyed: what was personal is not in it. */
  readonly erased: boolean;
}

/**
 * Gathers all that is kept of a case: what happened, every decision with its rule and version, every exchange with the network, the bill,
 * the certificate with its proof, the messages. It is personal, so that the gathering is audited.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `case_unknown`
 */
export async function gatherEvidencePack(
  op: Operations,
  actor: Actor,
  request: WhichCase,
): Promise<CaseEvidencePack> {
  requireAccess(actor, 'gatherEvidencePack');
  const { pool, vault } = op;
  const record = await caseFor(pool, actor, request);
  const { caseId, lineId, holderId } = record;
  const madeAt = op.clock.now();
  const party = await findParty(pool, vault, holderId);
  const [view, audit, notices, decisions, evidence, stored, sealed] = await Promise.all([
    caseView(op, pool, record, madeAt),
    auditOfCase(pool, caseId),
    noticesOfCase(pool, caseId),
    decisionsOf(pool, vault, { caseId }),
    viewEvidence(op, actor, { caseId }),
    certificateOfCase(pool, caseId),
    complaintsOfCase(pool, caseId),
  ]);
  const names = await namesOfStaff(pool, [...new Set(audit.map((one) => one.actor))]);
  await insertAudit(pool, [{ caseId, lineId, actor: auditName(actor), action: 'evidence_pack_made' }]);
  return {
    ...view,
    ...{ madeAt, decisions, evidence, notices, erased: party === null },
    complaints: await Promise.all(sealed.map((one) => packed(op, one))),
    events: audit.map((one) => ({ ...one, actorName: names.get(one.actor) ?? null })),
    certificate:
      stored === null
        ? null
        : await copyOf(
            stored.jwt,
            party === null ? [] : await disclosuresOf(op, stored, party),
            (await proofOfCertificate(op, stored.certificateId))?.proof ?? null,
            nodeVerifyCrypto,
          ),
  };
}

async function packed(op: Operations, sealed: SealedComplaint): Promise<PackedComplaint> {
  const { complaint, ...texts } = await openedComplaint(op, sealed);
  return { ...complaint, ...texts };
}
