import {
  ASK_AFTER_MS,
  DISPUTE_OUTCOMES,
  type DisputeOutcome,
  nextAskMs,
} from '../../domain/charges/tripwire.ts';
import { type LocalDate, localDateAt } from '../../domain/values/local-date.ts';
import type { ChargeDisputeAnswer, ChargeDisputeRequest } from '../../ports/charge-control.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import { insertAudit } from '../../store/audit.ts';
import { isOpenCase } from '../../store/cases/closed-cases.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import {
  type Charge,
  findCharge,
  noteDispute,
  settleDispute,
  takeDisputes,
} from '../../store/charges/charges.ts';
import { chargedLine } from '../../store/charges/ended-lines.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { zoneOf } from './receive-charge.ts';
import { tellOfCharge } from './tell-of-charge.ts';

const AT_ONCE = 50;

/**
 * Asks the billing system to take back what is held, and how it stands with what was asked for before. The question is keyed by the
 * charge: whoever dies between the answer and its record asks again, and it stays one dispute.
 *
 * @returns how many were asked about
 */
export async function disputeCharges(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'disputeCharges');
  let asked = 0;
  for (;;) {
    const leaseMs = AT_ONCE * op.chargeControl.callTimeoutMs + 60_000;
    const due = await takeDisputes(op.pool, { limit: AT_ONCE, leaseMs });
    let away = false;
    for (const { chargeId, attempts } of due) {
      asked += 1;
      const came = await disputeOne(op, actor, chargeId, attempts).catch((error: unknown) => {
        // It comes again when its lease is over, and must not keep the others waiting.
        op.fault(error, 'a charge was not disputed');
        return 'asked' as const;
      });
      if (came === 'away') away = true;
    }
    // Where it is away it is away for the others too: each has its time of its own to come again.
    if (away || due.length < AT_ONCE) return asked;
  }
}

async function disputeOne(
  op: Operations,
  actor: Actor,
  chargeId: string,
  attempts: number,
): Promise<'asked' | 'away'> {
  const charge = await findCharge(op.pool, chargeId);
  if (charge === null || charge.settledAt !== null) return 'asked';
  const request = await requestFor(op, charge);
  if (request === null) {
    // Its case is about to be certified: without the certificate the billing system would have to believe us.
    await noteDispute(op.pool, chargeId, { ...WAITS, againMs: nextAskMs(0) });
    return 'asked';
  }
  try {
    const answer = await op.chargeControl.disputeCharge(request.request);
    await note(op, actor, charge, answer, request.certificateId);
    return 'asked';
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const refused = error.fault === 'refused';
    await noteDispute(op.pool, chargeId, {
      ...{
        ...WAITS,
        state: refused ? 'refused' : (charge.dispute as 'waiting' | 'open'),
        failed: error.detail,
      },
      againMs: refused ? null : nextAskMs(attempts),
    });
    return refused ? 'asked' : 'away';
  }
}

const WAITS = {
  state: 'waiting',
  disputeRef: null,
  certificateId: null,
  reason: null,
  failed: null,
} as const;

/** Null while the case that ended the line is still to be certified. */
async function requestFor(
  op: Operations,
  charge: Charge,
): Promise<{ readonly request: ChargeDisputeRequest; readonly certificateId: string | null } | null> {
  const { chargeId, caseId, lineId, held, heldFrom, reference, confidential } = charge;
  const line = (await chargedLine(op.pool, lineId))!;
  const certificate = await certificateOfCase(op.pool, caseId!);
  if (certificate === null && (await isOpenCase(op.pool, caseId!))) return null;
  const serviceEndedOn = localDateAt(line.serviceEndedAt!, zoneOf(op, line.jurisdiction));
  const request: ChargeDisputeRequest = {
    ...{ key: `charge:${chargeId}`, chargeId, lineId, accountId: line.accountId, confidential },
    ...{ amount: held!, from: heldFrom as LocalDate },
    evidence: {
      reference: reference ?? '',
      serviceEndedOn,
      billingEndOn: line.billingEndOn ?? serviceEndedOn,
      certificateUrl: certificate === null ? null : op.certificateUrl(certificate.certificateId),
      certificate: certificate?.jwt ?? null,
    },
  };
  return { request, certificateId: certificate?.certificateId ?? null };
}

async function note(
  op: Operations,
  actor: Actor,
  charge: Charge,
  { state, disputeRef, reason }: ChargeDisputeAnswer,
  certificateId: string | null,
): Promise<void> {
  const { chargeId, caseId, lineId } = charge;
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    const outcome = DISPUTE_OUTCOMES.find((one): one is DisputeOutcome => one === state);
    const said = { disputeRef, certificateId, reason };
    const noted =
      outcome === undefined
        ? await noteDispute(tx, chargeId, { ...said, state: 'open', failed: null, againMs: ASK_AFTER_MS })
        : await settleDispute(tx, chargeId, { ...said, outcome, by: 'billing' });
    // Somebody recorded an outcome while the billing system was asked: theirs stands.
    if (!noted || (outcome === undefined && charge.dispute === 'open')) return;
    const facts = { charge: chargeId, dispute: disputeRef, state };
    await insertAudit(tx, [{ caseId, lineId, actor: by, action: 'charge_disputed', facts }]);
    if (outcome !== undefined) await tellOfCharge(op, tx, charge, { kind: 'charge_decided', outcome });
  });
}
