import { withdrawal } from '../../domain/cases/moves.ts';
import { HandbackError } from '../../domain/errors.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { type Actor, auditName, type Operations } from '../context.ts';
import { caseFor } from './case-for.ts';
import { tellEveryContact } from './declare.ts';

/**
 * Takes a declaration back: at once while nothing was touched; with the bar lifted from the saved profile while it can
 * be; never after the pivot. A stage that is running finishes first and is then undone. Sent twice it happens once.
 *
 * @throws HandbackError `case_unknown`, `withdraw_too_late`
 */
export async function withdraw(
  op: Operations,
  actor: Actor,
  caseId: string,
): Promise<'withdrawn' | 'undoing'> {
  const found = await caseFor(op.pool, actor, { caseId });
  if (found.outcome === 'withdrawn') return 'withdrawn';
  return inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    if (open === null) {
      // The engine closed it meanwhile: by another copy of this request, perhaps.
      const closed = await caseFor(tx, actor, { caseId });
      if (closed.outcome === 'withdrawn') return 'withdrawn';
      throw new HandbackError('withdraw_too_late');
    }
    if (open.outcome === 'withdrawn') return 'withdrawn';
    if (open.stage === 'undo_bar' || open.withdrawRequestedAt !== null) return 'undoing';
    const move = withdrawal(open);
    const atOnce = move.to === 'close';
    await moveCase(tx, {
      ...move,
      caseId,
      lineId: open.lineId,
      lease: null,
      watched: true,
      patch: { withdrawRequestedAt: op.clock.now(), ...(atOnce ? { outcome: 'withdrawn' as const } : {}) },
      audit: [{ actor: auditName(actor), action: 'withdrawn', facts: { stage: open.stage } }],
    });
    // With a bar to lift, the engine tells when the line is back.
    if (atOnce) {
      const record = await findLine(tx, open.lineId);
      if (record?.holderId === found.holderId) {
        await tellEveryContact(op, tx, record, { caseId, reference: found.reference }, 'withdrawn');
      }
    }
    return atOnce ? 'withdrawn' : 'undoing';
  });
}
