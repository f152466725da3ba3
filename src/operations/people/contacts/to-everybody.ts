import type { Db } from '../../../store/database/database.ts';
import { type CaseNotice, insertNotices } from '../../../store/outbox.ts';
import { type ContactAddress, contactsOf, type Party } from '../../../store/people/parties.ts';
import { wakeOutbox } from '../../../store/wake.ts';
import type { Operations } from '../../context.ts';

/**
 * One message to every contact and to the line's own number, in this order.
 * @param contacts those that were verified
 * @param msisdn null for a line without a number
 */
export function toEverybody(
  notice: Omit<CaseNotice, 'to'>,
  contacts: readonly ContactAddress[],
  msisdn: string | null,
): readonly CaseNotice[] {
  return [
    ...contacts.map(({ contactId, channel }) => ({ ...notice, to: { contactId, channel } })),
    ...(msisdn === null ? [] : [{ ...notice, to: { msisdn } }]),
  ];
}

/**
 * Tells a person something by every verified contact, and by the number of a line, with the transaction that it tells of.
 * @param msisdn null for a line without a number, or where the number is not theirs
 */
export async function tellEverybody(
  op: Pick<Operations, 'vault'>,
  tx: Db,
  party: Pick<Party, 'partyId' | 'dataKey'>,
  notice: Omit<CaseNotice, 'to' | 'partyId' | 'dataKey'>,
  msisdn: string | null,
): Promise<void> {
  const { partyId, dataKey } = party;
  const contacts = (await contactsOf(tx, op.vault, party)).filter(({ verifiedAt }) => verifiedAt !== null);
  await insertNotices(tx, op.vault, toEverybody({ ...notice, partyId, dataKey }, contacts, msisdn));
  await wakeOutbox(tx);
}
