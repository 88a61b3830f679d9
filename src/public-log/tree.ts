import { hash } from 'node:crypto';
import { joinBytes } from './bytes.js';

/** Bytes of one hash of the tree: SHA-256. */
export const hashBytes = 32;

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** `MTH({}) = SHA-256()`: the root of a tree without leaves (RFC 6962 section 2.1). */
export const emptyRoot: Uint8Array = sha256(new Uint8Array(0));

/** Of most entries; what is longer is put together by itself. */
const leaf = new Uint8Array(65_536);

/** `SHA-256(0x00 ‖ entry)` (RFC 6962 section 2.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  if (entry.length >= leaf.length) return sha256(joinBytes(Uint8Array.of(0), entry));
  leaf.set(entry, 1);
  return sha256(leaf.subarray(0, entry.length + 1));
}

const pair = Uint8Array.of(1, ...new Uint8Array(2 * hashBytes));

/** `SHA-256(0x01 ‖ left ‖ right)` (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 1 + hashBytes);
  return sha256(pair);
}

/**
 * All that a growing tree needs to remember: one hash for every 1 in the binary form of its size, that of a full
 * subtree of so many leaves, from the largest at the left to the smallest at the right. A tree of 1,000,000 leaves has
 * seven. Appending costs two hashes a leaf, whatever stands before.
 */
export interface RightEdge {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

export const emptyEdge: RightEdge = { size: 0, hashes: [] };

/** The edge after these leaves too. Each is given as its `leafHash`, so that stored ones need no entry. */
export function appendLeaves({ size, hashes }: RightEdge, leafHashes: Iterable<Uint8Array>): RightEdge {
  const edge = [...hashes];
  let grown = size;
  for (const leaf of leafHashes) {
    let joined = leaf;
    for (let left = grown; left % 2 === 1; left = (left - 1) / 2) joined = nodeHash(edge.pop()!, joined);
    edge.push(joined);
    grown += 1;
  }
  return { size: grown, hashes: edge };
}

/** The Merkle tree hash (RFC 6962 section 2.1): subtrees are joined from the right. */
export function rootOf({ hashes }: RightEdge): Uint8Array {
  return hashes.reduceRight<Uint8Array | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ?? emptyRoot;
}

/** The root over stored leaf hashes, from the first on. */
export const treeRoot = (leafHashes: Iterable<Uint8Array>): Uint8Array => rootOf(appendLeaves(emptyEdge, leafHashes));
