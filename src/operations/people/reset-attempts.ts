import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import { forgetAttempts } from '../../store/people/attempts.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { everyAttemptAbout } from './attempt-counters.ts';

/**
 * Forgets every wrong answer and every code sent about a number, at all doors: for a holder who was locked out and showed
 * staff who they are.
 *
 * @returns how many counters there were
 * @throws HandbackError `forbidden`, `msisdn_invalid`
 */
export async function resetAttempts(
  op: Operations,
  actor: Actor,
  request: { readonly number: string },
): Promise<number> {
  requireAccess(actor, 'resetAttempts');
  const msisdn = parseMsisdn(request.number, op.defaultCallingCode);
  return inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const forgotten = await forgetAttempts(tx, everyAttemptAbout(op.vault, msisdn));
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: record?.line.lineId ?? null,
        actor: auditName(actor),
        action: 'attempts_reset',
        facts: { forgotten },
      },
    ]);
    return forgotten;
  });
}
