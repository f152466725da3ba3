import { maskMsisdn, parseMsisdn } from '../../../domain/values/msisdn.ts';
import type { Actor, Subscriber } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { settledContact } from './settled-contact.ts';

/**
 * The masked number at which a code can be had when the line's own phone is lost; null if the person has no such number.
 * @throws HandbackError `not_signed_in`
 */
export async function contactForCode(op: Operations, actor: Actor): Promise<string | null> {
  requireAccess(actor, 'contactForCode');
  return maskedContact(op, actor, op.clock.now());
}

export async function maskedContact(
  op: Operations,
  subscriber: Subscriber,
  now: Date,
): Promise<string | null> {
  const contact = await settledContact(op, subscriber, now);
  return contact === null ? null : maskMsisdn(parseMsisdn(contact.value));
}
