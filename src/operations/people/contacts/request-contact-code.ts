import { HandbackError } from '../../../domain/errors.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findLine } from '../../../store/lines/lines.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { attemptCounters } from '../attempt-counters.ts';
import { currentSession } from '../current-session.ts';
import { type CodeRequested, contactBucket, issueCode } from '../one-time-code.ts';
import { rulesOfLine } from '../rules-of-line.ts';
import { settledContact } from './settled-contact.ts';

/**
 * Sends a code to the person's other number, the one verified longest ago. Only the session that asked for it can answer.
 * @throws HandbackError `not_signed_in`, `contact_invalid` without one, and as `requestCode`
 */
export async function requestContactCode(op: Operations, actor: Actor): Promise<CodeRequested> {
  requireAccess(actor, 'requestContactCode');
  const now = op.clock.now();
  const contact = await settledContact(op, actor, now);
  if (contact === null) throw new HandbackError('contact_invalid', { reason: 'none_verified' });
  return inTransaction(op.pool, async (tx) => {
    const record = await findLine(tx, actor.lineId);
    if (record === null) throw new HandbackError('not_signed_in');
    const { token } = await currentSession(tx, actor);
    const about = record.line.msisdn ?? actor.lineId;
    return issueCode(op, tx, {
      counters: attemptCounters(op.vault, { door: 'contact_code', about, actor, lineId: actor.lineId }),
      bucket: contactBucket(op, actor.partyId),
      challenge: token,
      policy: rulesOfLine(op, record, now).settings.one_time_code.value,
      lineId: actor.lineId,
      partyId: actor.partyId,
      to: { contactId: contact.contactId, channel: contact.channel },
      now,
    });
  });
}
