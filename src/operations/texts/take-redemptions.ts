import { ConnectorError } from '../../ports/connector-error.ts';
import type { Redemption, SwitchingCodes } from '../../ports/switching-codes.ts';
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
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { carryOutCodes } from './carry-out-codes.ts';

/**
 * Looks which codes other operators have used, and carries out those that wait (`carryOutCodes`). Each is noted before anything
 * comes of it; told twice it happens once.
 *
 * @returns how many were new
 */
export async function takeRedemptions(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'takeRedemptions');
  const taken = op.switchingCodes === null ? 0 : await read(op, actor, op.switchingCodes);
  // Also where the system is away, or is no longer set: what was used before waits all the same.
  await carryOutCodes(op, actor);
  return taken;
}

async function read(op: Operations, actor: Actor, codes: SwitchingCodes): Promise<number> {
  let taken = 0;
  for (;;) {
    const after = await redemptionCursor(op.pool);
    const { redemptions, next } = await codes.redeemed(after).catch((error: unknown) => {
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
  return inTransaction(op.pool, async (tx) => {
    if (!(await noteRedeemed(tx, op.vault, { code, at: redeemedAt, due: refused === null }))) return false;
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: kept.lineId, actor: auditName(actor), action: 'switching_code_redeemed' },
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
