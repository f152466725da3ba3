import { insertAudit } from '../../../store/audit.ts';
import { dismissDeclarations as dismiss } from '../../../store/cases/declarations.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { lineFor } from '../../lines/line-for.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { declarationExpiry } from '../open-case.ts';

/**
 * "Not me": the declarations that wait for a line are set aside, and for as long as one could have waited further forms for
 * its number are received and open nothing. Whoever signs in may still end the line at any time. Sent twice it happens once.
 *
 * @returns how many were set aside
 * @throws HandbackError `not_signed_in`, `line_unknown`
 */
export async function dismissDeclarations(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<number> {
  requireAccess(actor, 'dismissDeclarations');
  const now = op.clock.now();
  const record = await lineFor(op.pool, actor, request.lineId);
  const { lineId } = record.line;
  const quietUntil = declarationExpiry(rulesOfLine(op, record, now), now);
  return inTransaction(op.pool, async (tx) => {
    const dismissed = await dismiss(tx, { lineId, holderId: record.holderId, now, quietUntil });
    if (dismissed > 0) {
      await insertAudit(tx, [
        {
          caseId: null,
          lineId,
          actor: auditName(actor),
          action: 'declarations_dismissed',
          facts: { dismissed, quietUntil: quietUntil.toISOString() },
        },
      ]);
    }
    return dismissed;
  });
}
