import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const FOLDER = join(import.meta.dirname, '..', 'vectors', 'photo');

/** Pictures of an invented card, 320 by 202 pixels, as Chromium writes them. */
export const CARD = {
  jpeg: readFileSync(join(FOLDER, 'card.jpg')),
  png: readFileSync(join(FOLDER, 'card.png')),
  webp: readFileSync(join(FOLDER, 'card.webp')),
} as const;

/** What must not be found again in a picture that was taken in. */
export const SECRETS = ['GPS-30.2592N-120.2193E', 'Lin Xiao Camera', 'http://ns.adobe.com/xap/1.0/'] as const;

/** Exif metadata as cameras write them: maker, place, and which side is up; little-endian. */
export function cameraExif(orientation: number): Buffer {
  const maker = Buffer.from(`${SECRETS[1]}\0`);
  const place = Buffer.from(`${SECRETS[0]}\0`);
  const head = Buffer.alloc(8 + 2 + 3 * 12 + 4);
  head.write('II', 0, 'latin1');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(3, 8);
  const entry = (i: number, tag: number, type: number, count: number, value: number): void => {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(value, at + 8);
  };
  entry(0, 0x010f, 2, maker.length, head.length);
  entry(1, 0x0112, 3, 1, orientation);
  entry(2, 0x010e, 2, place.length, head.length + maker.length);
  return Buffer.concat([head, maker, place]);
}

function jpegSegment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** The JPEG with Exif, XMP, IPTC, a comment and a place for more. */
export function loadedJpeg(orientation = 6, more: readonly Buffer[] = []): Buffer {
  const exif = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), cameraExif(orientation)]));
  const xmp = jpegSegment(0xe1, Buffer.from(`${SECRETS[2]}\0<x:xmpmeta>${SECRETS[0]}</x:xmpmeta>`));
  const iptc = jpegSegment(0xed, Buffer.from(`Photoshop 3.0\0 8BIM ${SECRETS[1]}`));
  const comment = jpegSegment(0xfe, Buffer.from(SECRETS[0]));
  return Buffer.concat([CARD.jpeg.subarray(0, 2), exif, xmp, iptc, comment, ...more, CARD.jpeg.subarray(2)]);
}

/** Says that other pictures follow in the file, as phones do (CIPA DC-007). */
export const MULTI_PICTURE = jpegSegment(0xe2, Buffer.from('MPF\0 and where they stand'));

export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(body.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** The PNG with texts, Exif and a private chunk behind its head. */
export function loadedPng(orientation = 6, more: readonly Buffer[] = []): Buffer {
  const head = 8 + 25;
  return Buffer.concat([
    CARD.png.subarray(0, head),
    pngChunk('tEXt', Buffer.from(`Author\0${SECRETS[1]}`)),
    pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${SECRETS[2]}${SECRETS[0]}`)),
    pngChunk('tIME', Buffer.from([7, 234, 11, 29, 12, 0, 0])),
    pngChunk('prVt', Buffer.from(SECRETS[0])),
    pngChunk('eXIf', cameraExif(orientation)),
    ...more,
    CARD.png.subarray(head),
  ]);
}

export function webpChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** The WebP with Exif and XMP at its end. */
export function loadedWebp(orientation = 6, more: readonly Buffer[] = []): Buffer {
  const whole = Buffer.concat([
    CARD.webp,
    webpChunk('EXIF', cameraExif(orientation)),
    webpChunk('XMP ', Buffer.from(`<x:xmpmeta xmlns="${SECRETS[2]}">${SECRETS[0]}</x:xmpmeta>`)),
    ...more,
  ]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole[20]! |= 0x08 | 0x04;
  return whole;
}
