import { exifOf, joined, type Orientation, orientationIn } from './orientation.ts';
import type { Photo, Refuse } from './photo-types.ts';

const SIGNATURE_BYTES = 8;
/** What the pixels and their colours need; texts, times, profiles and everything private are left behind (PNG, third edition, section 11). */
const KEPT: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'IDAT',
  'IEND',
]);
/** Of an animated picture. */
const MOVING: ReadonlySet<string> = new Set(['acTL', 'fcTL', 'fdAT']);

/** A PNG file with its chunks checked; behind the last one nothing may stand. */
export function cleanPng(file: Uint8Array, refuse: Refuse): Omit<Photo, 'type'> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const kept: Uint8Array[] = [];
  let size: { width: number; height: number } | null = null;
  let orientation: Orientation = 1;
  let data = 0;
  let at = SIGNATURE_BYTES;
  for (let type = ''; type !== 'IEND'; ) {
    if (at + 12 > file.length) refuse('truncated');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (length > 0x7fff_ffff || end > file.length) refuse('truncated');
    type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (crc32(file.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) refuse('damaged');
    const body = file.subarray(at + 8, end - 4);
    if ((type === 'IHDR') !== (size === null)) refuse('damaged');
    if (type === 'IHDR') size = sizeIn(body, refuse);
    if (MOVING.has(type)) refuse('moving');
    if (type === 'IDAT') data += length;
    if (type === 'eXIf') orientation = orientationIn(body);
    if (KEPT.has(type)) {
      // Before the pixels, where readers look for it.
      if (type === 'IDAT' && data === length && orientation !== 1)
        kept.push(chunk('eXIf', exifOf(orientation)));
      kept.push(file.subarray(at, end));
    } else if (isNeeded(type)) refuse('damaged');
    at = end;
  }
  if (size === null || data === 0) return refuse('damaged');
  if (at < file.length) refuse('more_than_a_picture');
  return { ...size, bytes: joined([file.subarray(0, SIGNATURE_BYTES), ...kept]) };
}

/** A capital at the start: no reader may pass over it. */
function isNeeded(type: string): boolean {
  return /^[A-Z]/.test(type);
}

function sizeIn(body: Uint8Array, refuse: Refuse): { width: number; height: number } {
  if (body.length !== 13) refuse('damaged');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + body.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) whole[4 + i] = type.charCodeAt(i);
  whole.set(body, 8);
  view.setUint32(8 + body.length, crc32(whole.subarray(4, 8 + body.length)));
  return whole;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb8_8320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** ISO 3309, as PNG has it in annex D. */
export function crc32(bytes: Uint8Array): number {
  let c = 0xffff_ffff;
  for (const byte of bytes) c = CRC[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffff_ffff) >>> 0;
}
