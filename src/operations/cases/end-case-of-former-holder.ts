import { withdrawal } from '../../domain/cases/moves.ts';
import { withdrawalAt } from '../../domain/cases/termination.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { outdateNotices } from '../../store/outbox.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * Ends the case of somebody who does not hold the line any more, so that it does not stand in the way of the new holder: at
 * once while nothing was touched, else with the bar lifted. A case that is past the pivot ends the line all the same.
 * Called again it does nothing.
 *
 * @throws HandbackError `forbidden`
 */
export async function endCaseOfFormerHolder(
  op: Operations,
  actor: Actor,
  { caseId }: { readonly caseId: string },
): Promise<void> {
  requireAccess(actor, 'endCaseOfFormerHolder');
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    if (open === null || open.outcome !== null || open.withdrawRequestedAt !== null) return;
    const line = await findLine(tx, open.lineId);
    // The line may have come back to them meanwhile.
    if (line === null || line.holderId === open.holderId) return;
    if (withdrawalAt(open) === 'refused') return;
    await moveCase(tx, {
      ...withdrawal(open),
      caseId,
      lineId: open.lineId,
      lease: null,
      watched: true,
      patch: { withdrawRequestedAt: now, outcome: 'holder_changed' },
      audit: [{ actor: auditName(actor), action: 'holder_changed', facts: { stage: open.stage } }],
    });
    await outdateNotices(tx, [caseId], 'to_the_number');
  });
}
