import type { Decoded, ProblemCode } from '../problem.ts';
import { readAddress, readServiceCentre } from './address.ts';
import { Reader } from './reader.ts';
import { readTimeStamp } from './time-stamp.ts';
import { type Part, readUserData } from './user-data.ts';

export type MessageStatus = 'read' | 'unread' | 'sent' | 'to_send';

/** One record of EF_SMS: a message, or a part of one. */
export interface StoredMessage {
  readonly status: MessageStatus;
  readonly kind: 'received' | 'sent' | 'delivery_report';
  /** Who sent it, or to whom it goes: a number, or a name. */
  readonly address: string;
  /** When the service centre received it; null where the card does not say. */
  readonly time: string | null;
  readonly serviceCentre: string | null;
  readonly text: string | null;
  /** What is no text, upper-case hexadecimal. */
  readonly data: string | null;
  /** Of a delivery report: TP-Status (3GPP TS 23.040 section 9.2.3.15), 0 to 255. */
  readonly deliveryStatus: number | null;
  readonly part: Part | null;
}

/** Bits 3 to 1 of the status byte (3GPP TS 31.102 section 4.2.25). */
const STATUS: Readonly<Record<number, MessageStatus>> = { 1: 'read', 3: 'unread', 5: 'sent', 7: 'to_send' };

/** Bits 2 and 1 of the first byte of a message (3GPP TS 23.040 section 9.2.3.1). */
const TYPE = { deliver: 0, submit: 1, statusReport: 2 };
const HAS_HEADER = 0x40;
const REPORT_BIT = { coding: 0x02, userData: 0x04, protocol: 0x01, more: 0x80 };
/** Bytes of TP-Validity-Period by bits 5 and 4 of the first byte (section 9.2.3.3). */
const VALIDITY_BYTES = [0, 7, 1, 7] as const;

/**
 * A record of EF_SMS: status, service centre and the message itself (SMS-DELIVER, SMS-SUBMIT or SMS-STATUS-REPORT of 3GPP TS
 * 23.040 section 9.2.2).
 * @returns null for a free record, and for one that cannot be read at all
 */
export function readMessageRecord(record: Buffer): Decoded<StoredMessage | null> {
  const first = record[0];
  if (first === undefined) return { value: null, problems: ['record_short'] };
  // Bit 1 clear is free space; a record that was never written is all FF.
  if ((first & 0x01) === 0 || record.every((byte) => byte === 0xff)) return { value: null, problems: [] };
  const status = STATUS[first & 0x07]!;
  try {
    const reader = new Reader(record.subarray(1));
    const serviceCentre = readServiceCentre(reader);
    const { problems, ...message } = readTpdu(reader, status === 'sent' || status === 'to_send');
    return { value: { status, serviceCentre, ...message }, problems };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { value: null, problems: ['message_coding'] };
  }
}

type Tpdu = Omit<StoredMessage, 'status' | 'serviceCentre'> & { readonly problems: readonly ProblemCode[] };

/** @throws RangeError where it ends too early, or is of a kind that no card keeps */
function readTpdu(reader: Reader, outgoing: boolean): Tpdu {
  const first = reader.byte();
  const type = first & 0x03;
  const hasHeader = (first & HAS_HEADER) !== 0;
  if (outgoing && type === TYPE.submit) {
    reader.byte(); // TP-Message-Reference
    const address = readAddress(reader);
    reader.byte(); // TP-Protocol-Identifier
    const scheme = reader.byte();
    reader.bytes(VALIDITY_BYTES[(first >> 3) & 0x03]!);
    return {
      kind: 'sent',
      address,
      time: null,
      deliveryStatus: null,
      ...readUserData(reader, scheme, hasHeader),
    };
  }
  if (!outgoing && type === TYPE.deliver) {
    const address = readAddress(reader);
    reader.byte(); // TP-Protocol-Identifier
    const scheme = reader.byte();
    const time = readTimeStamp(reader.bytes(7));
    const { problems, ...content } = readUserData(reader, scheme, hasHeader);
    return {
      kind: 'received',
      address,
      time,
      deliveryStatus: null,
      ...content,
      problems: [...timeProblem(time), ...problems],
    };
  }
  if (!outgoing && type === TYPE.statusReport) {
    reader.byte(); // TP-Message-Reference
    const address = readAddress(reader);
    reader.bytes(7); // TP-Service-Centre-Time-Stamp: when the message went
    const time = readTimeStamp(reader.bytes(7)); // TP-Discharge-Time
    const deliveryStatus = reader.byte();
    const { problems, ...content } = readReportData(reader, hasHeader);
    return {
      kind: 'delivery_report',
      address,
      time,
      deliveryStatus,
      ...content,
      problems: [...timeProblem(time), ...problems],
    };
  }
  throw new RangeError('kind of message');
}

const timeProblem = (time: string | null): readonly ProblemCode[] => (time === null ? ['message_time'] : []);

/** TP-Parameter-Indicator and what it names (section 9.2.2.3): most reports end before it, in filler. */
function readReportData(reader: Reader, hasHeader: boolean): ReturnType<typeof readUserData> {
  const nothing = { text: null, data: null, part: null, problems: [] };
  const [indicator = 0xff] = reader.upTo(1);
  if (indicator === 0xff || (indicator & REPORT_BIT.userData) === 0) return nothing;
  for (let more = indicator; (more & REPORT_BIT.more) !== 0; ) more = reader.byte();
  if ((indicator & REPORT_BIT.protocol) !== 0) reader.byte();
  const scheme = (indicator & REPORT_BIT.coding) === 0 ? 0 : reader.byte();
  return readUserData(reader, scheme, hasHeader);
}
