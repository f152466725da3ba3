import { isGivenUp } from '../../../store/lines/former-numbers.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { type ContactRow, contactsOf, findParty } from '../../../store/people/parties.ts';
import type { Subscriber } from '../../access/actor.ts';
import type { Operations } from '../../context.ts';

/** A number that was verified later could be a thief's: it gets messages, but a code sent to it proves nothing. */
const SETTLED_AFTER_DAYS = 30;

/**
 * The person's other number at which a code proves something: the one that was verified longest ago. It is not the number of the line itself,
 * at which it would prove the same phone twice, and none that they gave up, which is somebody else's.
 */
export async function settledContact(
  op: Operations,
  { partyId, lineId }: Subscriber,
  now: Date,
): Promise<ContactRow | null> {
  const party = await findParty(op.pool, op.vault, partyId);
  if (party === null) return null;
  const settled = now.getTime() - SETTLED_AFTER_DAYS * 86_400_000;
  const own = (await findLine(op.pool, lineId))?.line.msisdn;
  const contacts = (await contactsOf(op.pool, op.vault, party)).filter(
    ({ channel, origin, verifiedAt, value }) =>
      channel === 'sms' &&
      origin === 'operator' &&
      verifiedAt !== null &&
      verifiedAt.getTime() <= settled &&
      value !== own,
  );
  for (const contact of contacts) if (!(await isGivenUp(op.pool, partyId, contact.value))) return contact;
  return null;
}
