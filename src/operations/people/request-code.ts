import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type CodeRequested, issueCode, numberBucket, takesCodes } from './one-time-code.ts';
import { rulesOfLine } from './rules-of-line.ts';

/**
 * Sends a one-time code to a number, if it is ours. The answer is the same when it is not: nobody learns here which
 * numbers exist. A hundred requests at once send one code.
 *
 * @throws HandbackError `msisdn_invalid`, `code_too_soon`, `code_too_many`, `answer_locked`
 */
export async function requestCode(
  op: Operations,
  actor: Actor,
  request: { readonly number: string },
): Promise<CodeRequested> {
  requireAccess(actor, 'requestCode');
  const now = op.clock.now();
  const msisdn = parseMsisdn(request.number, op.defaultCallingCode);
  return inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const asked = record !== null && takesCodes(record) ? record : null;
    return issueCode(op, tx, {
      bucket: numberBucket(op, msisdn),
      policy: rulesOfLine(op, record, now).settings.one_time_code.value,
      lineId: asked?.line.lineId ?? null,
      partyId: asked?.holderId ?? null,
      to: { msisdn },
      now,
    });
  });
}
