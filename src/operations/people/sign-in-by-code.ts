import { parseOneTimeCode } from '../../domain/people/verification.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import { useUpCodes } from '../../store/people/one-time-codes.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { answered, numberBucket, takesCodes } from './one-time-code.ts';
import { rulesOfLine } from './rules-of-line.ts';
import { type SignedIn, signIn } from './signed-in.ts';

/**
 * Opens a session for the line that has the number now, by the code that was sent to it.
 *
 * @param request with the `challenge` that came with the code
 * @throws HandbackError `answer_wrong` (with `triesLeft`), `code_over`; `msisdn_invalid` and `code_invalid`, which cost no try
 */
export async function signInByCode(
  op: Operations,
  actor: Actor,
  request: { readonly number: string; readonly challenge: string; readonly code: string },
): Promise<SignedIn> {
  requireAccess(actor, 'signInByCode');
  const now = op.clock.now();
  const msisdn = parseMsisdn(request.number, op.defaultCallingCode);
  const { challenge } = request;
  const code = parseOneTimeCode(request.code);
  // The verdict commits before it is thrown: a wrong answer must count.
  const answer = await inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const bucket = numberBucket(op, msisdn);
    const policy = rulesOfLine(op, null, now).settings.one_time_code.value;
    return answered(op, tx, { policy, bucket, challenge, code, now }, async (sent) => {
      // The number may have gone to another line, or the line to another holder, since the code was sent; a code
      // proves the current assignment only.
      if (record === null || !takesCodes(record)) return null;
      const { lineId } = record.line;
      const partyId = record.holderId;
      if (sent.lineId !== lineId || sent.partyId !== partyId) return null;
      await useUpCodes(tx, bucket);
      return signIn(op, tx, { partyId, lineId, factors: ['sms_code'] });
    });
  });
  return answer();
}
