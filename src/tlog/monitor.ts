import type { VerifyCrypto } from '../ports/verify-crypto.ts';
import { equal } from './bytes.ts';
import { type Checkpoint, HASH_BYTES, openCheckpoint, type TreeHead } from './checkpoint.ts';
import type { NoteKey } from './note.ts';
import {
  entriesPath,
  growingTiles,
  parseEntryBundle,
  TILE_WIDTH,
  type TilePlace,
  type TileRequest,
  tilePath,
  tileWidth,
} from './tiles.ts';
import { type GrownTile, grownTiles, leafHash, rootOf, TileMissing, type Tiles } from './tree.ts';
import { placeKey } from './tree-parts.ts';

/**
 * Reads a log as a stranger does and believes nothing of it: every entry that came is fetched and hashed, and from them and
 * from what was kept of the last look follow the tiles and the root that the log must show.
 */

/** What is kept between two looks. */
export interface Kept {
  readonly head: TreeHead;
  /** The signed note, as evidence. */
  readonly checkpoint: string;
  /** The tiles of that tree that were not full: out of them the next ones grow. */
  readonly growing: Tiles;
}

export const MONITOR_FAULTS = [
  /** It does not answer, or answers with an error of its own. Nothing is known of what it would have shown. */
  'unreachable',
  'checkpoint_malformed',
  /** The checkpoint is signed by none of the keys that were given, or is that of another log. */
  'log_unknown',
  'signature_wrong',
  /** It shows fewer entries than it showed before. */
  'rolled_back',
  /** It shows another history than before: an entry that it showed is another one, or is gone. */
  'history_rewritten',
  /** A tile that its own checkpoint says to be there is not. */
  'tile_missing',
  /** A tile is not what the checkpoint was signed over. */
  'tile_altered',
] as const;

export type MonitorFault = (typeof MONITOR_FAULTS)[number];

/** A fault and, where one is at fault, the tile. */
export class LogAtFault extends Error {
  readonly fault: MonitorFault;
  readonly path: string | null;
  /** The signed note that was shown, once there is one. */
  readonly shown: string | null;

  constructor(fault: MonitorFault, path: string | null = null, shown: string | null = null) {
    super(path === null ? fault : `${fault}: ${path}`);
    this.name = 'LogAtFault';
    this.fault = fault;
    this.path = path;
    this.shown = shown;
  }
}

/** Fetches a file below the prefix of the log; null where it is not there. @throws LogAtFault `unreachable` */
export type FetchFile = (path: string, most: number) => Promise<Uint8Array | null>;

export interface LookedAt {
  readonly kept: Kept;
  readonly checkpoint: Checkpoint;
}

const MOST_CHECKPOINT = 64 * 1024;
const MOST_BUNDLE = TILE_WIDTH * (2 + 65_535);
/** Files that are asked for at the same time. */
const AT_ONCE = 8;

const NOTHING: Kept = { head: { size: 0, root: rootOf(0, new Map()) }, checkpoint: '', growing: new Map() };

/**
 * Looks at the log once.
 *
 * @param before of the last look; null for the first, which reads everything
 * @param onEntry is given each new entry, in order, before the whole is verified: it counts once this returns
 * @throws LogAtFault
 */
export async function lookAtLog(
  fetchFile: FetchFile,
  key: NoteKey,
  before: Kept | null,
  onEntry: (entry: Uint8Array, index: number) => void,
  crypto: VerifyCrypto,
): Promise<LookedAt> {
  const shown = await shownCheckpoint(fetchFile, key, crypto);
  const { head, growing } = before ?? NOTHING;
  const at = (fault: MonitorFault, path: string | null = null): LogAtFault =>
    new LogAtFault(fault, path, shown.text);
  const { checkpoint } = shown;
  if (checkpoint.size < head.size) throw at('rolled_back');
  if (checkpoint.size === head.size && !equal(checkpoint.root, head.root)) throw at('history_rewritten');
  try {
    const tiles = await readEntries(fetchFile, head.size, checkpoint.size, growing, onEntry);
    // Its tiles are those of its entries, and the root that it signed is not theirs.
    if (!equal(rootOf(checkpoint.size, tiles), checkpoint.root)) throw at('tile_altered');
    return { checkpoint, kept: { head: checkpoint, checkpoint: shown.text, growing: tiles } };
  } catch (error) {
    if (!(error instanceof LogAtFault)) throw error;
    const rewritten = error.fault === 'tile_altered' && (await isRewritten(fetchFile, head, checkpoint));
    // What was shown is evidence, wherever it failed.
    throw rewritten ? at('history_rewritten') : at(error.fault, error.path);
  }
}

