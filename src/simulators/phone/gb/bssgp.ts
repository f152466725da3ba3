import { type Cell, routingAreaCell } from '../cell.ts';

/** Base station system GPRS protocol (3GPP TS 48.018 section 10): brings phones' frames to the SGSN and back. */
export const BSSGP = {
  downlinkUnitdata: 0x00,
  uplinkUnitdata: 0x01,
  pagingPs: 0x06,
  bvcReset: 0x22,
  bvcResetAck: 0x23,
  flowControl: 0x26,
  flowControlAck: 0x27,
  status: 0x41,
} as const;

const IE = { bvci: 0x04, cause: 0x07, cellId: 0x08, llcPdu: 0x0e } as const;
/** Section 11.3.8: operation and maintenance intervention. */
const CAUSE_OPERATOR = 0x08;
/** Section 11.3.28: no particular quality, highest radio priority. */
const QUALITY = Buffer.of(0x00, 0x04, 0x20);

/** Lengths up to 127 take one octet with its highest bit set, others two (TS 48.016 section 10.1.2). */
function element(tag: number, value: Buffer): Buffer {
  const length =
    value.length < 0x80 ? Buffer.of(0x80 | value.length) : Buffer.of(value.length >> 8, value.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, value]);
}

const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

/** Of the signalling connection (0), or of a cell. */
export const bvcReset = (bvci: number, cell?: Cell): Buffer =>
  Buffer.concat([
    Buffer.of(BSSGP.bvcReset),
    element(IE.bvci, u16(bvci)),
    element(IE.cause, Buffer.of(CAUSE_OPERATOR)),
    ...(cell ? [element(IE.cellId, routingAreaCell(cell))] : []),
  ]);

export const bvcResetAck = (bvci: number): Buffer =>
  Buffer.concat([Buffer.of(BSSGP.bvcResetAck), element(IE.bvci, u16(bvci))]);

/** A phone's frame, with its temporary link identity and its cell. */
export function uplinkUnitdata(tlli: number, cell: Cell, llc: Buffer): Buffer {
  const head = Buffer.of(BSSGP.uplinkUnitdata, 0, 0, 0, 0);
  head.writeUInt32BE(tlli, 1);
  return Buffer.concat([head, QUALITY, element(IE.cellId, routingAreaCell(cell)), element(IE.llcPdu, llc)]);
}

/** The phone's temporary link identity, and the frame for it. */
export function readDownlink(pdu: Buffer): { readonly tlli: number; readonly llc: Buffer } | null {
  const llc = find(pdu.subarray(1 + 4 + QUALITY.length), IE.llcPdu);
  return llc && { tlli: pdu.readUInt32BE(1), llc };
}

/** Of a BVC-RESET or its acknowledgement. */
export const readBvci = (pdu: Buffer): number => find(pdu.subarray(1), IE.bvci)?.readUInt16BE(0) ?? 0;

function find(elements: Buffer, tag: number): Buffer | null {
  let at = 0;
  while (at + 2 <= elements.length) {
    const short = (elements[at + 1]! & 0x80) !== 0;
    const length = short ? elements[at + 1]! & 0x7f : elements.readUInt16BE(at + 1);
    const start = at + (short ? 2 : 3);
    if (elements[at] === tag) return elements.subarray(start, start + length);
    at = start + length;
  }
  return null;
}
