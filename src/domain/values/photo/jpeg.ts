import { exifOf, joined, type Orientation, orientationIn } from './orientation.ts';
import type { Photo, Refuse } from './photo-types.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
/** Tables and headers without which the scans cannot be decoded: DHT, DQT, DNL, DRI and the frame headers (ITU-T T.81 table B.1). */
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdc, 0xdd]);
/** Baseline, extended and progressive, coded by Huffman; nothing that browsers do not show. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const MOST_SCANS = 200;

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const MULTI_PICTURE = [0x4d, 0x50, 0x46, 0];
const ADOBE = [0x41, 0x64, 0x6f, 0x62, 0x65];

interface Segment {
  readonly marker: number;
  /** With its marker and length. */
  readonly whole: Uint8Array;
  readonly body: Uint8Array;
  readonly next: number;
}

/**
 * A JPEG file (ITU-T T.81) without its application segments and comments. Kept are the tables, the frame, the scans and, because
 * colours depend on it, the Adobe marker. Behind its end nothing may stand, unless the picture says itself that others follow
 * (CIPA DC-007), as phones do: those are left behind.
 */
export function cleanJpeg(file: Uint8Array, refuse: Refuse): Omit<Photo, 'type'> {
  const kept: Uint8Array[] = [];
  let size: { width: number; height: number } | null = null;
  let orientation: Orientation = 1;
  let others = false;
  let scans = 0;
  let at = 2;
  for (;;) {
    // Any number of fill bytes may stand before a marker (section B.1.1.2).
    while (file[at] === 0xff && file[at + 1] === 0xff) at += 1;
    if (at + 1 >= file.length) refuse('truncated');
    if (file[at] !== 0xff) refuse('damaged');
    const marker = file[at + 1]!;
    if (marker === EOI) break;
    const segment = segmentAt(file, at, refuse);
    at = segment.next;
    if (FRAMES.has(marker)) {
      if (size !== null) refuse('damaged');
      size = sizeIn(segment.body, refuse);
      kept.push(segment.whole);
    } else if (TABLES.has(marker)) kept.push(segment.whole);
    else if (marker === APP14 && begins(segment.body, ADOBE)) kept.push(segment.whole);
    else if (marker === APP1 && begins(segment.body, EXIF))
      orientation = orientationIn(segment.body.subarray(6));
    else if (marker === APP2 && begins(segment.body, MULTI_PICTURE)) others = true;
    else if (marker === SOS) {
      scans += 1;
      if (size === null || scans > MOST_SCANS) refuse('damaged');
      const end = endOfScan(file, at, refuse);
      kept.push(segment.whole, file.subarray(at, end));
      at = end;
    } else if (!isLeftBehind(marker)) refuse('damaged');
  }
  if (size === null || scans === 0) return refuse('damaged');
  if (!others && file.subarray(at + 2).some((byte) => byte !== 0)) refuse('more_than_a_picture');
  const turned = orientation === 1 ? [] : [exifSegment(orientation)];
  return {
    ...size,
    bytes: joined([Uint8Array.of(0xff, SOI), ...turned, ...kept, Uint8Array.of(0xff, EOI)]),
  };
}

/** APP0 to APP15 and comments. */
function isLeftBehind(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
}

function segmentAt(file: Uint8Array, at: number, refuse: Refuse): Segment {
  const marker = file[at + 1]!;
  if (at + 4 > file.length) refuse('truncated');
  const length = file[at + 2]! * 256 + file[at + 3]!;
  if (length < 2) refuse('damaged');
  const next = at + 2 + length;
  if (next > file.length) refuse('truncated');
  return { marker, whole: file.subarray(at, next), body: file.subarray(at + 4, next), next };
}

/** Frame header: precision, height, width (section B.2.2). A height of 0 is told later, and no camera does that. */
function sizeIn(body: Uint8Array, refuse: Refuse): { width: number; height: number } {
  if (body.length < 6) refuse('damaged');
  const height = body[1]! * 256 + body[2]!;
  const width = body[3]! * 256 + body[4]!;
  if (width === 0 || height === 0) refuse('damaged');
  return { width, height };
}

/** In coded data FF is followed by 00, or is a restart marker; anything else ends the scan (section B.1.1.5). */
function endOfScan(file: Uint8Array, from: number, refuse: Refuse): number {
  let at = file.indexOf(0xff, from);
  while (at >= 0 && at + 1 < file.length) {
    const next = file[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = file.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return refuse('truncated');
}

function exifSegment(orientation: Orientation): Uint8Array {
  const body = joined([Uint8Array.from(EXIF), exifOf(orientation)]);
  const length = body.length + 2;
  return joined([Uint8Array.of(0xff, APP1, length >> 8, length & 0xff), body]);
}

function begins(body: Uint8Array, with_: readonly number[]): boolean {
  return with_.every((byte, i) => body[i] === byte);
}
