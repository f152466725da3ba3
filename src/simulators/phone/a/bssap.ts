import { type Cell, cellGlobalId } from '../cell.ts';

/**
 * What a base station controller and an MSC say to each other (3GPP TS 48.008): BSSMAP between the two, DTAP for what
 * they pass on between phone and MSC, unread.
 */
const DISCRIMINATOR = { bssmap: 0, dtap: 1 } as const;

export const BSSMAP = {
  clearCommand: 0x20,
  clearComplete: 0x21,
  reset: 0x30,
  resetAck: 0x31,
  paging: 0x52,
  completeLayer3: 0x57,
} as const;

const IE = { cause: 0x04, cellId: 0x05, imsi: 0x08, tmsi: 0x09, layer3: 0x17 } as const;
/** Section 3.2.2.5: operation and maintenance intervention. */
const CAUSE_OPERATOR = 0x20;
/** Section 3.2.2.17: the cell by its cell global identification. */
const WHOLE_ID = 0;

export type BssapMessage =
  | { readonly kind: 'bssmap'; readonly type: number; readonly elements: Buffer }
  | { readonly kind: 'dtap'; readonly sapi: number; readonly layer3: Buffer };

const tlv = (tag: number, value: Buffer): Buffer => Buffer.concat([Buffer.of(tag, value.length), value]);

const bssmap = (type: number, ...elements: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.of(type), ...elements]);
  return Buffer.concat([Buffer.of(DISCRIMINATOR.bssmap, body.length), body]);
};

/** Begins A anew. The cause has a fixed length (section 3.2.1.23). */
export const reset = (): Buffer => bssmap(BSSMAP.reset, Buffer.of(IE.cause, 1, CAUSE_OPERATOR));
export const resetAck = (): Buffer => bssmap(BSSMAP.resetAck);
export const clearComplete = (): Buffer => bssmap(BSSMAP.clearComplete);

/** A phone's first message, and where it stands (section 3.2.1.32). */
export const completeLayer3 = (cell: Cell, layer3: Buffer): Buffer =>
  bssmap(
    BSSMAP.completeLayer3,
    tlv(IE.cellId, Buffer.concat([Buffer.of(WHOLE_ID), cellGlobalId(cell)])),
    tlv(IE.layer3, layer3),
  );

/** @param sapi 0 for signalling, 3 for short messages */
export const dtap = (layer3: Buffer, sapi = 0): Buffer =>
  Buffer.concat([Buffer.of(DISCRIMINATOR.dtap, sapi, layer3.length), layer3]);

export function decodeBssap(bytes: Buffer): BssapMessage | null {
  if (bytes[0] === DISCRIMINATOR.bssmap)
    return { kind: 'bssmap', type: bytes[2]!, elements: bytes.subarray(3, 2 + bytes[1]!) };
  if (bytes[0] === DISCRIMINATOR.dtap)
    return { kind: 'dtap', sapi: bytes[1]! & 7, layer3: bytes.subarray(3, 3 + bytes[2]!) };
  return null;
}

/** Whom a PAGING looks for (section 3.2.1.19): mobile identity and, if it has one, the four octets of its TMSI. */
export function readPaging(elements: Buffer): { readonly imsi: Buffer | null; readonly tmsi: number | null } {
  const tmsi = find(elements, IE.tmsi);
  return { imsi: find(elements, IE.imsi), tmsi: tmsi?.length === 4 ? tmsi.readUInt32BE(0) : null };
}

function find(elements: Buffer, tag: number): Buffer | null {
  let at = 0;
  while (at + 2 <= elements.length) {
    const end = at + 2 + elements[at + 1]!;
    if (elements[at] === tag) return elements.subarray(at + 2, end);
    at = end;
  }
  return null;
}
