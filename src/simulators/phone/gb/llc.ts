/**
 * Logical link control, unconfirmed frames only (3GPP TS 44.064 section 6): address, control, information and a frame
 * check sequence of 24 bits. Signalling of mobility management travels in them, not ciphered.
 */
const SAPI_GMM = 1;
/** UI format, protected mode: the check sequence covers the whole frame (sections 6.3.5.4 and 6.4.2.2). */
const UI = 0xc0;
const UI_MASK = 0xe0;
const PROTECTED = 0x01;
const HEADER = 3;
const CHECK = 3;

/** Polynomial of section 5.5, bits reversed because the least significant bit is sent first. */
const CRC24 = Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xad85dd : crc >>> 1;
  return crc;
});

function checkSequence(bytes: Buffer): Buffer {
  let crc = 0xffffff;
  for (const byte of bytes) crc = CRC24[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  crc = ~crc & 0xffffff;
  return Buffer.of(crc & 0xff, (crc >> 8) & 0xff, crc >> 16);
}

/** @param number N(U), counted from 0 for each new TLLI: frames that are not new are dropped (section 8.4.2) */
export function encodeUi(number: number, information: Buffer): Buffer {
  const n = number % 512;
  const frame = Buffer.concat([
    Buffer.of(SAPI_GMM, UI | (n >> 6), ((n & 0x3f) << 2) | PROTECTED),
    information,
  ]);
  return Buffer.concat([frame, checkSequence(frame)]);
}

/** The information of a signalling frame; `null` for frames of other kinds, and for damaged ones. */
export function decodeUi(frame: Buffer): Buffer | null {
  if (frame.length < HEADER + CHECK || (frame[0]! & 0x0f) !== SAPI_GMM || (frame[1]! & UI_MASK) !== UI)
    return null;
  const body = frame.subarray(0, -CHECK);
  return checkSequence(body).equals(frame.subarray(-CHECK)) ? body.subarray(HEADER) : null;
}
