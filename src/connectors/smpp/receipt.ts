import type { Pdu } from 'smpp';
import type { DeliveryReceipt } from '../../ports/sms.ts';

/** SMPP 3.4 section 5.2.12: bits 5 to 2 of esm_class. The other kinds are a phone's own acknowledgements, and steps on the way. */
const MESSAGE_TYPE = 0x3c;
const CENTRES_RECEIPT = 0x04;

/** SMPP 3.4 section 5.2.28, in the words of Appendix B. */
const STATES: Readonly<Record<number, string>> = {
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  8: 'REJECTD',
};
/** What is not final (ENROUTE, ACCEPTD), and what the centre itself does not know (UNKNOWN), says nothing. */
const FINAL: Readonly<Record<string, DeliveryReceipt['state']>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'undeliverable',
  DELETED: 'undeliverable',
  UNDELIV: 'undeliverable',
  REJECTD: 'undeliverable',
};
/** A message_id is 64 octets at the most (section 5.2.23), and is shown to nobody. */
const LONGEST_ID = 64;

export const isReceipt = (pdu: Pdu): boolean => ((pdu.esm_class ?? 0) & MESSAGE_TYPE) === CENTRES_RECEIPT;

/**
 * What a receipt says, by its optional parameters, else by its text (Appendix B: `id:ID sub:001 dlvrd:001 submit date:... done date:...
 * stat:DELIVRD err:000 text:...`), which centres write in their own ways. That it is one is in `esm_class`, which a phone cannot set.
 *
 * @returns null for one that names no part, and for one that says nothing final
 */
export function receiptIn(pdu: Pdu): DeliveryReceipt | null {
  const body = pdu.short_message?.message ?? pdu.message_payload?.message ?? '';
  // What the person was told may stand behind `text:`, and is not read.
  const [head = ''] = (typeof body === 'string' ? body : body.toString('latin1')).split(/\btext:/i, 1);
  const partId = partIdOf(pdu.receipted_message_id ?? /\bid:\s*(\S+)/i.exec(head)?.[1] ?? '');
  const stat = STATES[pdu.message_state ?? 0] ?? /\bstat:\s*([a-z]{1,10})/i.exec(head)?.[1]?.toUpperCase();
  const state = stat === undefined ? undefined : FINAL[stat];
  if (partId === null || stat === undefined || state === undefined) return null;
  const error = errorOf(pdu) ?? /\berr:\s*([0-9a-z]{1,8})/i.exec(head)?.[1];
  return { partId, state, said: error === undefined ? stat : `${stat}/${error}` };
}

function errorOf({ network_error_code: code }: Pdu): string | undefined {
  return Buffer.isBuffer(code) && code.length === 3
    ? String(code.readUInt16BE(1)).padStart(3, '0')
    : undefined;
}

/**
 * How a part is called, in one form for what a centre answered and for what its receipts say: some write the same name with zeros before
 * it, or in letters of the other size.
 */
export function partIdOf(given: string): string | null {
  const id = given
    .replaceAll('\0', '')
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '');
  return id === '' || id.length > LONGEST_ID || !/^[\x21-\x7e]+$/.test(id) ? null : id;
}
