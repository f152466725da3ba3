import { type MailLabel, newMailLabel } from '../../domain/cards/mail-label.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { keepLabel } from '../../store/cards/mail-labels.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor, type WhichCase } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { ends } from './case-of-card.ts';

/**
 * A label with which an old card finds its case by post. It says nothing of the person, opens nothing, and is the same
 * however often it is asked for.
 *
 * @throws HandbackError `forbidden`, `case_unknown`, `card_too_early` before the confirmation, `card_case_missing` for a line
 *   that goes on
 */
export async function makeMailLabel(
  op: Operations,
  actor: Actor,
  request: WhichCase,
): Promise<{ readonly label: MailLabel }> {
  requireAccess(actor, 'makeMailLabel');
  const found = await caseFor(op.pool, actor, request);
  if (!ends(found)) throw new HandbackError('card_case_missing');
  if (found.confirmedAt === null) throw new HandbackError('card_too_early');
  const { caseId, lineId } = found;
  const wanted = newMailLabel((bytes) => op.vault.random(bytes));
  return inTransaction(op.pool, async (tx) => {
    const kept = await keepLabel(tx, { label: wanted, caseId, now: op.clock.now() });
    if (kept.now)
      await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action: 'card_label_made' }]);
    return { label: kept.label };
  });
}
