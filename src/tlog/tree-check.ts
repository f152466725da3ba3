import type { VerifyCrypto } from '../ports/verify-crypto.ts';
import { concat, equal } from './bytes.ts';
import { HASH_BYTES, type TreeHead } from './checkpoint.ts';

/** Proofs verified (RFC 9162 section 2.1.3.2 and 2.1.4.2; the tree is that of RFC 6962). */

/** SHA-256(0x00 || data): the prefix keeps a leaf from ever passing as an inner node. */
export const leafHashBy = (crypto: VerifyCrypto, data: Uint8Array): Uint8Array | Promise<Uint8Array> =>
  crypto.sha256(concat(Uint8Array.of(0), data));

/** SHA-256(0x01 || left || right). */
export const nodeHashBy = (
  crypto: VerifyCrypto,
  left: Uint8Array,
  right: Uint8Array,
): Uint8Array | Promise<Uint8Array> => crypto.sha256(concat(Uint8Array.of(1), left, right));

/** Whether a leaf is in a tree, by the siblings on its way to the root. */
export async function includes(
  { size, root }: TreeHead,
  index: number,
  leaf: Uint8Array,
  siblings: readonly Uint8Array[],
  crypto: VerifyCrypto,
): Promise<boolean> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let hash = leaf;
  let at = index;
  let used = 0;
  for (let last = size - 1; last > 0; last = Math.floor(last / 2)) {
    if (at % 2 === 1 || at < last) {
      const sibling = siblings[used++];
      if (sibling?.length !== HASH_BYTES) return false;
      hash = await (at % 2 === 1 ? nodeHashBy(crypto, sibling, hash) : nodeHashBy(crypto, hash, sibling));
    }
    at = Math.floor(at / 2);
  }
  return used === siblings.length && equal(hash, root);
}

/** Whether a tree begins with an earlier one. */
export async function extendsTree(
  earlier: TreeHead,
  later: TreeHead,
  proof: readonly Uint8Array[],
  crypto: VerifyCrypto,
): Promise<boolean> {
  if (proof.some((hash) => hash.length !== HASH_BYTES)) return false;
  if (earlier.size > later.size || earlier.size < 0) return false;
  if (earlier.size === later.size) return proof.length === 0 && equal(earlier.root, later.root);
  if (earlier.size === 0)
    return proof.length === 0 && equal(earlier.root, await crypto.sha256(new Uint8Array()));
  let at = earlier.size - 1;
  let last = later.size - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  // The earlier tree is one complete subtree: its root is the first node.
  const nodes = at === 0 ? [earlier.root, ...proof] : proof;
  let [before, after] = [nodes[0], nodes[0]];
  if (before === undefined || after === undefined) return false;
  for (const node of nodes.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = await nodeHashBy(crypto, node, before);
      after = await nodeHashBy(crypto, node, after);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      after = await nodeHashBy(crypto, after, node);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equal(before, earlier.root) && equal(after, later.root);
}
