/**
 * Diameter on the wire: a header of 20 bytes, and AVPs (RFC 6733 sections 3 and 4). It knows no command; what the codes mean
 * is in `dictionary.ts`.
 */

/** The peer broke the encoding: nothing after it can be trusted. */
export class DiameterError extends Error {
  override readonly name = 'DiameterError';
}

/** Command flags. RFC 6733 section 3. */
export const FLAG = { request: 0x80, proxiable: 0x40, error: 0x20 } as const;

const VERSION = 1;
const HEADER_LENGTH = 20;
const AVP_VENDOR = 0x80;
const AVP_MANDATORY = 0x40;
const AVP_HEADER_LENGTH = 8;
const VENDOR_LENGTH = 4;

/** One kind of AVP. `vendor` is 0 for those of the base protocol. */
export interface AvpType {
  readonly code: number;
  readonly vendor: number;
  /** The M bit: a receiver that does not know it must refuse the message. */
  readonly mandatory: boolean;
}

export interface Avp {
  readonly code: number;
  readonly vendor: number;
  /** Without padding. A view into the message. */
  readonly data: Buffer;
  /** Header, data and padding, as received. */
  readonly raw: Buffer;
}

export interface Header {
  readonly flags: number;
  readonly command: number;
  readonly application: number;
  readonly hopByHop: number;
  readonly endToEnd: number;
}

/** A message that was cut out of a stream; its AVPs are read on demand. */
export interface Message extends Header {
  readonly raw: Buffer;
}

export const isRequest = ({ flags }: Header): boolean => (flags & FLAG.request) !== 0;

/** An Unsigned32 as a number, text as UTF-8 (RFC 6733 sections 4.2 and 4.3); a list is a Grouped AVP. */
export type AvpValue = string | number | Buffer | readonly Buffer[];

export function encodeAvp({ code, vendor, mandatory }: AvpType, value: AvpValue): Buffer {
  const data = bytesOf(value);
  const head = AVP_HEADER_LENGTH + (vendor === 0 ? 0 : VENDOR_LENGTH);
  const length = head + data.length;
  const avp = Buffer.alloc(padded(length));
  avp.writeUInt32BE(code, 0);
  avp[4] = (vendor === 0 ? 0 : AVP_VENDOR) | (mandatory ? AVP_MANDATORY : 0);
  avp.writeUIntBE(length, 5, 3);
  if (vendor !== 0) avp.writeUInt32BE(vendor, AVP_HEADER_LENGTH);
  data.copy(avp, head);
  return avp;
}

export function encodeMessage(header: Header, avps: readonly Buffer[]): Buffer {
  const length = avps.reduce((sum, { length: one }) => sum + one, HEADER_LENGTH);
  const message = Buffer.allocUnsafe(length);
  message[0] = VERSION;
  message.writeUIntBE(length, 1, 3);
  message[4] = header.flags;
  message.writeUIntBE(header.command, 5, 3);
  message.writeUInt32BE(header.application, 8);
  message.writeUInt32BE(header.hopByHop, 12);
  message.writeUInt32BE(header.endToEnd, 16);
  let at = HEADER_LENGTH;
  for (const avp of avps) at += avp.copy(message, at);
  return message;
}

/** The AVPs of a message. @throws DiameterError if they do not fill it exactly */
export const avpsOf = ({ raw }: Pick<Message, 'raw'>): Avp[] => decodeAvps(raw.subarray(HEADER_LENGTH));

/** A sequence of AVPs: what a message or a Grouped AVP holds. @throws DiameterError if they do not fill it exactly */
export function decodeAvps(bytes: Buffer): Avp[] {
  const avps: Avp[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + AVP_HEADER_LENGTH > bytes.length) throw new DiameterError('AVP cut short');
    const hasVendor = (bytes[at + 4]! & AVP_VENDOR) !== 0;
    const head = AVP_HEADER_LENGTH + (hasVendor ? VENDOR_LENGTH : 0);
    const length = bytes.readUIntBE(at + 5, 3);
    const end = at + padded(length);
    if (length < head || at + length > bytes.length) throw new DiameterError(`AVP of ${length} bytes`);
    avps.push({
      code: bytes.readUInt32BE(at),
      vendor: hasVendor ? bytes.readUInt32BE(at + AVP_HEADER_LENGTH) : 0,
      data: bytes.subarray(at + head, at + length),
      // The last AVP of a Grouped one comes without its padding from some peers: it is then the padding of the group.
      raw: bytes.subarray(at, Math.min(end, bytes.length)),
    });
    at = end;
  }
  return avps;
}

/** Those of one kind, in their order. */
export const allOf = (avps: readonly Avp[], { code, vendor }: AvpType): readonly Avp[] =>
  avps.filter((avp) => avp.code === code && avp.vendor === vendor);

/** The only one of its kind; null if there is none, or more than one, which could be read either way. */
export function onlyOne(avps: readonly Avp[], type: AvpType): Avp | null {
  const found = allOf(avps, type);
  return found.length === 1 ? found[0]! : null;
}

export const textOf = (avp: Avp | null): string | null => avp?.data.toString('utf8') ?? null;

/** An Unsigned32 or Enumerated. @throws DiameterError if it has another length */
export function numberOf(avp: Avp | null): number | null {
  if (avp === null) return null;
  if (avp.data.length !== 4) throw new DiameterError(`number of ${avp.data.length} bytes`);
  return avp.data.readUInt32BE(0);
}

/** Cuts a byte stream into messages. */
export class DiameterReader {
  readonly #longest: number;
  #rest: Buffer = Buffer.alloc(0);

  /** Messages of more than `longest` bytes are an error of framing. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Yields each whole message; its bytes are valid until the reader is fed again. @throws DiameterError on nonsense */
  *read(chunk: Buffer): Generator<Message> {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = bytes;
    while (bytes.length >= 4) {
      const length = bytes.readUIntBE(1, 3);
      if (bytes[0] !== VERSION) throw new DiameterError(`version ${bytes[0]}`);
      if (length < HEADER_LENGTH || length % 4 !== 0 || length > this.#longest)
        throw new DiameterError(`message of ${length} bytes`);
      if (bytes.length < length) return;
      const raw = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      this.#rest = bytes;
      yield {
        flags: raw[4]!,
        command: raw.readUIntBE(5, 3),
        application: raw.readUInt32BE(8),
        hopByHop: raw.readUInt32BE(12),
        endToEnd: raw.readUInt32BE(16),
        raw,
      };
    }
  }

  reset(): void {
    this.#rest = Buffer.alloc(0);
  }
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

function bytesOf(value: AvpValue): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value, 0);
    return bytes;
  }
  return value instanceof Buffer ? value : Buffer.concat(value as readonly Buffer[]);
}
