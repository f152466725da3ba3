import { concat, decimal } from './bytes.ts';
import { HASH_BYTES } from './checkpoint.ts';

/** Tiles: a tree in files that never change (C2SP tlog-tiles v0.1.0). */

/** Hashes of a full tile, and entries of a full bundle. A tile spans eight levels of the tree. */
export const TILE_WIDTH = 256;
export const TILE_LEVELS = 8;
/** Enough for 2^53 leaves. */
const TOP_LEVEL = 6;
/** A length has two bytes. */
export const MOST_ENTRY_BYTES = 65_535;

/** Where a tile is: `level` counts tiles, not levels of the tree; hash `i` of it is over 256^level leaves. */
export interface TilePlace {
  readonly level: number;
  readonly index: number;
}

/** A tile as it is asked for; with fewer than 256 hashes it is the beginning of what will once be full. */
export interface TileRequest extends TilePlace {
  readonly width: number;
}

/** How many hashes a tile has in a tree of this size; 0 where it has none. */
export function tileWidth({ level, index }: TilePlace, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** The tiles of a tree that are not full: at most one a level, the last. A size has each of its bits in one of them. */
export function growingTiles(size: number): TileRequest[] {
  const tiles: TileRequest[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

const numberPath = (index: number): string =>
  String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, '0')
    .replace(/\d{3}(?=\d)/g, 'x$&/');

const widthPath = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);

/** E.g. `tile/0/x001/x234/067.p/12`, below the prefix of a log. */
export const tilePath = ({ level, index, width }: TileRequest): string =>
  `tile/${level}/${numberPath(index)}${widthPath(width)}`;

/** E.g. `tile/entries/x001/x234/067`. */
export const entriesPath = (index: number, width: number): string =>
  `tile/entries/${numberPath(index)}${widthPath(width)}`;

/** Reads what follows `tile/`; null for what is no address of a tile. Each tile has one address. */
export function parseTilePath(
  path: string,
): (Omit<TileRequest, 'level'> & { readonly level: number | 'entries' }) | null {
  const found = /^(\d|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (found === null) return null;
  const level = found[1] === 'entries' ? 'entries' : Number(found[1]);
  const index = decimal(found[2]!.replace(/[x/]/g, '').replace(/^0+(?=\d)/, ''));
  const width = found[3] === undefined ? TILE_WIDTH : decimal(found[3]);
  if (index === null || width === null || numberPath(index) !== found[2]) return null;
  if (level !== 'entries' && level > TOP_LEVEL) return null;
  if (found[3] !== undefined && (width < 1 || width >= TILE_WIDTH)) return null;
  return { level, index, width };
}

/** Hash `i` of a tile. @throws RangeError where the tile has none */
export function tileHash(tile: Uint8Array, i: number): Uint8Array {
  if ((i + 1) * HASH_BYTES > tile.length) throw new RangeError(`no hash ${i} in a tile of ${tile.length}`);
  return tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
}

/** Entries one after the other, each after its length in two bytes. @throws RangeError for one that is too long */
export const entryBundle = (entries: readonly Uint8Array[]): Uint8Array =>
  concat(
    ...entries.flatMap((entry) => {
      if (entry.length > MOST_ENTRY_BYTES) throw new RangeError(`an entry of ${entry.length} bytes`);
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );

/** The entries of a bundle; null where it does not end with one. */
export function parseEntryBundle(bundle: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    if (at + 2 > bundle.length) return null;
    const end = at + 2 + bundle[at]! * 256 + bundle[at + 1]!;
    if (end > bundle.length) return null;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
