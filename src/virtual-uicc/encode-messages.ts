import { packSeptets, septetsOf } from '../uicc/gsm-alphabet.ts';
import { ucs2 } from './encode-names.ts';
import { packedDigits, typed } from './encode-numbers.ts';

/** A text message as it is given to a virtual card. */
export interface CardMessage {
  /** Who sent it: a number, or a name of up to 11 characters. Else `to`. */
  readonly from?: string;
  readonly to?: string;
  /** RFC 3339 with the zone, of a message that came in. */
  readonly time?: string;
  readonly text: string;
  readonly status?: 'read' | 'unread' | 'sent' | 'to_send';
  /** Says which parts belong together where it does not fit into one: 0 to 255, or to 65535 (16 bits wide above 255). */
  readonly reference?: number;
}

const STATUS = { read: 0x01, unread: 0x03, sent: 0x05, to_send: 0x07 } as const;
const RECORD_LENGTH = 176;
const SERVICE_CENTRE = Buffer.from('0891683108200105F0', 'hex');
const HAS_HEADER = 0x40;
const USER_DATA_BYTES = 140;

/** Records of EF_SMS, one a part (3GPP TS 31.102 section 4.2.25, TS 23.040 section 9.2.2). */
export function messageRecords(message: CardMessage): Buffer[] {
  const outgoing = message.to !== undefined;
  const { coding, parts } = userDataOf(message.text, message.reference ?? 1);
  const status = Buffer.of(STATUS[message.status ?? (outgoing ? 'sent' : 'read')]);
  const hasHeader = parts.length > 1 ? HAS_HEADER : 0;
  const address = encodeAddress(message.to ?? message.from ?? '');
  return parts.map((userData) => {
    const tpdu = outgoing
      ? [Buffer.of(0x01 | hasHeader, 0x00), address, Buffer.of(0x00, coding)]
      : [Buffer.of(0x00 | hasHeader), address, Buffer.of(0x00, coding), encodeTime(message.time ?? '')];
    const record = Buffer.concat([status, SERVICE_CENTRE, ...tpdu, userData]);
    return Buffer.concat([record, Buffer.alloc(Math.max(0, RECORD_LENGTH - record.length), 0xff)]);
  });
}

/** 3GPP TS 23.040 section 9.1.2.5: a number, or a name in the default alphabet. */
export function encodeAddress(address: string): Buffer {
  if (/^\+?[\d*#abc]*$/.test(address)) {
    const { tonNpi, digits } = typed(address);
    return Buffer.concat([Buffer.of(digits.length, tonNpi), packedDigits(digits, '0123456789*#abc')]);
  }
  const packed = packSeptets(septetsOf(address) ?? []);
  const semiOctets = Math.ceil(((septetsOf(address) ?? []).length * 7) / 4);
  return Buffer.concat([Buffer.of(semiOctets, 0xd0), packed]);
}

/** Section 9.2.3.11. */
export function encodeTime(time: string): Buffer {
  const [, local = '2026-01-01T00:00:00', sign = '+', hours = '00', minutes = '00'] =
    /^(\S{19})(?:([+-])(\d\d):(\d\d)|Z)$/.exec(time) ?? [];
  const quarters = Number(hours) * 4 + Number(minutes) / 15;
  const fields = local.slice(2).split(/[-T:]/).map(Number);
  const swapped = (n: number): number => ((n % 10) << 4) | Math.floor(n / 10);
  return Buffer.of(...fields.map(swapped), swapped(quarters) | (sign === '-' ? 0x08 : 0));
}

/** TP-UDL and TP-UD of each part; the coding scheme is the default alphabet where that can express the text, else UCS2. */
function userDataOf(text: string, reference: number): { coding: number; parts: Buffer[] } {
  const septets = septetsOf(text);
  const header = (total: number, number: number): Buffer =>
    reference > 0xff
      ? Buffer.of(0x06, 0x08, 0x04, reference >> 8, reference & 0xff, total, number)
      : Buffer.of(0x05, 0x00, 0x03, reference, total, number);
  const headerLength = header(1, 1).length;
  if (septets !== null) {
    if (septets.length <= 160)
      return { coding: 0x00, parts: [Buffer.concat([Buffer.of(septets.length), packSeptets(septets)])] };
    const before = Math.ceil((headerLength * 8) / 7);
    const chunks = septetChunks(septets, 160 - before);
    const parts = chunks.map((chunk, i) => {
      const bytes = packSeptets(chunk, before * 7);
      header(chunks.length, i + 1).copy(bytes);
      return Buffer.concat([Buffer.of(before + chunk.length), bytes]);
    });
    return { coding: 0x00, parts };
  }
  const bytes = [...ucs2(text)];
  if (bytes.length <= USER_DATA_BYTES)
    return { coding: 0x08, parts: [Buffer.from([bytes.length, ...bytes])] };
  const chunks = chunked(bytes, (USER_DATA_BYTES - headerLength) & ~1);
  const parts = chunks.map((chunk, i) =>
    Buffer.concat([Buffer.of(headerLength + chunk.length), header(chunks.length, i + 1), Buffer.from(chunk)]),
  );
  return { coding: 0x08, parts };
}

const ESCAPE = 0x1b;

/** A character of the extension table is not cut in two (3GPP TS 23.040 section 9.2.3.24.1). */
function septetChunks(septets: readonly number[], size: number): number[][] {
  const chunks: number[][] = [];
  for (let at = 0; at < septets.length; ) {
    const end = at + size - (septets[at + size - 1] === ESCAPE ? 1 : 0);
    chunks.push(septets.slice(at, end));
    at = end;
  }
  return chunks;
}

function chunked<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
