import { HandbackError } from '../../../domain/errors.ts';
import { findParty, unconfirmedEmail } from '../../../store/people/parties.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { type CodeRequested, mailBucket } from '../one-time-code.ts';
import { issueToContact } from './issue-to-contact.ts';

/**
 * Sends a code to the e-mail address that the person gave and has not confirmed yet: all that it is told before. Only the
 * session that asked for it can answer.
 * @throws HandbackError `not_signed_in`, `contact_invalid` without such an address, and as `requestCode`
 */
export async function requestMailCode(op: Operations, actor: Actor): Promise<CodeRequested> {
  requireAccess(actor, 'requestMailCode');
  const party = await findParty(op.pool, op.vault, actor.partyId);
  const contact = party === null ? null : await unconfirmedEmail(op.pool, op.vault, party);
  if (contact === null) throw new HandbackError('contact_invalid', { reason: 'none_given' });
  const { contactId } = contact;
  return issueToContact(op, actor, {
    door: 'mail_code',
    bucket: mailBucket(op, contactId),
    to: { contactId, channel: 'email' },
    now: op.clock.now(),
  });
}
