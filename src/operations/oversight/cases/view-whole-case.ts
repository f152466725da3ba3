import { type RunningClock, runningClock } from '../../../domain/cases/clocks.ts';
import { type AuditRow, auditOfCase, insertAudit, momentOfCase } from '../../../store/audit.ts';
import { decisionsOf, type KeptDecision } from '../../../store/cases/decisions.ts';
import { evidenceOfCase, type KeptEvidence } from '../../../store/cases/evidence.ts';
import { certificateOfCase } from '../../../store/certificates/certificates.ts';
import { type NoticeRecord, noticesOfCase } from '../../../store/notices.ts';
import { findParty } from '../../../store/people/parties.ts';
import { namesOfStaff } from '../../../store/special/requests.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { type CardsOfCase, viewCardOfCase } from '../../cards/view-card-of-case.ts';
import { caseFor } from '../../cases/case-for.ts';
import { type CaseView, caseView } from '../../cases/case-view.ts';
import { normaliseReference } from '../../cases/receipt.ts';
import type { Operations } from '../../context.ts';
import { type ActOfCase, actsOfCase } from './acts-of-case.ts';

export type { KeptDecision } from '../../../store/cases/decisions.ts';
export type { KeptEvidence } from '../../../store/cases/evidence.ts';
export type { NoticeRecord } from '../../../store/notices.ts';
export type { ActOfCase, CaseAct, NoAct } from './acts-of-case.ts';

/** A row of the audit log with who it was, as colleagues know them. */
export interface CaseEvent extends AuditRow {
  /** Null for who is no person of the operator. */
  readonly actorName: string | null;
}

/** The certificate of a case, as anybody may look it up. */
export interface CaseCertificate {
  readonly certificateId: string;
  readonly issuedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
  readonly url: string;
}

/** All that there is to know of one case. */
export interface WholeCase extends CaseView {
  /** The clock of the rulebook that runs for it now. */
  readonly clock: RunningClock | null;
  readonly events: readonly CaseEvent[];
  /** How many older ones there are beside them. */
  readonly olderEvents: number;
  /** Why: each decision as it was kept. */
  readonly decisions: readonly KeptDecision[];
  /** Without the bytes, unless they were asked for. */
  readonly exchanges: readonly KeptEvidence[];
  /** The keys of the person are destroyed: what was personal cannot be read any more. */
  readonly erased: boolean;
  readonly cards: CardsOfCase;
  readonly certificate: CaseCertificate | null;
  readonly notices: readonly NoticeRecord[];
  readonly acts: readonly ActOfCase[];
  /** As `followWholeCase` tells it, of before it was read. */
  readonly moment: string;
}

const MOST_EVENTS = 300;

/**
 * One case with what happened, what is next, why, every exchange with the network, its devices, card, certificate and messages, and the
 * acts that there are. Also of a case that is over, and of somebody who is erased. That it was looked at is in the audit log, and that
 * the bytes of the exchanges were, which name the subscriber.
 *
 * @param request `raw`: with the bytes; `quietly`: a page that renews itself, of which the log says already that it is looked at
 * @throws HandbackError `forbidden`, `role_needed`, `case_unknown`
 */
export async function viewWholeCase(
  op: Operations,
  actor: Actor,
  request: { readonly reference: string; readonly raw: boolean; readonly quietly?: boolean },
): Promise<WholeCase> {
  requireAccess(actor, 'viewWholeCase');
  const { pool, vault } = op;
  const reference = normaliseReference(request.reference);
  const record = await caseFor(pool, actor, { reference });
  const { caseId, lineId, holderId } = record;
  const now = op.clock.now();
  const moment = await momentOfCase(pool, caseId);
  const party = await findParty(pool, vault, holderId);
  const key = request.raw ? (party?.dataKey ?? null) : null;
  const [view, audit, notices, decisions, exchanges, cards, stored] = await Promise.all([
    caseView(op, pool, record, now),
    auditOfCase(pool, caseId),
    noticesOfCase(pool, caseId),
    decisionsOf(pool, vault, { caseId }),
    evidenceOfCase(pool, vault, caseId, key),
    viewCardOfCase(op, actor, { caseId }),
    certificateOfCase(pool, caseId),
  ]);
  const acts = await actsOfCase(op, actor, { record, devices: view.devices, messages: notices });
  const events = audit.slice(-MOST_EVENTS);
  const names = await namesOfStaff(pool, [...new Set(events.map((one) => one.actor))]);
  if (request.raw || request.quietly !== true)
    await insertAudit(pool, [
      {
        ...{ caseId, lineId, actor: auditName(actor), action: request.raw ? 'evidence_viewed' : 'viewed' },
        facts: { what: 'case' },
      },
    ]);
  const { dueAt, detachDeadline, stage, closedAt } = record;
  const devicesUntil = view.devices?.waitUntil ?? null;
  return {
    ...view,
    clock: closedAt === null ? runningClock({ stage, dueAt, detachDeadline, devicesUntil }) : null,
    events: events.map((one) => ({ ...one, actorName: names.get(one.actor) ?? null })),
    olderEvents: audit.length - events.length,
    ...{ decisions, exchanges, cards, notices, acts, moment },
    erased: party === null,
    certificate:
      stored === null
        ? null
        : {
            certificateId: stored.certificateId,
            issuedAt: stored.issuedAt,
            revokedAt: stored.revokedAt,
            revokedReason: stored.revokedReason,
            url: op.certificateUrl(stored.certificateId),
          },
  };
}
