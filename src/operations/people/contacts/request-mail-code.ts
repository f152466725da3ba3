import { HandbackError } from '../../../domain/errors.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { findParty, unconfirmedEmail } from '../../../store/people/parties.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { attemptCounters } from '../attempt-counters.ts';
import { currentSession } from '../current-session.ts';
import { type CodeRequested, issueCode, mailBucket } from '../one-time-code.ts';
import { rulesOfLine } from '../rules-of-line.ts';

/**
 * Sends a code to the e-mail address that the person gave and has not confirmed yet: all that it is told before. Only the
 * session that asked for it can answer.
 * @throws HandbackError `not_signed_in`, `contact_invalid` without such an address, and as `requestCode`
 */
export async function requestMailCode(op: Operations, actor: Actor): Promise<CodeRequested> {
  requireAccess(actor, 'requestMailCode');
  const now = op.clock.now();
  const party = await findParty(op.pool, op.vault, actor.partyId);
  const contact = party === null ? null : await unconfirmedEmail(op.pool, op.vault, party);
  if (contact === null) throw new HandbackError('contact_invalid', { reason: 'none_given' });
  return inTransaction(op.pool, async (tx) => {
    const record = await findLine(tx, actor.lineId);
    if (record === null) throw new HandbackError('not_signed_in');
    const { token } = await currentSession(tx, actor);
    const about = record.line.msisdn ?? actor.lineId;
    return issueCode(op, tx, {
      counters: attemptCounters(op.vault, { door: 'mail_code', about, actor, lineId: actor.lineId }),
      bucket: mailBucket(op, contact.contactId),
      challenge: token,
      policy: rulesOfLine(op, record, now).settings.one_time_code.value,
      lineId: actor.lineId,
      partyId: actor.partyId,
      to: { contactId: contact.contactId, channel: 'email' },
      now,
    });
  });
}
