import { timingSafeEqual } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import { addFactor } from '../../store/people/sessions.ts';
import { type Actor, auditName, type Subscriber } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { attemptCounters } from './attempt-counters.ts';
import { currentSession } from './current-session.ts';
import { indexOfDocument } from './document-answer.ts';
import { judged } from './judge-answer.ts';
import { rulesOfLine } from './rules-of-line.ts';

/**
 * Adds the document number to what a session has proven.
 *
 * @returns the subscriber with all that is proven now
 * @throws HandbackError `not_signed_in`, `document_invalid`, `answer_wrong`, `answer_locked`
 */
export async function proveDocument(
  op: Operations,
  actor: Actor,
  request: { readonly documentNumber: string },
): Promise<Subscriber> {
  requireAccess(actor, 'proveDocument');
  const now = op.clock.now();
  const given = indexOfDocument(op, request.documentNumber);
  const answer = await inTransaction(op.pool, async (tx) => {
    const { token, session } = await currentSession(tx, actor);
    const record = await findLine(tx, session.lineId);
    const party = await findParty(tx, op.vault, session.partyId);
    if (record === null || party === null) throw new HandbackError('not_signed_in');
    const { lineId, msisdn } = record.line;
    const counters = attemptCounters(op.vault, { door: 'document', about: msisdn ?? lineId, actor, lineId });
    const policy = rulesOfLine(op, record, now).settings.one_time_code.value;
    return judged(tx, { ...counters, policy }, now, async () => {
      if (party.documentIndex === null) return null;
      if (!timingSafeEqual(given, party.documentIndex)) return null;
      await addFactor(tx, token, 'document_number');
      await insertAudit(tx, [
        {
          caseId: null,
          lineId: session.lineId,
          actor: auditName(actor),
          action: 'factor_proven',
          facts: { factor: 'document_number' },
        },
      ]);
      return { ...actor, factors: [...new Set([...session.factors, 'document_number' as const])] };
    });
  });
  return answer();
}
