import { exifOf, joined, type Orientation, orientationIn } from './orientation.ts';
import type { Photo, Refuse } from './photo-types.ts';

const HEADER_BYTES = 12;
const ANIMATION = 0x02;
const XMP = 0x04;
const EXIF = 0x08;
const ICC = 0x20;

/** A WebP file (RFC 9649) with its pixels, its transparency and its size alone. Its length is what its head says. */
export function cleanWebp(file: Uint8Array, refuse: Refuse): Omit<Photo, 'type'> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES) refuse('truncated');
  const declared = view.getUint32(4, true) + 8;
  if (declared > file.length) refuse('truncated');
  if (declared < file.length) refuse('more_than_a_picture');
  let extended: Uint8Array | null = null;
  let alpha: Uint8Array | null = null;
  let pixels: { readonly type: string; readonly body: Uint8Array } | null = null;
  let orientation: Orientation = 1;
  for (let at = HEADER_BYTES; at < declared; ) {
    if (at + 8 > declared) refuse('truncated');
    const type = String.fromCharCode(...file.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > declared) refuse('truncated');
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'ANIM' || type === 'ANMF') refuse('moving');
    if (type === 'VP8X' && extended === null && pixels === null) extended = body;
    else if (type === 'ALPH') alpha = body;
    else if (type === 'EXIF') orientation = orientationIn(withoutName(body));
    else if (type === 'VP8 ' || type === 'VP8L') {
      if (pixels !== null) refuse('damaged');
      pixels = { type, body };
    }
    // Chunks are padded to an even length.
    at += 8 + length + (length % 2);
  }
  if (pixels === null) return refuse('damaged');
  const size = pixels.type === 'VP8 ' ? lossySize(pixels.body, refuse) : losslessSize(pixels.body, refuse);
  if (extended !== null && (extended.length < 10 || (extended[0]! & ANIMATION) !== 0)) refuse('moving');
  const turned = orientation !== 1;
  const chunks = [
    ...(extended === null && !turned ? [] : [chunk('VP8X', extendedOf(extended, size, turned))]),
    ...(alpha === null ? [] : [chunk('ALPH', alpha)]),
    chunk(pixels.type, pixels.body),
    ...(turned ? [chunk('EXIF', exifOf(orientation))] : []),
  ];
  const body = joined([Uint8Array.from([0x57, 0x45, 0x42, 0x50]), ...chunks]);
  return { ...size, bytes: chunk('RIFF', body) };
}

/** Some writers put the name of JPEG's segment before it. */
function withoutName(body: Uint8Array): Uint8Array {
  return String.fromCharCode(...body.subarray(0, 4)) === 'Exif' ? body.subarray(6) : body;
}

/** The frame header of VP8: three bytes, the start code, 14 bits of width and of height (RFC 6386 section 9.1). */
function lossySize(body: Uint8Array, refuse: Refuse): { width: number; height: number } {
  if (body.length < 10) refuse('truncated');
  const isKeyFrame = (body[0]! & 1) === 0;
  if (!isKeyFrame || body[3] !== 0x9d || body[4] !== 0x01 || body[5] !== 0x2a) refuse('damaged');
  return {
    width: (body[6]! | (body[7]! << 8)) & 0x3fff,
    height: (body[8]! | (body[9]! << 8)) & 0x3fff,
  };
}

/** One byte of signature, then 14 bits of width less one and of height less one (RFC 9649 section 3.4). */
function losslessSize(body: Uint8Array, refuse: Refuse): { width: number; height: number } {
  if (body.length < 5) refuse('truncated');
  if (body[0] !== 0x2f) refuse('damaged');
  const bits = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** The same without profile and metadata, and with a word on which side is up. */
function extendedOf(
  before: Uint8Array | null,
  size: { readonly width: number; readonly height: number },
  turned: boolean,
): Uint8Array {
  const body = new Uint8Array(10);
  body[0] = ((before?.[0] ?? 0) & ~(XMP | EXIF | ICC | ANIMATION)) | (turned ? EXIF : 0);
  const view = new DataView(body.buffer);
  // 24 bits each, less one; the fourth byte is written over by what follows.
  view.setUint32(4, size.width - 1, true);
  body[7] = (size.height - 1) & 0xff;
  body[8] = (size.height - 1) >> 8;
  return body;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(8 + body.length + (body.length % 2));
  for (let i = 0; i < 4; i++) whole[i] = type.charCodeAt(i);
  new DataView(whole.buffer).setUint32(4, body.length, true);
  whole.set(body, 8);
  return whole;
}
