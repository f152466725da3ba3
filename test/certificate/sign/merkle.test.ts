import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  leafHash,
  MerkleTree,
  nodeHash,
  pathLength,
  rootFromPath,
} from '../../../src/certificate/sign/merkle.ts';

/** The leaves of the test tree that Certificate Transparency implementations share (google/certificate-transparency). */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = LEAVES.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
const sized = (size: number) =>
  Array.from({ length: size }, (_, i) => leafHash(Buffer.from([i % 256, i >> 8])));

/** RFC 6962 section 2.1 as it is written: split at the largest power of two smaller than n. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

describe('merkle tree (RFC 6962 section 2.1)', () => {
  test('has the published roots for one to eight leaves', () => {
    const roots = ROOTS.map((_, i) => new MerkleTree(hashes.slice(0, i + 1)).root().toString('hex'));
    expect(roots).toEqual(ROOTS);
  });

  test('has the published inclusion path for leaf 0 of 8', () => {
    expect(new MerkleTree(hashes).path(0).map((hash) => hash.toString('hex'))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  test('of nothing has the hash of nothing', () => {
    expect(new MerkleTree([]).root().toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  test('built by levels is the tree of the recursive definition, and each path leads to its root, for any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, seed) => {
        const leaves = sized(size);
        const tree = new MerkleTree(leaves);
        expect(tree.root()).toEqual(rootByDefinition(leaves));
        const index = seed % size;
        const path = tree.path(index);
        expect(path).toHaveLength(pathLength(index, size));
        expect(rootFromPath(leaves[index]!, index, size, path)).toEqual(tree.root());
      }),
      { numRuns: 150 },
    );
  });

  test('a path with a wrong leaf, index, size, length or hash leads elsewhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (size, seed, other) => {
        const leaves = sized(size);
        const tree = new MerkleTree(leaves);
        const root = tree.root();
        const index = seed % size;
        const wrong = (index + 1 + (other % (size - 1))) % size;
        const path = tree.path(index);
        const damaged = path.map((hash, i) => (i === other % path.length ? Buffer.from(hash).fill(7) : hash));
        expect(rootFromPath(leaves[wrong]!, index, size, path)).not.toEqual(root);
        expect(rootFromPath(leaves[index]!, wrong, size, path)).not.toEqual(root);
        expect(rootFromPath(leaves[index]!, index, size, path.slice(1))).not.toEqual(root);
        expect(rootFromPath(leaves[index]!, index, size, [...path, root])).toBeNull();
        expect(rootFromPath(leaves[index]!, index, size, damaged)).not.toEqual(root);
      }),
      { numRuns: 150 },
    );
  });

  test('an index outside the tree is refused, also beyond 32 bits', () => {
    const [leaf] = hashes;
    expect(() => new MerkleTree(hashes).path(8)).toThrow(RangeError);
    for (const [index, size] of [
      [-1, 4],
      [4, 4],
      [0.5, 4],
      [0, Number.NaN],
      [2 ** 60, 2 ** 61],
    ] as const) {
      expect(rootFromPath(leaf!, index, size, [])).toBeNull();
    }
    expect(pathLength(2 ** 40, 2 ** 41)).toBe(41);
  });
});
