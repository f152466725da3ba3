/**
 * Signalling connection control part (ITU-T Q.713), connectionless and connection-oriented class 2: on A one connection
 * is one phone's conversation with the MSC.
 */
const TYPE = {
  connectionRequest: 0x01,
  connectionConfirm: 0x02,
  connectionRefused: 0x03,
  released: 0x04,
  releaseComplete: 0x05,
  data1: 0x06,
  unitdata: 0x09,
} as const;

const CLASS_2 = 2;
const PARAMETER = { calling: 0x04, data: 0x0f } as const;
/** Subsystem of BSSAP (3GPP TS 48.006 section 9.2). */
const BSSAP = 0xfe;
/** Routed by subsystem; the subsystem alone, or behind the point code (section 3.4). */
const BY_SUBSYSTEM = Buffer.of(0x42, BSSAP);

/** References are three octets without meaning to the other side. */
export type Reference = number;
const reference = (value: Reference): Buffer => Buffer.of(value & 0xff, (value >> 8) & 0xff, value >> 16);
const readReference = (bytes: Buffer, at: number): Reference => bytes.readUIntLE(at, 3);
const lv = (value: Buffer): Buffer => Buffer.concat([Buffer.of(value.length), value]);

export type SccpMessage =
  | { readonly kind: 'unitdata'; readonly data: Buffer }
  | {
      readonly kind: 'confirmed';
      readonly to: Reference;
      readonly from: Reference;
      readonly data: Buffer | null;
    }
  | { readonly kind: 'refused'; readonly to: Reference }
  | { readonly kind: 'data'; readonly to: Reference; readonly data: Buffer }
  | { readonly kind: 'released'; readonly to: Reference; readonly from: Reference };

/** Pointers count from themselves to their parameter's length octet (section 1.5). */
export const unitdata = (data: Buffer): Buffer =>
  Buffer.concat([Buffer.of(TYPE.unitdata, 0, 3, 5, 7), lv(BY_SUBSYSTEM), lv(BY_SUBSYSTEM), lv(data)]);

/** @param pointCode ours: an MSC that is not told it takes the base station for one that never sent RESET */
export function connectionRequest(from: Reference, pointCode: number, data: Buffer): Buffer {
  const calling = Buffer.of(0x43, pointCode & 0xff, pointCode >> 8, BSSAP);
  return Buffer.concat([
    Buffer.of(TYPE.connectionRequest),
    reference(from),
    Buffer.of(CLASS_2, 2, 4),
    lv(BY_SUBSYSTEM),
    Buffer.of(PARAMETER.calling),
    lv(calling),
    Buffer.of(PARAMETER.data),
    lv(data),
    Buffer.of(0),
  ]);
}

export const data1 = (to: Reference, data: Buffer): Buffer =>
  Buffer.concat([Buffer.of(TYPE.data1), reference(to), Buffer.of(0, 1), lv(data)]);

export const releaseComplete = (to: Reference, from: Reference): Buffer =>
  Buffer.concat([Buffer.of(TYPE.releaseComplete), reference(to), reference(from)]);

/** `null` for messages that no base station controller needs. */
export function decodeSccp(bytes: Buffer): SccpMessage | null {
  switch (bytes[0]) {
    case TYPE.unitdata: {
      const at = 4 + bytes[4]!;
      return { kind: 'unitdata', data: bytes.subarray(at + 1, at + 1 + bytes[at]!) };
    }
    case TYPE.connectionConfirm:
      return {
        kind: 'confirmed',
        to: readReference(bytes, 1),
        from: readReference(bytes, 4),
        data: bytes[8] ? optional(bytes, 8 + bytes[8], PARAMETER.data) : null,
      };
    case TYPE.connectionRefused:
      return { kind: 'refused', to: readReference(bytes, 1) };
    case TYPE.released:
      return { kind: 'released', to: readReference(bytes, 1), from: readReference(bytes, 4) };
    case TYPE.data1: {
      const at = 5 + bytes[5]!;
      return {
        kind: 'data',
        to: readReference(bytes, 1),
        data: bytes.subarray(at + 1, at + 1 + bytes[at]!),
      };
    }
    default:
      return null;
  }
}

function optional(bytes: Buffer, from: number, tag: number): Buffer | null {
  let at = from;
  while (at + 1 < bytes.length && bytes[at] !== 0) {
    const end = at + 2 + bytes[at + 1]!;
    if (bytes[at] === tag) return bytes.subarray(at + 2, end);
    at = end;
  }
  return null;
}
