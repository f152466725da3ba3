/**
 * Network service over UDP (3GPP TS 48.016 section 9): the link between base station and SGSN, and on it the virtual
 * connections (BVC) of cells.
 */
export const NS = {
  unitdata: 0x00,
  reset: 0x02,
  resetAck: 0x03,
  unblock: 0x06,
  unblockAck: 0x07,
  status: 0x08,
  alive: 0x0a,
  aliveAck: 0x0b,
} as const;

const IE = { cause: 0x00, nsvci: 0x01, nsei: 0x04 } as const;
/** Section 10.3.2: operation and maintenance intervention. */
const CAUSE_OPERATOR = 0x01;

const element16 = (tag: number, value: number): Buffer => Buffer.of(tag, 0x82, value >> 8, value & 0xff);

/** Begins the link anew: both sides forget what they had. */
export const nsReset = (nsvci: number, nsei: number): Buffer =>
  Buffer.concat([
    Buffer.of(NS.reset, IE.cause, 0x81, CAUSE_OPERATOR),
    element16(IE.nsvci, nsvci),
    element16(IE.nsei, nsei),
  ]);

export const nsResetAck = (nsvci: number, nsei: number): Buffer =>
  Buffer.concat([Buffer.of(NS.resetAck), element16(IE.nsvci, nsvci), element16(IE.nsei, nsei)]);

/** UNBLOCK, ALIVE and their acknowledgements are their type alone. */
export const nsPlain = (type: number): Buffer => Buffer.of(type);

export const nsUnitdata = (bvci: number, pdu: Buffer): Buffer =>
  Buffer.concat([Buffer.of(NS.unitdata, 0, bvci >> 8, bvci & 0xff), pdu]);

/** The cell and what is for it. */
export const readUnitdata = (bytes: Buffer): { readonly bvci: number; readonly pdu: Buffer } => ({
  bvci: bytes.readUInt16BE(2),
  pdu: bytes.subarray(4),
});
