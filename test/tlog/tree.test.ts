import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { growingTiles, tileWidth } from '../../src/tlog/tiles.ts';
import { grownTiles, leafHash, partHashes, rootOf, TileMissing } from '../../src/tlog/tree.ts';
import { extendsTree, includes, leafHashBy } from '../../src/tlog/tree-check.ts';
import { consistencyParts, inclusionParts, placeKey, tilesOf } from '../../src/tlog/tree-parts.ts';
import { naiveConsistency, naivePath, naiveRoot } from './naive-tree.ts';

const leavesOf = (n: number, seed = 0): Buffer[] =>
  Array.from({ length: n }, (_, i) => Buffer.from(`leaf ${seed} ${i}`));

/** Tiles of a tree that was added to in portions, and how many leaves it has. */
function grow(leaves: readonly Uint8Array[], portions: readonly number[]): Map<string, Uint8Array> {
  const tiles = new Map<string, Uint8Array>();
  let size = 0;
  for (const portion of [...portions, leaves.length]) {
    const some = leaves.slice(size, size + portion).map(leafHash);
    for (const tile of grownTiles(size, some, tiles)) tiles.set(placeKey(tile), tile.hashes);
    size += some.length;
  }
  return tiles;
}

/** Only what the parts need, as a server reads it: nothing may be taken from another tile. */
function only(
  tiles: ReadonlyMap<string, Uint8Array>,
  parts: Parameters<typeof tilesOf>[0],
): Map<string, Uint8Array> {
  return new Map(tilesOf(parts).map((place) => [placeKey(place), tiles.get(placeKey(place))!]));
}

const portions = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 });
const sizes = fc.oneof(fc.integer({ min: 1, max: 700 }), fc.constantFrom(1, 255, 256, 257, 512, 513));

