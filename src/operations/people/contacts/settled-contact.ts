import { type ContactRow, contactsOf, findParty } from '../../../store/people/parties.ts';
import type { Subscriber } from '../../access/actor.ts';
import type { Operations } from '../../context.ts';

/** A number that was verified later could be a thief's: it gets messages, but a code sent to it proves nothing. */
const SETTLED_AFTER_DAYS = 30;

/** The person's other number at which a code proves something: the one that was verified longest ago. */
export async function settledContact(
  op: Operations,
  { partyId }: Subscriber,
  now: Date,
): Promise<ContactRow | null> {
  const party = await findParty(op.pool, op.vault, partyId);
  if (party === null) return null;
  const settled = now.getTime() - SETTLED_AFTER_DAYS * 86_400_000;
  const contacts = await contactsOf(op.pool, op.vault, party);
  return (
    contacts.find(
      ({ channel, origin, verifiedAt }) =>
        channel === 'sms' && origin === 'operator' && verifiedAt !== null && verifiedAt.getTime() <= settled,
    ) ?? null
  );
}
