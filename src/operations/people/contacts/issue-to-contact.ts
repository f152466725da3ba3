import { HandbackError } from '../../../domain/errors.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findLine } from '../../../store/lines/lines.ts';
import type { ContactAddress } from '../../../store/people/parties.ts';
import type { Subscriber } from '../../access/actor.ts';
import type { Operations } from '../../context.ts';
import { attemptCounters, type Door } from '../attempt-counters.ts';
import { currentSession } from '../current-session.ts';
import { type CodeRequested, issueCode } from '../one-time-code.ts';
import { rulesOfLine } from '../rules-of-line.ts';

/**
 * Sends a code to another contact of who has signed in. Only the session that asked for it can answer.
 * @throws HandbackError `not_signed_in`, and as `issueCode`
 */
export function issueToContact(
  op: Operations,
  actor: Subscriber,
  asked: {
    readonly door: Door;
    /** What the code proves. */
    readonly bucket: Buffer;
    readonly to: ContactAddress;
    readonly now: Date;
  },
): Promise<CodeRequested> {
  const { door, now } = asked;
  const { lineId, partyId } = actor;
  return inTransaction(op.pool, async (tx) => {
    const record = await findLine(tx, lineId);
    if (record === null) throw new HandbackError('not_signed_in');
    const { token } = await currentSession(tx, actor);
    const about = record.line.msisdn ?? lineId;
    return issueCode(op, tx, {
      ...asked,
      counters: attemptCounters(op.vault, { door, about, actor, lineId }),
      challenge: token,
      policy: rulesOfLine(op, record, now).settings.one_time_code.value,
      lineId,
      partyId,
    });
  });
}
