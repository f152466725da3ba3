import { crc32, inflateSync } from 'node:zlib';
import type { Logo } from '../domain/operator/house.ts';
import { readLogo } from './logo-file.ts';

/** It is printed some 35 mm wide: more would only make every paper slower to draw. */
const MOST_PIXELS = 1_000;
/** Between a round seal and an oval or square one with some room around it. */
const WIDEST = 2;

/**
 * Reads the operator's seal. A logo is drawn by browsers, which forgive; a seal is drawn on every certificate, so a picture
 * that could not be drawn is refused here.
 * @returns the seal, or what is wrong with the file, in words that follow its name
 */
export function readSeal(path: string): Logo | { readonly fault: string } {
  const read = readLogo(path);
  if ('fault' in read) return read;
  const { width, height, type, bytes } = read;
  if (Math.max(width, height) > Math.min(width, height) * WIDEST)
    return {
      fault: `is ${width} x ${height}; a seal may be up to ${WIDEST} times as long one way as the other`,
    };
  const fault = type === 'image/png' ? faultOfPng(Buffer.from(bytes)) : faultOfSvg(Buffer.from(bytes));
  return fault === null ? read : { fault };
}

/** On paper there are no style sheets: what one says would be black. */
function faultOfSvg(bytes: Buffer): string | null {
  return /<\s*style/i.test(bytes.toString('utf8'))
    ? 'holds <style>, which paper does not know; save it with presentation attributes'
    : null;
}

/** Samples a pixel, by colour type (ISO/IEC 15948, table 11.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Whether the picture is there to its end (ISO/IEC 15948, section 5). */
function faultOfPng(bytes: Buffer): string | null {
  const damaged = 'is damaged; save it again';
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width > MOST_PIXELS || height > MOST_PIXELS)
    return `is ${width} x ${height} pixels; each side of a seal may have ${MOST_PIXELS}`;
  const samples = SAMPLES[bytes[25]!];
  if (samples === undefined) return damaged;
  if (bytes[28] !== 0) return 'is interlaced; save it without';
  const data = imageData(bytes);
  if (data === null) return damaged;
  const expected = height * (1 + Math.ceil((width * samples * bytes[24]!) / 8));
  try {
    return inflateSync(data, { maxOutputLength: expected }).length === expected ? null : damaged;
  } catch {
    return damaged;
  }
}

/** All IDAT chunks together; null where a chunk is damaged, or the end is missing. */
function imageData(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return Buffer.concat(parts);
    if (type === 'IDAT') parts.push(bytes.subarray(at + 8, end));
    at = end + 4;
  }
  return null;
}
