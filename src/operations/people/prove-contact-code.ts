import { HandbackError } from '../../domain/errors.ts';
import { parseOneTimeCode } from '../../domain/people/verification.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { useUpCodes } from '../../store/people/one-time-codes.ts';
import { addFactor } from '../../store/people/sessions.ts';
import type { Actor, Subscriber } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { currentSession } from './current-session.ts';
import { judged } from './judge-answer.ts';
import { contactBucket, fittingCode } from './one-time-code.ts';
import { rulesOfLine } from './rules-of-line.ts';

/**
 * Adds the other number to what a session has proven.
 *
 * @returns the subscriber with all that is proven now
 * @throws HandbackError `not_signed_in`, `code_invalid`, `answer_wrong`, `answer_locked`
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
    const counted = { bucket, policy: rulesOfLine(op, record, now).settings.one_time_code.value };
    return judged(tx, counted, now, async () => {
      const sent = await fittingCode(op, tx, counted, code, now);
      if (sent === null || sent.partyId !== session.partyId) return null;
      await useUpCodes(tx, bucket);
      await addFactor(tx, token, 'contact_code');
      return { ...actor, factors: [...new Set([...session.factors, 'contact_code' as const])] };
    });
  });
  return answer();
}
