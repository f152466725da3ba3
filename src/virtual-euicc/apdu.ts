/** Command and response APDUs of ISO/IEC 7816-4, short form. */

export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Buffer;
  /** The most bytes that the answer may have, 1 to 256; null where the command expects none. */
  readonly le: number | null;
}

/** Status words (ISO/IEC 7816-4 section 5.6; ETSI TS 102 221 section 10.2.1). */
export const SW = {
  ok: 0x9000,
  wrongLength: 0x6700,
  channelNotSupported: 0x6881,
  conditionsNotSatisfied: 0x6985,
  incorrectData: 0x6a80,
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  incorrectP1P2: 0x6a86,
  dataNotFound: 0x6a88,
  insNotSupported: 0x6d00,
  claNotSupported: 0x6e00,
} as const;

/** A command that the card refuses. */
export class StatusWordError extends Error {
  readonly statusWord: number;

  constructor(statusWord: number) {
    super(`status word ${statusWord.toString(16).toUpperCase()}`);
    this.statusWord = statusWord;
  }
}

/** @throws StatusWordError 6700 where the lengths do not add up, or are of the extended form. */
export function parseApdu(bytes: Buffer): CommandApdu {
  const [cla, ins, p1, p2, p3] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined)
    throw new StatusWordError(SW.wrongLength);
  const header = { cla, ins, p1, p2 };
  const le = (byte: number): number => (byte === 0 ? 256 : byte);
  if (p3 === undefined) return { ...header, data: Buffer.alloc(0), le: null };
  if (bytes.length === 5) return { ...header, data: Buffer.alloc(0), le: le(p3) };
  const end = 5 + p3;
  if (p3 === 0 || bytes.length < end || bytes.length > end + 1) throw new StatusWordError(SW.wrongLength);
  const last = bytes[end];
  return { ...header, data: bytes.subarray(5, end), le: last === undefined ? null : le(last) };
}

/** Data and status word, as they leave the card. */
export function responseApdu(statusWord: number, data: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.concat([data, Buffer.of(statusWord >> 8, statusWord & 0xff)]);
}
