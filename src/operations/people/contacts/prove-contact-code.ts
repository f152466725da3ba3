import { HandbackError } from '../../../domain/errors.ts';
import { parseOneTimeCode } from '../../../domain/people/verification.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { useUpCodes } from '../../../store/people/one-time-codes.ts';
import { addFactor } from '../../../store/people/sessions.ts';
import { type Actor, auditName, type Subscriber } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { currentSession } from '../current-session.ts';
import { answered, contactBucket } from '../one-time-code.ts';
import { rulesOfLine } from '../rules-of-line.ts';

/**
 * Adds the other number to what a session has proven.
 *
 * @returns the subscriber with all that is proven now
 * @throws HandbackError `not_signed_in`, `code_invalid`, `answer_wrong`, `code_over`
 */
export async function proveContactCode(
  op: Operations,
  actor: Actor,
  request: { readonly code: string },
): Promise<Subscriber> {
  requireAccess(actor, 'proveContactCode');
  const now = op.clock.now();
  const code = parseOneTimeCode(request.code);
  const answer = await inTransaction(op.pool, async (tx) => {
    const { token, session } = await currentSession(tx, actor);
    const record = await findLine(tx, session.lineId);
    if (record === null) throw new HandbackError('not_signed_in');
    const bucket = contactBucket(op, session.partyId);
    const policy = rulesOfLine(op, record, now).settings.one_time_code.value;
    const given = { policy, bucket, challenge: token, code, now };
    return answered(op, tx, given, async (sent) => {
      if (sent.partyId !== session.partyId) return null;
      await useUpCodes(tx, bucket);
      await addFactor(tx, token, 'contact_code');
      await insertAudit(tx, [
        {
          caseId: null,
          lineId: session.lineId,
          actor: auditName(actor),
          action: 'factor_proven',
          facts: { factor: 'contact_code' },
        },
      ]);
      return { ...actor, factors: [...new Set([...session.factors, 'contact_code' as const])] };
    });
  });
  return answer();
}
