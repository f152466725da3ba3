import { type Iccid, parseIccid } from '../domain/values/iccid.ts';

/** ICCID in 10 bytes as in EF_ICCID (ETSI TS 102 221 section 13.2): two places a byte, the first in the low nibble, F-padded. */
export function iccidToBytes(iccid: Iccid): Buffer {
  return swapNibbles(Buffer.from(iccid.padEnd(20, 'F'), 'hex'));
}

/** @throws HandbackError `iccid_invalid`. Every F at the end is padding: no ICCID is known to end in that letter. */
export function iccidFromBytes(bytes: Uint8Array): Iccid {
  const places = swapNibbles(bytes).toString('hex').toUpperCase();
  return parseIccid(places.replace(/F+$/, ''));
}

function swapNibbles(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte) => ((byte & 0x0f) << 4) | (byte >> 4)));
}
