import { TILE_LEVELS, TILE_WIDTH, type TilePlace } from './tiles.ts';

/**
 * Of which complete subtrees the proofs of RFC 6962 consist. All numbers are safe integers, beyond 32 bits: no bit operators.
 */

/** The subtree over the leaves `index * 2^level` up to, not including, `(index + 1) * 2^level`; it is complete. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Leaves `from` up to, not including, `to`. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two below n, for n > 1 (RFC 6962 section 2.1). */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/**
 * The complete subtrees of a range that stands in a tree as one node, left to right. Its hash is theirs, taken together from
 * the right.
 */
export function subtreesOf({ from, to }: LeafRange): Subtree[] {
  const subtrees: Subtree[] = [];
  let start = from;
  while (start < to) {
    let level = 0;
    let width = 1;
    while (start + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    subtrees.push({ level, index: start / width });
    start += width;
  }
  return subtrees;
}

/**
 * The siblings on the way from a leaf to the root, leaf first (RFC 6962 section 2.1.1).
 * @throws RangeError if there is no such leaf
 */
export function inclusionParts(index: number, size: number): LeafRange[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const parts: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      parts.push({ from: middle, to });
      to = middle;
    } else {
      parts.push({ from, to: middle });
      from = middle;
    }
  }
  return parts.reverse();
}

/**
 * What shows that a tree begins with an earlier one (RFC 6962 section 2.1.2). Nothing needs to be shown of an empty tree, nor
 * of one of the same size.
 * @throws RangeError if the earlier one is larger
 */
export function consistencyParts(earlier: number, size: number): LeafRange[] {
  if (earlier < 0 || earlier > size) throw new RangeError(`no tree of ${earlier} in a tree of ${size}`);
  if (earlier === 0 || earlier === size) return [];
  const parts: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to !== earlier) {
    const middle = from + splitOf(to - from);
    if (earlier <= middle) {
      parts.push({ from: middle, to });
      to = middle;
    } else {
      parts.push({ from, to: middle });
      from = middle;
    }
  }
  // The verifier knows the earlier root: where that is the node itself, it is not repeated.
  if (from > 0) parts.push({ from, to });
  return parts.reverse();
}

/** In which tile the hash of a subtree is, and which hashes of that tile it is over. */
export function tileOf({
  level,
  index,
}: Subtree): TilePlace & { readonly first: number; readonly count: number } {
  const tileLevel = Math.floor(level / TILE_LEVELS);
  const count = 2 ** (level % TILE_LEVELS);
  const first = index * count;
  return { level: tileLevel, index: Math.floor(first / TILE_WIDTH), first: first % TILE_WIDTH, count };
}

/** The tiles that hold these parts, each once. */
export function tilesOf(parts: readonly LeafRange[]): TilePlace[] {
  const places = new Map<string, TilePlace>();
  for (const subtree of parts.flatMap(subtreesOf)) {
    const { level, index } = tileOf(subtree);
    places.set(placeKey({ level, index }), { level, index });
  }
  return [...places.values()];
}

export const placeKey = ({ level, index }: TilePlace): string => `${level}/${index}`;
