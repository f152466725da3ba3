/**
 * The IPA multiplex that carries CTRL and GSUP: 2-byte big-endian length of what follows the 3-byte header,
 * 1-byte stream identifier, payload. Source: OsmoHLR User Manual, chapters "Control interface" and "GSUP";
 * libosmocore `ipa.h` for the numbers.
 */
export const IPA = {
  headerLength: 3,
  /** Stream of Osmocom extensions; the first payload byte says which. */
  osmo: 0xee,
  ctrl: 0x00,
  gsup: 0x05,
  /** Connection management: PING, PONG, identity. */
  ccm: 0xfe,
} as const;

/** CCM message types. */
export const CCM = {
  ping: 0x00,
  pong: 0x01,
  identityGet: 0x04,
  identityResponse: 0x05,
  identityAck: 0x06,
} as const;

/** CCM identity tags; OsmoHLR routes GSUP by the serial number. */
const TAG_SERIAL_NUMBER = 0x00;
const TAG_UNIT_NAME = 0x01;
const TAG_UNIT_ID = 0x08;

/** The peer broke the framing: nothing after it can be trusted. */
export class IpaError extends Error {
  override readonly name = 'IpaError';
}

export interface IpaFrame {
  readonly stream: number;
  /** What follows the 3-byte header. Valid only until the reader is fed again: copy to keep. */
  readonly payload: Buffer;
  /** Header and payload, as received. */
  readonly raw: Buffer;
}

export function ipaFrame(stream: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(IPA.headerLength + payload.length);
  frame.writeUInt16BE(payload.length, 0);
  frame[2] = stream;
  payload.copy(frame, IPA.headerLength);
  return frame;
}

/** Cuts a byte stream into IPA frames. */
export class IpaReader {
  readonly #maxPayload: number;
  readonly #streams: readonly number[];
  #rest: Buffer = Buffer.alloc(0);

  /** Frames longer than `maxPayload` bytes, or on other streams, are a framing error. */
  constructor(maxPayload: number, streams: readonly number[]) {
    this.#maxPayload = maxPayload;
    this.#streams = streams;
  }

  /** Yields each whole frame. @throws IpaError on nonsense. */
  *read(chunk: Buffer): Generator<IpaFrame> {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = bytes;
    while (bytes.length >= IPA.headerLength) {
      const length = bytes.readUInt16BE(0);
      const stream = bytes[2]!;
      if (length === 0 || length > this.#maxPayload) throw new IpaError(`frame of ${length} bytes`);
      if (!this.#streams.includes(stream)) throw new IpaError(`stream ${stream}`);
      const end = IPA.headerLength + length;
      if (bytes.length < end) return;
      const raw = bytes.subarray(0, end);
      bytes = bytes.subarray(end);
      this.#rest = bytes;
      yield { stream, payload: raw.subarray(IPA.headerLength), raw };
    }
  }

  reset(): void {
    this.#rest = Buffer.alloc(0);
  }
}

export const ccmFrame = (type: number): Buffer => ipaFrame(IPA.ccm, Buffer.of(type));

/** What a server sends first: it wants the serial number and the unit name (length 1 and tag, twice). */
export const identityRequest = (): Buffer =>
  ipaFrame(IPA.ccm, Buffer.of(CCM.identityGet, 1, TAG_UNIT_NAME, 1, TAG_SERIAL_NUMBER));

/**
 * Says who we are: 2-byte length, tag and NUL-terminated text. OsmoHLR drops a peer without a unit id
 * (site/trx/btn, from the protocol's past in base stations), though it only reads the serial number.
 */
export function identityResponse(name: string): Buffer {
  const parts = [Buffer.of(CCM.identityResponse)];
  const identity = [
    [TAG_SERIAL_NUMBER, name],
    [TAG_UNIT_NAME, name],
    [TAG_UNIT_ID, '0/0/0'],
  ] as const;
  for (const [tag, value] of identity) {
    const text = Buffer.from(`${value}\0`, 'latin1');
    const head = Buffer.alloc(3);
    head.writeUInt16BE(text.length + 1, 0);
    head[2] = tag;
    parts.push(head, text);
  }
  return ipaFrame(IPA.ccm, Buffer.concat(parts));
}

/** The serial number in an identity response, without its NUL; `null` if there is none. @throws IpaError if cut. */
export function identityName(payload: Buffer): string | null {
  let at = 1;
  while (at < payload.length) {
    if (at + 3 > payload.length) throw new IpaError('identity cut short');
    const length = payload.readUInt16BE(at);
    const end = at + 2 + length;
    if (length < 1 || end > payload.length) throw new IpaError('identity cut short');
    if (payload[at + 2] === TAG_SERIAL_NUMBER)
      return payload.toString('latin1', at + 3, end).replace(/\0$/, '');
    at = end;
  }
  return null;
}
