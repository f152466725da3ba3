import { HandbackError } from '../errors.ts';
import { JsonFaultError, parseStrictJson } from '../values/strict-json.ts';

/** A place on the pad, in its own units, from the upper left. */
export type SignaturePoint = readonly [x: number, y: number];

/** A signature as it was drawn: what the pen did, so that it is as sharp on paper as on the screen. */
export interface Signature {
  /** Of the pad, in its own units. */
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly (readonly SignaturePoint[])[];
}

/** The largest drawing that is taken, as JSON. */
export const MAX_SIGNATURE_BYTES = 131_072;
const MAX_STROKES = 200;
const MAX_POINTS = 6_000;
const LEAST_SIDE = 50;
const MOST_SIDE = 8_000;
/** Less ink than this share of the pad's width is a slip of the pen and no signature. */
const LEAST_INK = 0.08;
/** All of it within this share of the width is a dot, however often the pen went over it. */
const LEAST_EXTENT = 0.03;

/**
 * Reads a drawing: `{ "width": 600, "height": 200, "strokes": [[[x, y], ...], ...] }`, nothing beside it, every point on the pad.
 * @throws HandbackError `signature_missing` where nothing was drawn, `signature_too_short` for a dot, `signature_invalid` for
 *   what no pad of ours makes
 */
export function parseSignature(bytes: Uint8Array): Signature {
  if (bytes.length === 0) throw new HandbackError('signature_missing');
  if (bytes.length > MAX_SIGNATURE_BYTES) refuse('too_large');
  const drawn = parsed(bytes);
  if (typeof drawn !== 'object' || drawn === null) refuse('form');
  if (Object.keys(drawn).sort().join() !== 'height,strokes,width') refuse('form');
  const { width, height, strokes } = drawn as Record<string, unknown>;
  if (!isSide(width) || !isSide(height) || !Array.isArray(strokes)) refuse('form');
  if (strokes.length > MAX_STROKES) refuse('too_large');
  let count = 0;
  for (const stroke of strokes) {
    if (!Array.isArray(stroke)) refuse('form');
    count += stroke.length;
    if (count > MAX_POINTS) refuse('too_large');
    if (!stroke.every((point) => isOnPad(point, width, height))) refuse('outside');
  }
  const signature: Signature = { width, height, strokes: strokes.filter((stroke) => stroke.length > 0) };
  if (signature.strokes.length === 0) throw new HandbackError('signature_missing');
  if (inkOf(signature) < LEAST_INK * width || extentOf(signature) < LEAST_EXTENT * width)
    throw new HandbackError('signature_too_short');
  return signature;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonFaultError)) throw error;
    return refuse('form');
  }
}

function refuse(reason: 'form' | 'outside' | 'too_large'): never {
  throw new HandbackError('signature_invalid', { reason });
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && value >= LEAST_SIDE && value <= MOST_SIDE;
}

function isOnPad(point: unknown, width: number, height: number): boolean {
  if (!Array.isArray(point) || point.length !== 2) return false;
  const [x, y] = point as unknown[];
  return typeof x === 'number' && typeof y === 'number' && x >= 0 && x <= width && y >= 0 && y <= height;
}

function inkOf({ strokes }: Signature): number {
  let ink = 0;
  for (const stroke of strokes)
    for (const [i, [x, y]] of stroke.entries()) {
      const before = stroke[i - 1];
      if (before !== undefined) ink += Math.hypot(x - before[0], y - before[1]);
    }
  return ink;
}

function extentOf(signature: Signature): number {
  const { left, top, right, bottom } = boundsOf(signature);
  return Math.max(right - left, bottom - top);
}

function boundsOf({ strokes }: Signature): { left: number; top: number; right: number; bottom: number } {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of strokes.flat()) {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** Where a signature is drawn: its upper left, and how far it may reach. */
export interface SignatureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The pen's way as an SVG path (also that of PDF), as large as the box allows and in its proportions. Between the points
 * it runs through their middles as a curve, as the pad draws it.
 */
export function signaturePath(signature: Signature, box: SignatureBox): string {
  const { left, top, right, bottom } = boundsOf(signature);
  const scale = Math.min(box.width / Math.max(right - left, 1), box.height / Math.max(bottom - top, 1));
  const at = ([x, y]: SignaturePoint): string =>
    `${rounded(box.x + (x - left) * scale)} ${rounded(box.y + (y - top) * scale)}`;
  return signature.strokes.map((stroke) => strokePath(stroke, at)).join('');
}

function strokePath(stroke: readonly SignaturePoint[], at: (point: SignaturePoint) => string): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return '';
  const last = rest.at(-1);
  // With a round cap a line of no length is the dot that the pen made.
  if (last === undefined) return `M${at(first)}L${at(first)}`;
  const curves = rest.slice(0, -1).map((point, i) => `Q${at(point)} ${at(middle(point, rest[i + 1]!))}`);
  return `M${at(first)}${curves.join('')}L${at(last)}`;
}

function middle([ax, ay]: SignaturePoint, [bx, by]: SignaturePoint): SignaturePoint {
  return [(ax + bx) / 2, (ay + by) / 2];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
