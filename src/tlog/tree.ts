import { hash } from 'node:crypto';
import { HASH_BYTES } from './checkpoint.ts';
import { growingTiles, TILE_WIDTH, type TilePlace, tileHash } from './tiles.ts';
import { type LeafRange, placeKey, type Subtree, subtreesOf, tileOf } from './tree-parts.ts';

/** Trees made and read in tiles, in Node: what keeps a log hashes thousands of leaves a second, and waits for none. */

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

// As hex first: a hash that comes as bytes brings an ArrayBuffer of its own, and takes twice as long.
function sha256(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.from(hash('sha256', Buffer.concat(parts)), 'hex');
}

/** SHA-256(0x00 || data) (RFC 6962 section 2.1). */
export const leafHash = (data: Uint8Array): Buffer => sha256(LEAF, data);
/** SHA-256(0x01 || left || right) (RFC 6962 section 2.1). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);
/** The root of a tree without leaves (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Uint8Array = sha256();

/** Gives the tiles that were asked for, by `placeKey`; they may be wider than is needed. */
export type Tiles = ReadonlyMap<string, Uint8Array>;

/** A tile that a proof needs is not there, or too short: the tree is damaged. */
export class TileMissing extends Error {
  constructor({ level, index }: TilePlace) {
    super(`tile ${level}/${index} of the log is missing or too short`);
    this.name = 'TileMissing';
  }
}

/** The hash of complete subtrees that stand side by side, a power of two of them. */
export function joined(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) next.push(nodeHash(level[i]!, level[i + 1]!));
    level = next;
  }
  return level[0]!;
}

function subtreeHash(subtree: Subtree, tiles: Tiles): Uint8Array {
  const { first, count, ...place } = tileOf(subtree);
  const tile = tiles.get(placeKey(place));
  if (tile === undefined || tile.length < (first + count) * HASH_BYTES) throw new TileMissing(place);
  return joined(Array.from({ length: count }, (_, i) => tileHash(tile, first + i)));
}

/** The hash of each part. @throws TileMissing */
export function partHashes(parts: readonly LeafRange[], tiles: Tiles): Uint8Array[] {
  return parts.map((part) =>
    subtreesOf(part)
      .map((subtree) => subtreeHash(subtree, tiles))
      .reduceRight((right, left) => nodeHash(left, right)),
  );
}

/** The root of a tree of this size. @throws TileMissing */
export const rootOf = (size: number, tiles: Tiles): Uint8Array =>
  size === 0 ? EMPTY_ROOT : partHashes([{ from: 0, to: size }], tiles)[0]!;

export interface GrownTile extends TilePlace {
  /** From its first hash on, also those that were there before. */
  readonly hashes: Uint8Array;
}

/**
 * The tiles that change when leaves are added, as they are afterwards.
 * @param before the tiles that `growingTiles` names
 * @throws TileMissing
 */
export function grownTiles(size: number, leafHashes: readonly Uint8Array[], before: Tiles): GrownTile[] {
  const growing = growingTiles(size);
  const grown: GrownTile[] = [];
  let added = leafHashes;
  for (let level = 0, there = size; added.length > 0; level += 1, there = Math.floor(there / TILE_WIDTH)) {
    const index = Math.floor(there / TILE_WIDTH);
    const kept = growing.find((tile) => tile.level === level);
    const hashes = [...(kept === undefined ? [] : keptHashes(kept, before)), ...added];
    const roots: Uint8Array[] = [];
    for (let at = 0; at < hashes.length; at += TILE_WIDTH) {
      const tile = hashes.slice(at, at + TILE_WIDTH);
      grown.push({ level, index: index + at / TILE_WIDTH, hashes: Buffer.concat(tile) });
      if (tile.length === TILE_WIDTH) roots.push(joined(tile));
    }
    added = roots;
  }
  return grown;
}

function keptHashes(tile: TilePlace & { readonly width: number }, before: Tiles): Uint8Array[] {
  const bytes = before.get(placeKey(tile));
  if (bytes === undefined || bytes.length < tile.width * HASH_BYTES) throw new TileMissing(tile);
  return Array.from({ length: tile.width }, (_, i) => tileHash(bytes, i));
}
