import type { Pdu } from 'smpp';
import type { AddressType } from '../../domain/texts/text-sender.ts';
import type { DeliveredText, TextPart } from '../../ports/sms.ts';

/** SMPP 3.4 section 5.2.12: bits 5 to 2 of esm_class say what a deliver_sm is; 0 is a text of a phone. */
const MESSAGE_TYPE = 0x3c;
/** SMPP 3.4 section 5.2.5. */
const TYPES: Readonly<Record<number, AddressType>> = {
  0: 'unknown',
  1: 'international',
  2: 'national',
  5: 'alphanumeric',
};
/** Elements of a user data header: concatenation by a number of 8 or 16 bits (3GPP TS 23.040 sections 9.2.3.24.1 and .8). */
const CONCATENATED = { short: 0x00, long: 0x08 } as const;

/**
 * The text in a deliver_sm or data_sm.
 * @returns null for what is no text of a phone: a delivery receipt, an acknowledgement
 */
export function deliveredText(pdu: Pdu): DeliveredText | null {
  if (((pdu.esm_class ?? 0) & MESSAGE_TYPE) !== 0) return null;
  const short = pdu.short_message;
  const payload = pdu.message_payload;
  // SMPP 3.4 section 4.6.1: one of the two is used; where both are, the payload is the longer text.
  const carried = payload !== undefined && lengthOf(payload.message) > 0 ? payload : short;
  const named = pdu.receipted_message_id ?? '';
  return {
    messageId: named === '' ? null : named,
    from: { type: TYPES[pdu.source_addr_ton ?? 0] ?? 'other', value: pdu.source_addr ?? '' },
    to: pdu.destination_addr ?? '',
    text: textOf(carried?.message ?? '', pdu.data_coding ?? 0),
    part: partOf(short?.udh ?? payload?.udh ?? []) ?? segmentOf(pdu),
  };
}

const lengthOf = (message: string | Buffer): number => message.length;

/** Alphabets of data_coding (SMPP 3.4 section 5.2.19) that the library leaves as octets. */
const OCTETS: Readonly<Record<number, string>> = {
  5: 'shift_jis',
  6: 'iso-8859-5',
  7: 'iso-8859-8',
  13: 'euc-jp',
  14: 'euc-kr',
};
/** Message classes (3GPP TS 23.038 section 4): bit 2 says that it is octets. */
const CLASS = { group: 0xf0, octets: 0x04 } as const;

/** The library has decoded GSM, Latin-1 and UCS2. Octets are UTF-8 where they can be: nothing else is sent so on purpose. */
function textOf(message: string | Buffer, coding: number): string | null {
  if (typeof message === 'string') return message;
  const classed = (coding & CLASS.group) === CLASS.group;
  const alphabet = (classed ? undefined : OCTETS[coding & 0x0f]) ?? 'utf-8';
  try {
    return new TextDecoder(alphabet, { fatal: true }).decode(message);
  } catch {
    return null;
  }
}

function partOf(header: readonly Buffer[]): TextPart | null {
  for (const element of header) {
    const [kind, length] = element;
    if (kind === CONCATENATED.short && length === 3 && element.length >= 5)
      return sound({ number: element[2]!, total: element[3]!, which: element[4]! });
    if (kind === CONCATENATED.long && length === 4 && element.length >= 6)
      return sound({ number: element.readUInt16BE(2), total: element[4]!, which: element[5]! });
  }
  return null;
}

/** SMPP 3.4 sections 5.3.2.22 to 24. */
function segmentOf({ sar_msg_ref_num: number, sar_total_segments: total, sar_segment_seqnum: which }: Pdu) {
  if (number === undefined || total === undefined || which === undefined) return null;
  return sound({ number, total, which });
}

/** A part outside its whole, and a whole of one part, are read as whole texts. */
function sound(part: TextPart): TextPart | null {
  return part.total > 1 && part.which >= 1 && part.which <= part.total ? part : null;
}