describe('a tree in tiles', () => {
  it('has the root of RFC 6962, in whatever portions it grew', () => {
    fc.assert(
      fc.property(sizes, portions, (n, steps) => {
        const leaves = leavesOf(n);
        expect(Buffer.from(rootOf(n, grow(leaves, steps)))).toEqual(naiveRoot(leaves));
      }),
      { numRuns: 60 },
    );
    expect(Buffer.from(rootOf(0, new Map()))).toEqual(naiveRoot([]));
  });

  it('still has the root of every size that it had before', () => {
    const leaves = leavesOf(600);
    const tiles = grow(leaves, [100]);
    for (const size of [1, 2, 99, 100, 255, 256, 257, 511, 512, 599])
      expect(Buffer.from(rootOf(size, tiles))).toEqual(naiveRoot(leaves.slice(0, size)));
  });

  it('has three levels of tiles above 65,536 leaves', () => {
    const leaves = leavesOf(70_005);
    const tiles = grow(leaves, [65_530]);
    const widths = [...tiles].map(([key, bytes]) => [key, bytes.length / 32]);
    expect(Object.fromEntries(widths)).toMatchObject({
      '0/272': 256,
      '0/273': 117,
      '1/0': 256,
      '1/1': 17,
      '2/0': 1,
    });
    for (const [key, width] of widths) {
      const [level, index] = (key as string).split('/').map(Number) as [number, number];
      expect(tileWidth({ level, index }, 70_005)).toBe(width);
    }
    expect(growingTiles(70_005)).toEqual([
      { level: 0, index: 273, width: 117 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(Buffer.from(rootOf(70_005, tiles))).toEqual(naiveRoot(leaves));
  });

  it('says which tile is missing', () => {
    const tiles = grow(leavesOf(600), []);
    tiles.delete('0/1');
    const parts = inclusionParts(300, 600);
    expect(() => partHashes(parts, tiles)).toThrow(TileMissing);
    expect(() => grownTiles(600, [leafHash(Buffer.of(1))], new Map())).toThrow('tile 0/2');
  });
});

describe('an inclusion proof', () => {
  it('is that of RFC 6962, and verifies', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (n, at) => {
        const leaves = leavesOf(n);
        const index = at % n;
        const parts = inclusionParts(index, n);
        const hashes = partHashes(parts, only(grow(leaves, []), parts));
        expect(hashes.map((hash) => Buffer.from(hash))).toEqual(naivePath(index, leaves));
        const head = { size: n, root: naiveRoot(leaves) };
        const leaf = await leafHashBy(nodeVerifyCrypto, leaves[index]!);
        expect(await includes(head, index, leaf, hashes, nodeVerifyCrypto)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does not verify for another leaf, place or size, nor with a hash more, fewer or changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 300 }), fc.nat(), async (n, at) => {
        const leaves = leavesOf(n);
        const index = at % n;
        const hashes = naivePath(index, leaves);
        const head = { size: n, root: naiveRoot(leaves) };
        const leaf = leafHash(leaves[index]!);
        const check = (change: { head?: object; index?: number; leaf?: Uint8Array; hashes?: Uint8Array[] }) =>
          includes(
            { ...head, ...change.head },
            change.index ?? index,
            change.leaf ?? leaf,
            change.hashes ?? hashes,
            nodeVerifyCrypto,
          );
        expect(await check({ leaf: leafHash(leaves[(index + 1) % n]!) })).toBe(false);
        expect(await check({ index: (index + 1) % n })).toBe(false);
        expect(await check({ index: n })).toBe(false);
        expect(await check({ index: -1 })).toBe(false);
        expect(await check({ hashes: hashes.slice(1) })).toBe(false);
        expect(await check({ hashes: [...hashes, hashes[0]!] })).toBe(false);
        expect(await check({ hashes: hashes.with(0, Buffer.alloc(32)) })).toBe(false);
        expect(await check({ hashes: hashes.with(0, Buffer.alloc(31)) })).toBe(false);
        expect(await check({ head: { root: Buffer.alloc(32) } })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a consistency proof', () => {
  it('is that of RFC 6962, and verifies', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (n, at) => {
        const leaves = leavesOf(n);
        const earlier = 1 + (at % n);
        const parts = consistencyParts(earlier, n);
        const proof = partHashes(parts, only(grow(leaves, []), parts));
        expect(proof.map((hash) => Buffer.from(hash))).toEqual(naiveConsistency(earlier, leaves));
        const before = { size: earlier, root: naiveRoot(leaves.slice(0, earlier)) };
        const after = { size: n, root: naiveRoot(leaves) };
        expect(await extendsTree(before, after, proof, nodeVerifyCrypto)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('needs nothing from an empty tree, and shows nothing of one with another root', async () => {
    const after = { size: 5, root: naiveRoot(leavesOf(5)) };
    const none = { size: 0, root: naiveRoot([]) };
    expect(consistencyParts(0, 5)).toEqual([]);
    expect(await extendsTree(none, after, [], nodeVerifyCrypto)).toBe(true);
    expect(await extendsTree({ ...none, root: Buffer.alloc(32) }, after, [], nodeVerifyCrypto)).toBe(false);
    expect(await extendsTree(none, after, [Buffer.alloc(32)], nodeVerifyCrypto)).toBe(false);
    expect(await extendsTree(after, none, [], nodeVerifyCrypto)).toBe(false);
    expect(() => consistencyParts(6, 5)).toThrow(RangeError);
  });

  it('does not verify for a rewritten history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), async (n, at, which) => {
        const earlier = 1 + (at % (n - 1));
        const before = { size: earlier, root: naiveRoot(leavesOf(earlier)) };
        // One leaf of those that were signed is another one, and the whole tree fits to it.
        const rewritten = leavesOf(n).with(which % earlier, Buffer.from('another'));
        const after = { size: n, root: naiveRoot(rewritten) };
        const proof = naiveConsistency(earlier, rewritten);
        expect(await extendsTree(before, after, proof, nodeVerifyCrypto)).toBe(false);
        const honest = naiveConsistency(earlier, leavesOf(n));
        expect(await extendsTree(before, after, honest, nodeVerifyCrypto)).toBe(false);
        const good = { size: n, root: naiveRoot(leavesOf(n)) };
        expect(await extendsTree(before, good, honest.slice(1), nodeVerifyCrypto)).toBe(false);
        expect(await extendsTree(before, good, [...honest, honest[0]!], nodeVerifyCrypto)).toBe(false);
        expect(await extendsTree(before, good, honest.with(0, Buffer.alloc(32)), nodeVerifyCrypto)).toBe(
          false,
        );
      }),
      { numRuns: 60 },
    );
  });
});
