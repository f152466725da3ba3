import { hash } from 'node:crypto';

/** Merkle tree hashing of RFC 6962 section 2.1 with SHA-256; every hash is 32 bytes. */

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);
export const HASH_LENGTH = 32;

// As hex first: a hash that comes as bytes brings an ArrayBuffer of its own, and takes twice as long.
function sha256(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.from(hash('sha256', Buffer.concat(parts)), 'hex');
}

/** SHA-256(0x00 || data): the prefix keeps a leaf from ever passing as an inner node. */
export function leafHash(data: Uint8Array): Buffer {
  return sha256(LEAF, data);
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/**
 * A whole tree kept level by level, so that every inclusion path is a look-up.
 * Pairing neighbours and carrying a lone last node up unchanged gives exactly the tree of RFC 6962,
 * which splits at the largest power of two below n.
 */
export class MerkleTree {
  readonly size: number;
  readonly #levels: Buffer[][];

  constructor(leafHashes: readonly Buffer[]) {
    this.size = leafHashes.length;
    this.#levels = [[...leafHashes]];
    for (let level = this.#levels[0]!; level.length > 1; ) {
      const next: Buffer[] = [];
      for (let i = 0; i + 1 < level.length; i += 2) next.push(nodeHash(level[i]!, level[i + 1]!));
      if (level.length % 2 === 1) next.push(level[level.length - 1]!);
      this.#levels.push(next);
      level = next;
    }
  }

  /** The root; of no leaves it is SHA-256 of nothing (RFC 6962 section 2.1). */
  root(): Buffer {
    return this.#levels[this.#levels.length - 1]![0] ?? sha256();
  }

  /** Sibling hashes from the leaf up. @throws RangeError if there is no such leaf. */
  path(leafIndex: number): Buffer[] {
    if (!Number.isInteger(leafIndex) || leafIndex < 0 || leafIndex >= this.size) {
      throw new RangeError(`no leaf ${leafIndex} in a tree of ${this.size}`);
    }
    const path: Buffer[] = [];
    let index = leafIndex;
    for (const level of this.#levels.slice(0, -1)) {
      const sibling = level[index % 2 === 0 ? index + 1 : index - 1];
      if (sibling !== undefined) path.push(sibling);
      index = Math.floor(index / 2);
    }
    return path;
  }
}

/** How many hashes the path of this leaf has in a tree of this size. */
export function pathLength(leafIndex: number, treeSize: number): number {
  let length = 0;
  let index = leafIndex;
  for (let last = treeSize - 1; last > 0; last = Math.floor(last / 2)) {
    if (index % 2 === 1 || index < last) length++;
    index = Math.floor(index / 2);
  }
  return length;
}

/**
 * The root that a leaf and its path lead to (RFC 9162 section 2.1.3.2), or null where index, size and
 * number of hashes do not fit together. Works for any size up to 2^53 - 1: no 32-bit operators.
 */
export function rootFromPath(
  leaf: Buffer,
  leafIndex: number,
  treeSize: number,
  path: readonly Buffer[],
): Buffer | null {
  if (!Number.isSafeInteger(leafIndex) || !Number.isSafeInteger(treeSize)) return null;
  if (leafIndex < 0 || leafIndex >= treeSize) return null;
  let hash = leaf;
  let index = leafIndex;
  let used = 0;
  for (let last = treeSize - 1; last > 0; last = Math.floor(last / 2)) {
    if (index % 2 === 1 || index < last) {
      const sibling = path[used++];
      if (sibling === undefined || sibling.length !== HASH_LENGTH) return null;
      hash = index % 2 === 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    }
    index = Math.floor(index / 2);
  }
  return used === path.length ? hash : null;
}
