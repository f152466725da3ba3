import { DISPUTE_OUTCOMES } from '../../domain/charges/tripwire.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { askAgain, type Charge, findCharge, settleDispute } from '../../store/charges/charges.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { tellOfCharge } from './tell-of-charge.ts';

const LONGEST_REASON = 500;

/**
 * Records what became of a held charge where the billing system did not say it by itself. The person is told.
 *
 * @param request.reason why; always of one that stands. No personal data: it is kept with the charge, and in the audit log
 * @throws HandbackError `forbidden`, `role_needed`, `charge_unknown`, `charge_settled`, `field_invalid`, `field_missing`
 */
export async function settleCharge(
  op: Operations,
  actor: Actor,
  request: { readonly chargeId: string; readonly outcome: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'settleCharge');
  const outcome = DISPUTE_OUTCOMES.find((one) => one === request.outcome);
  if (outcome === undefined)
    throw new HandbackError('field_invalid', { field: 'outcome', reason: 'not_one_of' });
  const reason = cleanText(request.reason, LONGEST_REASON);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const charge = await heldCharge(op, actor, request.chargeId);
  const { chargeId, caseId, lineId } = charge;
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    const settled = { outcome, reason, by, disputeRef: null, certificateId: null };
    if (!(await settleDispute(tx, chargeId, settled))) throw new HandbackError('charge_settled');
    const facts = { charge: chargeId, outcome, reason };
    await insertAudit(tx, [{ caseId, lineId, actor: by, action: 'charge_settled', facts }]);
    await tellOfCharge(op, tx, charge, { kind: 'charge_decided', outcome });
  });
}

/**
 * Has the billing system asked once more, as soon as a worker gets to it.
 * @throws HandbackError `forbidden`, `role_needed`, `charge_unknown`, `charge_settled`
 */
export async function disputeAgain(
  op: Operations,
  actor: Actor,
  request: { readonly chargeId: string },
): Promise<void> {
  requireAccess(actor, 'settleCharge');
  const { chargeId, caseId, lineId } = await heldCharge(op, actor, request.chargeId);
  await inTransaction(op.pool, async (tx) => {
    if (!(await askAgain(tx, chargeId))) throw new HandbackError('charge_settled');
    const facts = { charge: chargeId };
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action: 'charge_asked_again', facts }]);
  });
}

/** @throws HandbackError `charge_unknown` also for one of a case of which the actor may not know */
export async function heldCharge(op: Operations, actor: Actor, chargeId: string): Promise<Charge> {
  // What holds a character that no text of ours has is the name of none.
  const found = chargeId.includes('\0') ? null : await findCharge(op.pool, chargeId);
  if (found === null || found.verdict !== 'held' || (found.confidential && !seesConfidential(actor)))
    throw new HandbackError('charge_unknown');
  return found;
}
