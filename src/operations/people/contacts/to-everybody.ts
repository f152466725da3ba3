import type { CaseNotice } from '../../../store/outbox.ts';
import type { ContactAddress } from '../../../store/people/parties.ts';

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
