import { HandbackError } from '../../domain/errors.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { Redemption } from '../../ports/switching-codes.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import {
  findCode,
  type KeptCode,
  keepRedemptionCursor,
  noteRedeemed,
  redemptionCursor,
} from '../../store/texts/switching-codes.ts';
import { type Actor, auditName, type OtherSystem } from '../access/actor.ts';
import type { Assertion } from '../access/proof.ts';
import { requireAccess } from '../access/require-access.ts';
import { confirm } from '../cases/confirm.ts';
import { declare } from '../cases/declare.ts';
import type { Operations } from '../context.ts';

/** In whose name a case begins by a code. */
const SWITCHING: OtherSystem = {
  kind: 'system',
  name: 'switching-codes',
  scopes: ['cases:declare'],
  channel: 'online',
};
/** The code went to the line's own phone, and came back from another operator: it proves what a code by text proves. */
const BY_CODE: Assertion = { provenBy: ['sms_code'], channel: 'online' };

/**
 * Looks which codes other operators have used. Each begins the end of its line, by the same rules as for everybody: what stands in
 * the way keeps the case from going on, not from being received. Told twice it happens once.
 *
 * @returns how many were new
 */
export async function takeRedemptions(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'takeRedemptions');
  if (op.switchingCodes === null) return 0;
  let taken = 0;
  for (;;) {
    const after = await redemptionCursor(op.pool);
    const { redemptions, next } = await op.switchingCodes.redeemed(after).catch((error: unknown) => {
      // It is asked again in a minute.
      if (error instanceof ConnectorError) return { redemptions: [], next: after };
      throw error;
    });
    for (const one of redemptions) if (await take(op, actor, one)) taken += 1;
    if (next === null || next === after) return taken;
    await keepRedemptionCursor(op.pool, next);
  }
}

async function take(op: Operations, actor: Actor, { code, redeemedAt }: Redemption): Promise<boolean> {
  const kept = await findCode(op.pool, op.vault, code);
  if (kept === null || kept.redeemedAt !== null) return false;
  const refused = await whyNot(op, kept, redeemedAt);
  const caseId = refused === null ? await begin(op, kept) : null;
  return inTransaction(op.pool, async (tx) => {
    if (!(await noteRedeemed(tx, op.vault, { code, at: redeemedAt, caseId }))) return false;
    await insertAudit(tx, [
      {
        ...{ caseId, lineId: kept.lineId, actor: auditName(actor), action: 'switching_code_redeemed' },
        facts: { redeemedAt: redeemedAt.toISOString(), refused },
      },
    ]);
    return true;
  });
}

async function whyNot(
  op: Operations,
  { lineId, holderId, expiresAt }: KeptCode,
  redeemedAt: Date,
): Promise<'expired' | 'line_ended' | 'other_holder' | null> {
  if (redeemedAt > expiresAt) return 'expired';
  const record = await findLine(op.pool, lineId);
  if (record === null || record.line.status === 'ended') return 'line_ended';
  return record.holderId === holderId ? null : 'other_holder';
}

/** Declared and confirmed: nobody is there who could be asked once more. */
async function begin(op: Operations, { lineId }: KeptCode): Promise<string | null> {
  const caseId = await declared(op, lineId);
  if (caseId === null) return null;
  try {
    await confirm(op, SWITCHING, { caseId, assertion: BY_CODE });
  } catch (error) {
    // What stands in the way is seen at the case, which waits.
    if (!(error instanceof HandbackError)) throw error;
  }
  return caseId;
}

async function declared(op: Operations, lineId: string): Promise<string | null> {
  try {
    const made = await declare(op, SWITCHING, { lineId, reason: null, assertion: BY_CODE });
    return 'caseId' in made ? made.caseId : null;
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    const { caseId } = error.facts;
    if (error.code === 'case_open' && typeof caseId === 'string') return caseId === '' ? null : caseId;
    if (error.code === 'cannot_tell' || error.code === 'line_unknown' || error.code === 'not_eligible')
      return null;
    throw error;
  }
}
