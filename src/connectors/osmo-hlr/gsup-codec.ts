/**
 * GSUP, the Generic Subscriber Update Protocol between VLR/SGSN and OsmoHLR; its messages mirror MAP (3GPP TS 29.002).
 * One message: 1 byte type, then information elements of tag, length and value, the IMSI first.
 * Source: OsmoHLR User Manual, chapter "Generic Subscriber Update Protocol"; libosmocore `gsup.h` for the numbers.
 */
export const GSUP = {
  updateLocationRequest: 0x04,
  updateLocationError: 0x05,
  updateLocationResult: 0x06,
  purgeMsRequest: 0x0c,
  purgeMsError: 0x0d,
  purgeMsResult: 0x0e,
  insertDataRequest: 0x10,
  insertDataError: 0x11,
  insertDataResult: 0x12,
  deleteDataRequest: 0x14,
  deleteDataError: 0x15,
  deleteDataResult: 0x16,
  /** MAP-CANCEL-LOCATION (TS 29.002 section 8.1.3). */
  locationCancelRequest: 0x1c,
  locationCancelError: 0x1d,
  locationCancelResult: 0x1e,
  /** The server has no connected peer of that destination name. */
  routingError: 0x4e,
} as const;

const IE = {
  imsi: 0x01,
  cause: 0x02,
  cancelType: 0x06,
  domain: 0x28,
  sourceName: 0x60,
  destinationName: 0x61,
} as const;

/** CancellationType of TS 29.002 section 17.7.1, as GSUP writes it. */
const CANCEL_TYPES = ['update', 'withdraw'] as const;
const DOMAINS = { 1: 'ps', 2: 'cs' } as const;

export interface GsupMessage {
  readonly type: number;
  /** 5 to 15 digits (TS 23.003 section 2.2). */
  readonly imsi: string;
  /** GMM cause (TS 24.008 section 10.5.5.14). */
  readonly cause?: number;
  readonly cancelType?: 'update' | 'withdraw';
  readonly domain?: 'cs' | 'ps';
  readonly sourceName?: string;
  readonly destinationName?: string;
}

/** Bytes that are not a GSUP message. */
export class GsupError extends Error {
  override readonly name = 'GsupError';
}

const NAME = /^[\x20-\x7e]{1,200}$/;

/** @throws GsupError if an element cannot be written as GSUP. */
export function encodeGsup(message: GsupMessage): Buffer {
  const parts = [Buffer.of(message.type), element(IE.imsi, encodeBcd(message.imsi))];
  if (message.cause !== undefined) parts.push(element(IE.cause, Buffer.of(message.cause)));
  if (message.cancelType !== undefined)
    parts.push(element(IE.cancelType, Buffer.of(CANCEL_TYPES.indexOf(message.cancelType))));
  if (message.domain !== undefined)
    parts.push(element(IE.domain, Buffer.of(message.domain === 'ps' ? 1 : 2)));
  if (message.sourceName !== undefined) parts.push(element(IE.sourceName, encodeName(message.sourceName)));
  if (message.destinationName !== undefined)
    parts.push(element(IE.destinationName, encodeName(message.destinationName)));
  return Buffer.concat(parts);
}

/** Elements that Handback does not use are skipped, as the manual asks of every peer. @throws GsupError if malformed. */
export function decodeGsup(bytes: Buffer): GsupMessage {
  if (bytes.length < 1) throw new GsupError('empty');
  let imsi: string | undefined;
  const rest: { -readonly [K in keyof GsupMessage]?: GsupMessage[K] } = {};
  let at = 1;
  while (at < bytes.length) {
    const tag = bytes[at]!;
    const length = bytes[at + 1];
    if (length === undefined || at + 2 + length > bytes.length) throw new GsupError('element cut short');
    const value = bytes.subarray(at + 2, at + 2 + length);
    if (at === 1 && tag !== IE.imsi) throw new GsupError('no IMSI first');
    if (tag === IE.imsi) {
      if (imsi !== undefined) throw new GsupError('two IMSIs');
      imsi = decodeBcd(value);
    } else if (tag === IE.cause) rest.cause = oneByte(value);
    else if (tag === IE.cancelType) rest.cancelType = oneOf(CANCEL_TYPES, oneByte(value));
    else if (tag === IE.domain) rest.domain = oneOf(DOMAINS, oneByte(value));
    else if (tag === IE.sourceName) rest.sourceName = decodeName(value);
    else if (tag === IE.destinationName) rest.destinationName = decodeName(value);
    at += 2 + length;
  }
  if (imsi === undefined) throw new GsupError('no IMSI');
  return { type: bytes[0]!, imsi, ...rest };
}

function element(tag: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag, value.length), value]);
}

/** Two digits a byte, the first in the low nibble, an odd count filled with F (TS 29.002 TBCD-STRING). */
function encodeBcd(digits: string): Buffer {
  if (!/^\d{5,15}$/.test(digits)) throw new GsupError('IMSI is not 5 to 15 digits');
  const bytes = Buffer.alloc(Math.ceil(digits.length / 2));
  for (let i = 0; i < bytes.length; i++) {
    const low = digits.charCodeAt(2 * i) - 48;
    const high = 2 * i + 1 < digits.length ? digits.charCodeAt(2 * i + 1) - 48 : 0xf;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

function decodeBcd(bytes: Buffer): string {
  let digits = '';
  for (let i = 0; i < bytes.length; i++) {
    const low = bytes[i]! & 0xf;
    const high = bytes[i]! >> 4;
    if (low > 9 || (high > 9 && !(high === 0xf && i === bytes.length - 1)))
      throw new GsupError('IMSI is not BCD');
    digits += high === 0xf ? `${low}` : `${low}${high}`;
  }
  if (digits.length < 5 || digits.length > 15) throw new GsupError('IMSI is not 5 to 15 digits');
  return digits;
}

/** OsmoHLR compares names with their final NUL, so the NUL is part of the name on the wire. */
function encodeName(name: string): Buffer {
  if (!NAME.test(name)) throw new GsupError('peer name is not printable ASCII');
  return Buffer.from(`${name}\0`, 'latin1');
}

function decodeName(bytes: Buffer): string {
  const end = bytes.at(-1) === 0 ? bytes.length - 1 : bytes.length;
  const name = bytes.toString('latin1', 0, end);
  if (!NAME.test(name)) throw new GsupError('peer name is not printable ASCII');
  return name;
}

function oneByte(value: Buffer): number {
  if (value.length !== 1) throw new GsupError('element is not one byte');
  return value[0]!;
}

function oneOf<V>(table: { readonly [key: number]: V }, key: number): V {
  const value = table[key];
  if (value === undefined) throw new GsupError(`value ${key} has no meaning`);
  return value;
}
