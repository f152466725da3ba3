import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { base64, equal, fromBase64 } from '../tlog/bytes.ts';
import { parseCheckpoint } from '../tlog/checkpoint.ts';
import type { Kept } from '../tlog/monitor.ts';
import { parseNote } from '../tlog/note.ts';
import { growingTiles } from '../tlog/tiles.ts';
import { rootOf, TileMissing } from '../tlog/tree.ts';
import { placeKey } from '../tlog/tree-parts.ts';

interface StateFile {
  readonly checkpoint: string;
  readonly growing: Readonly<Record<string, string>>;
}

/** What a monitor kept of a log; null where nothing was. @throws Error for a file that does not hold together, or is of another log */
export function readLogState(path: string, origin: string, words: (path: string) => string): Kept | null {
  if (!existsSync(path)) return null;
  const kept = parse(readFileSync(path, 'utf8'));
  if (kept === null || kept.origin !== origin) throw new Error(words(path));
  return kept;
}

function parse(text: string): (Kept & { readonly origin: string }) | null {
  try {
    const { checkpoint, growing } = JSON.parse(text) as StateFile;
    const head = parseCheckpoint(parseNote(checkpoint)!.text)!;
    const tiles = new Map(Object.entries(growing).map(([key, tile]) => [key, fromBase64(tile)!]));
    const whole = growingTiles(head.size).every((tile) => tiles.has(placeKey(tile)));
    if (!whole || !equal(rootOf(head.size, tiles), head.root)) return null;
    return { head, checkpoint, growing: tiles, origin: head.origin };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof TileMissing)
      return null;
    throw error;
  }
}

/** Whole or not at all. */
export function writeLogState(path: string, { checkpoint, growing }: Kept): void {
  const file: StateFile = {
    checkpoint,
    growing: Object.fromEntries([...growing].map(([key, tile]) => [key, base64(tile)])),
  };
  writeFileSync(`${path}.new`, `${JSON.stringify(file)}\n`);
  renameSync(`${path}.new`, path);
}
