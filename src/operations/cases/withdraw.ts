import { withdrawalAt } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { announceCase, wakeWorkers } from '../../store/wake.ts';
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
    const effect = withdrawalAt(open.stage, {
      intentCommitted: open.intentAt !== null,
      barred: open.hasSnapshot,
    });
    if (effect === 'refused') throw new HandbackError('withdraw_too_late', { stage: open.stage });
    // Whoever holds the lease may be calling the network right now: the engine turns the case round when it commits.
    const turn = open.leased ? null : effect === 'undo' ? 'undo_bar' : 'close';
    await tx.query(
      `update termination set withdraw_requested_at = now(), updated_at = now(),
         stage = coalesce($2, stage), outcome = case when $2 = 'close' then 'withdrawn' else outcome end,
         due_at = case when $2 is null then due_at else now() end,
         attempts = case when $2 is null then attempts else 0 end,
         intent_at = case when $2 is null then intent_at end,
         lease = case when $2 is null then lease end, lease_until = case when $2 is null then lease_until end,
         waiting_for = null, problem = null
       where case_id = $1`,
      [caseId, turn],
    );
    await insertAudit(tx, [
      {
        caseId,
        lineId: open.lineId,
        actor: auditName(actor),
        action: 'withdrawn',
        facts: { stage: open.stage },
      },
    ]);
    // With a bar to lift, the engine tells when the line is back.
    if (turn === 'close') {
      const record = await findLine(tx, open.lineId);
      if (record?.holderId === found.holderId) {
        await tellEveryContact(op, tx, record, { caseId, reference: found.reference }, 'withdrawn');
      }
    }
    await wakeWorkers(tx);
    await announceCase(tx, caseId);
    return turn === 'close' ? 'withdrawn' : 'undoing';
  });
}
