import { DISPUTE_STATES, type DisputeState } from '../../domain/charges/tripwire.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Charge, countHeld, heldCharges } from '../../store/charges/charges.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { heldCharge } from './settle-charge.ts';

export type { Charge } from '../../store/charges/charges.ts';

export interface ChargePage {
  readonly charges: readonly Charge[];
  /** How many stand how, whatever is listed. */
  readonly counts: Readonly<Record<DisputeState, number>>;
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * Charges that were held, the newest first.
 * @param request.state one state, or `unsettled`: all that nobody has decided
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid` for a limit that is none
 */
export async function listCharges(
  op: Operations,
  actor: Actor,
  request: {
    readonly state: DisputeState | 'unsettled' | null;
    readonly lineId: string | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<ChargePage> {
  requireAccess(actor, 'listCharges');
  const { limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  const confidential = seesConfidential(actor);
  const [found, counted] = await Promise.all([
    heldCharges(op.pool, { ...request, confidential, limit: limit + 1 }),
    countHeld(op.pool, { confidential }),
  ]);
  const charges = found.slice(0, limit);
  const counts = Object.fromEntries(
    DISPUTE_STATES.map((state) => [state, counted.get(state) ?? 0]),
  ) as Record<DisputeState, number>;
  return { charges, counts, next: found.length > limit ? charges.at(-1)!.chargeId : null };
}

/**
 * One held charge. It tells who paid for a line that ended: the look is audited.
 * @throws HandbackError `forbidden`, `role_needed`, `charge_unknown`
 */
export async function viewCharge(
  op: Operations,
  actor: Actor,
  request: { readonly chargeId: string },
): Promise<Charge> {
  requireAccess(actor, 'listCharges');
  const charge = await heldCharge(op, actor, request.chargeId);
  const { caseId, lineId, chargeId } = charge;
  const facts = { what: 'charge', charge: chargeId };
  await insertAudit(op.pool, [{ caseId, lineId, actor: auditName(actor), action: 'viewed', facts }]);
  return charge;
}