/** Whether what is served fits what was signed, and not what was shown before. */
async function isRewritten(fetchFile: FetchFile, before: TreeHead, now: TreeHead): Promise<boolean> {
  try {
    const [then, after] = [
      await servedTiles(fetchFile, growingTiles(before.size), now.size),
      await servedTiles(fetchFile, growingTiles(now.size), now.size),
    ];
    return equal(rootOf(now.size, after), now.root) && !equal(rootOf(before.size, then), before.root);
  } catch (error) {
    if (error instanceof TileMissing || error instanceof LogAtFault) return false;
    throw error;
  }
}

/** Tiles as a tree of this size has them. */
async function servedTiles(fetchFile: FetchFile, places: readonly TilePlace[], size: number): Promise<Tiles> {
  const tiles = await Promise.all(
    places.map(async (place) => {
      const tile = { ...place, width: tileWidth(place, size) };
      return [placeKey(place), await readTile(fetchFile, tile)] as const;
    }),
  );
  return new Map(tiles);
}

async function shownCheckpoint(
  fetchFile: FetchFile,
  key: NoteKey,
  crypto: VerifyCrypto,
): Promise<{ readonly text: string; readonly checkpoint: Checkpoint }> {
  const bytes = await fetchFile('checkpoint', MOST_CHECKPOINT);
  if (bytes === null) throw new LogAtFault('unreachable', 'checkpoint');
  const text = new TextDecoder().decode(bytes);
  const opened = await openCheckpoint(text, [key], crypto);
  if (!opened.ok) throw new LogAtFault(opened.fault, null, text);
  return { text, checkpoint: opened.checkpoint };
}

/** Entries and tiles of a tree from one size to another. @returns the tiles that are not full at its end */
async function readEntries(
  fetchFile: FetchFile,
  from: number,
  to: number,
  growing: Tiles,
  onEntry: (entry: Uint8Array, index: number) => void,
): Promise<Tiles> {
  let tiles = growing;
  for (let size = from; size < to; ) {
    const first = Math.floor(size / TILE_WIDTH);
    const bundles = Array.from({ length: AT_ONCE }, (_, i) => first + i).filter(
      (index) => tileWidth({ level: 0, index }, to) > 0,
    );
    const read = await Promise.all(bundles.map((index) => readBundle(fetchFile, index, to)));
    const entries = read.flat().slice(size - first * TILE_WIDTH);
    for (const [i, entry] of entries.entries()) onEntry(entry, size + i);
    const grown = grownTiles(size, entries.map(leafHash), tiles);
    size += entries.length;
    tiles = new Map([...tiles, ...grown.map((tile) => [placeKey(tile), tile.hashes] as const)]);
    await compareTiles(fetchFile, grown, to);
    // Full ones were compared, and nothing grows out of them.
    tiles = new Map(
      growingTiles(size).map((tile) => [placeKey(tile), tiles.get(placeKey(tile)) ?? new Uint8Array()]),
    );
  }
  return tiles;
}

async function readBundle(fetchFile: FetchFile, index: number, size: number): Promise<Uint8Array[]> {
  const width = tileWidth({ level: 0, index }, size);
  const path = entriesPath(index, width);
  const bytes = await fetchFile(path, MOST_BUNDLE);
  if (bytes === null) throw new LogAtFault('tile_missing', path);
  const entries = parseEntryBundle(bytes);
  if (entries?.length !== width) throw new LogAtFault('tile_altered', path);
  return entries;
}

/** Compares the tiles that have their last width with what is served. */
async function compareTiles(fetchFile: FetchFile, grown: readonly GrownTile[], size: number): Promise<void> {
  await Promise.all(
    grown.map(async ({ hashes, ...place }) => {
      const width = tileWidth(place, size);
      if (hashes.length !== width * HASH_BYTES) return;
      const tile = { ...place, width };
      if (!equal(await readTile(fetchFile, tile), hashes))
        throw new LogAtFault('tile_altered', tilePath(tile));
    }),
  );
}

async function readTile(fetchFile: FetchFile, tile: TileRequest): Promise<Uint8Array> {
  const bytes = await fetchFile(tilePath(tile), TILE_WIDTH * HASH_BYTES);
  if (bytes === null) throw new LogAtFault('tile_missing', tilePath(tile));
  if (bytes.length !== tile.width * HASH_BYTES) throw new LogAtFault('tile_altered', tilePath(tile));
  return bytes;
}
