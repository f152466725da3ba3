import { encodeMessage, gsmText } from '../../../connectors/smpp/encoding.ts';
import { packSeptets, unpackSeptets } from './septets.ts';

/** A short message as a phone sends and gets it: the transfer layer of 3GPP TS 23.040. */
export interface DeliveredPart {
  /** International numbers with their plus; names as they are. */
  readonly from: string;
  readonly text: string;
  /** Of a long message: its number, how many parts it has, and which this is. */
  readonly part?: { readonly of: number; readonly total: number; readonly which: number };
}

const SUBMIT = 0x01;
const HEADER_FOLLOWS = 0x40;
/** Type of number and numbering plan (section 9.1.2.5): ISDN, international or unknown; a name in 7-bit characters. */
const ADDRESS = { international: 0x91, unknown: 0x81, nameMask: 0x70, name: 0x50 } as const;
const CODING = { gsm: 0x00, ucs2: 0x08, mask: 0x0c } as const;
const TIMESTAMP = 7;
const CONCATENATION = 0;

const semiOctets = (digits: string): Buffer =>
  Buffer.from((digits.length % 2 ? `${digits}f` : digits).replace(/(.)(.)/g, '$2$1'), 'hex');

/** Behind its length in digits: type, then the digits (section 9.1.2.5). */
function address(number: string): Buffer {
  const digits = number.replace(/^\+/, '');
  const type = number.startsWith('+') ? ADDRESS.international : ADDRESS.unknown;
  return Buffer.concat([Buffer.of(digits.length, type), semiOctets(digits)]);
}

/** The same as the relay layer wants it: its length in octets, type included (3GPP TS 24.011 section 8.2.5.2). */
export function relayAddress(number: string): Buffer {
  const digits = semiOctets(number.replace(/^\+/, ''));
  return Buffer.concat([Buffer.of(digits.length + 1, ADDRESS.international), digits]);
}

/** SMS-SUBMIT of a text that fits into one message. @throws Error if it does not */
export function encodeSubmit(to: string, text: string, reference: number): Buffer {
  const encoded = encodeMessage(text, '');
  if (encoded?.parts.length !== 1) throw new Error('this phone writes short messages only');
  const units = encoded.parts[0]!;
  const gsm = encoded.dataCoding === CODING.gsm;
  return Buffer.concat([
    Buffer.of(SUBMIT, reference),
    address(to),
    Buffer.of(0, gsm ? CODING.gsm : CODING.ucs2, units.length),
    gsm ? packSeptets(units) : units,
  ]);
}

/** SMS-DELIVER (section 9.2.2.1). */
export function decodeDeliver(tpdu: Buffer): DeliveredPart {
  const digits = tpdu[1]!;
  const type = tpdu[2]!;
  const end = 3 + Math.ceil(digits / 2);
  const from = readAddress(type, digits, tpdu.subarray(3, end));
  // Behind the sender: protocol identifier, coding, time, length in characters of the coding.
  const gsm = (tpdu[end + 1]! & CODING.mask) === 0;
  const at = end + 2 + TIMESTAMP;
  const length = tpdu[at]!;
  const userData = tpdu.subarray(at + 1);
  const header = (tpdu[0]! & HEADER_FOLLOWS) !== 0 ? userData.subarray(0, 1 + userData[0]!) : Buffer.alloc(0);
  const part = readPart(header);
  return { from, text: readText(userData, length, header.length, gsm), ...(part ? { part } : {}) };
}

function readAddress(type: number, digits: number, bytes: Buffer): string {
  if ((type & ADDRESS.nameMask) === ADDRESS.name)
    return gsmText(unpackSeptets(bytes, Math.floor((digits * 4) / 7)));
  const number = bytes
    .toString('hex')
    .replace(/(.)(.)/g, '$2$1')
    .slice(0, digits);
  return type === ADDRESS.international ? `+${number}` : number;
}

function readText(userData: Buffer, length: number, header: number, gsm: boolean): string {
  if (!gsm) return Buffer.from(userData.subarray(header, length)).swap16().toString('utf16le');
  const headerSeptets = Math.ceil((header * 8) / 7);
  const skip = headerSeptets * 7 - header * 8;
  return gsmText(unpackSeptets(userData.subarray(header), length - headerSeptets, skip));
}

/** Section 9.2.3.24.1. */
function readPart(header: Buffer): DeliveredPart['part'] {
  let at = 1;
  while (at + 1 < header.length) {
    const length = header[at + 1]!;
    if (header[at] === CONCATENATION && length === 3)
      return { of: header[at + 2]!, total: header[at + 3]!, which: header[at + 4]! };
    at += 2 + length;
  }
  return undefined;
}
