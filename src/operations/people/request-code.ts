import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { attemptCounters } from './attempt-counters.ts';
import { type CodeRequested, issueCode, numberBucket, takesCodes } from './one-time-code.ts';
import { rulesOfLine } from './rules-of-line.ts';

/**
 * Sends a one-time code to a number, if it is ours. The answer is the same when it is not: nobody learns here which
 * numbers exist. A hundred requests of one client at once send one code.
 *
 * @returns with `challenge`, the secret that belongs to this code: only who shows it can answer with the code
 * @throws HandbackError `msisdn_invalid`, `code_too_soon`, `code_too_many`
 */
export async function requestCode(
  op: Operations,
  actor: Actor,
  request: { readonly number: string },
): Promise<CodeRequested & { readonly challenge: string }> {
  requireAccess(actor, 'requestCode');
  const now = op.clock.now();
  const msisdn = parseMsisdn(request.number, op.defaultCallingCode);
  const challenge = op.vault.random(16).toString('base64url');
  const sent = await inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const asked = record !== null && takesCodes(record) ? record : null;
    return issueCode(op, tx, {
      counters: attemptCounters(op.vault, { door: 'code', about: msisdn, actor, lineId: null }),
      policy: rulesOfLine(op, null, now).settings.one_time_code.value,
      bucket: numberBucket(op, msisdn),
      challenge,
      lineId: asked?.line.lineId ?? null,
      partyId: asked?.holderId ?? null,
      to: { msisdn },
      now,
    });
  });
  return { ...sent, challenge };
}
