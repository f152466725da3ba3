import { HandbackError } from '../../../domain/errors.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { type CodeRequested, contactBucket } from '../one-time-code.ts';
import { issueToContact } from './issue-to-contact.ts';
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
  const { contactId, channel } = contact;
  return issueToContact(op, actor, {
    door: 'contact_code',
    bucket: contactBucket(op, actor.partyId),
    to: { contactId, channel },
    now,
  });
}
