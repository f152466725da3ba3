/**
 * SIGTRAN's MTP3 user adaptation (RFC 4666), as a signalling gateway speaks it: carries SCCP between a base station
 * controller and an MSC. One message: version, class, type, length of all of it, then parameters in units of 4 octets.
 */
const HEADER = 8;
const VERSION = 1;

/** Class and type in one number (section 3.1). */
export const M3UA = {
  notify: 0x0001,
  data: 0x0101,
  aspUp: 0x0301,
  heartbeat: 0x0303,
  aspUpAck: 0x0304,
  heartbeatAck: 0x0306,
  aspActive: 0x0401,
  aspActiveAck: 0x0403,
} as const;

const PARAMETER = { status: 0x000d, protocolData: 0x0210 } as const;
/** What NOTIFY says of the application server (section 3.8.2): a change of state, to this one. */
export const AS_STATE = { inactive: 2, active: 3 } as const;
const STATE_CHANGE = 1;
/** MTP3's service indicator of SCCP (ITU-T Q.704 section 14.2.1). */
const SCCP_USER = 3;
const ROUTING_LABEL = 12;
/** Far longer than anything on A. */
const MAX_MESSAGE = 65_536;

export interface M3uaMessage {
  readonly kind: number;
  readonly body: Buffer;
}

export function encodeM3ua(kind: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.of(VERSION, 0, kind >> 8, kind & 0xff, 0, 0, 0, 0);
  header.writeUInt32BE(HEADER + body.length, 4);
  return Buffer.concat([header, body]);
}

/** The length counts the parameter's head but not its padding (section 3.2). */
function parameter(tag: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(tag, 0);
  head.writeUInt16BE(4 + value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

export const notifyState = (state: number): Buffer =>
  encodeM3ua(M3UA.notify, parameter(PARAMETER.status, Buffer.of(0, STATE_CHANGE, 0, state)));

/** SCCP from one signalling point to another (section 3.3.1). */
export function encodeData(from: number, to: number, sccp: Buffer): Buffer {
  const label = Buffer.alloc(ROUTING_LABEL);
  label.writeUInt32BE(from, 0);
  label.writeUInt32BE(to, 4);
  label[8] = SCCP_USER;
  return encodeM3ua(M3UA.data, parameter(PARAMETER.protocolData, Buffer.concat([label, sccp])));
}

/** The SCCP message in a DATA. */
export function readData(body: Buffer): Buffer | null {
  let at = 0;
  while (at + 4 <= body.length) {
    const length = body.readUInt16BE(at + 2);
    if (length < 4) return null;
    if (body.readUInt16BE(at) === PARAMETER.protocolData)
      return body.subarray(at + 4 + ROUTING_LABEL, at + length);
    at += length + ((4 - (length % 4)) % 4);
  }
  return null;
}

/** Cuts a byte stream into messages, because TCP stands in for SCTP here and has no message boundaries. */
export class M3uaReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws Error on nonsense */
  *read(chunk: Buffer): Generator<M3uaMessage> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= HEADER) {
      const length = this.#rest.readUInt32BE(4);
      if (this.#rest[0] !== VERSION || length < HEADER || length > MAX_MESSAGE) throw new Error('not M3UA');
      if (this.#rest.length < length) return;
      const message = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      yield { kind: message.readUInt16BE(2), body: message.subarray(HEADER) };
    }
  }
}
