import { sameBytes } from './bytes.js';
import { LogFault } from './log-fault.js';
import { hashesAt, type Tile, tileWidth } from './tiles.js';
import { hashBytes, nodeHash, treeRoot } from './tree.js';

/** Leaves `from` (included) to `to` (not included), whose Merkle tree hash is one line of a proof. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A full subtree: `MTH(D[index·2^height : (index + 1)·2^height])`. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** No proof has more hashes: sizes are below 2^53, and each of a consistency proof's ends has its own. */
export const longestProof = 108;

/** The largest power of two below `count`, where RFC 6962 section 2.1 splits a tree. */
function splitOf(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

/**
 * What an inclusion proof is made of, the leaf's sibling first: `PATH(index, D[0:size])` of RFC 6962 section 2.1.1.
 * @throws RangeError where the tree has no such leaf
 */
export function inclusionSpans(index: number, size: number): readonly Span[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}.`);
  const spans: Span[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    spans.push(index < middle ? { from: middle, to } : { from, to: middle });
    [from, to] = index < middle ? [from, middle] : [middle, to];
  }
  return spans.reverse();
}

/**
 * What a consistency proof is made of: `PROOF(older, D[0:size])` of RFC 6962 section 2.1.2. Nothing where the older tree
 * is empty or the same.
 * @throws RangeError where the older tree is larger
 */
export function consistencySpans(older: number, size: number): readonly Span[] {
  if (!(older >= 0 && older <= size)) throw new RangeError(`A tree of ${size} leaves does not continue one of ${older}.`);
  if (older === 0) return [];
  const spans: Span[] = [];
  let [from, to] = [0, size];
  while (to !== older) {
    const middle = from + splitOf(to - from);
    spans.push(older <= middle ? { from: middle, to } : { from, to: middle });
    [from, to] = older <= middle ? [from, middle] : [middle, to];
  }
  return (from === 0 ? spans : [...spans, { from, to }]).reverse();
}

/** The full subtrees that a span is made of, the largest first. A span of a proof starts where its largest may start. */
export function subtreesOf({ from, to }: Span): readonly Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to; ) {
    let height = 0;
    while (2 ** (height + 1) <= to - at && at % 2 ** (height + 1) === 0) height += 1;
    subtrees.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return subtrees;
}

/** The hash of a full subtree, out of whatever keeps the tree. */
export type ReadHash = (subtree: Subtree) => Uint8Array;

/** The proof itself: the hash of each span. */
export const proofOf = (spans: readonly Span[], read: ReadHash): readonly Uint8Array[] =>
  spans.map((span) =>
    subtreesOf(span)
      .map(read)
      .reduceRight((right, left) => nodeHash(left, right)),
  );

/** The tile, in a tree of that size, in which a full subtree is kept: as one of its hashes, or as several in a row. */
export function tileOf({ height, index }: Subtree, size: number): Tile {
  const level = Math.floor(height / 8);
  const inLevel = index * 2 ** (height % 8);
  const at = Math.floor(inLevel / tileWidth);
  return { level, index: at, width: Math.min(tileWidth, hashesAt(level, size) - at * tileWidth) };
}

/** Reads hashes out of the tiles of a tree of that size. `tilesNeeded` says beforehand which ones. */
export const readTiles =
  (size: number, tileBytes: (tile: Tile) => Uint8Array): ReadHash =>
  (subtree) => {
    const tile = tileOf(subtree, size);
    const run = 2 ** (subtree.height % 8);
    const first = subtree.index * run - tile.index * tileWidth;
    const bytes = tileBytes(tile);
    return treeRoot(Array.from({ length: run }, (_, at) => bytes.subarray((first + at) * hashBytes, (first + at + 1) * hashBytes)));
  };

/** Every tile that a proof is read from, each once. */
export function tilesNeeded(spans: readonly Span[], size: number): readonly Tile[] {
  const tiles = new Map<string, Tile>();
  for (const subtree of spans.flatMap(subtreesOf)) {
    const tile = tileOf(subtree, size);
    tiles.set(`${tile.level}/${tile.index}`, tile);
  }
  return [...tiles.values()];
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
}

/** RFC 9162 section 2.1.3.2. @throws LogFault `proof/not-included` */
export function checkInclusion(proof: readonly Uint8Array[], { index, size, leaf, root }: Inclusion): void {
  const refuse = () => new LogFault('proof/not-included', `The proof does not show that entry ${index} is in the tree of ${size}.`);
  if (!(index >= 0 && index < size) || proof.some(({ length }) => length !== hashBytes)) throw refuse();
  let [at, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) throw refuse();
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0 || !sameBytes(hash, root)) throw refuse();
}

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** RFC 9162 section 2.1.4.2: the newer tree holds the older one unchanged, and goes on. @throws LogFault `proof/not-consistent` */
export function checkConsistency(proof: readonly Uint8Array[], older: TreeHead, newer: TreeHead): void {
  const refuse = () => new LogFault('proof/not-consistent', `The tree of ${newer.size} does not continue the tree of ${older.size}.`);
  if (older.size > newer.size || proof.some(({ length }) => length !== hashBytes)) throw refuse();
  if (older.size === 0 || older.size === newer.size) {
    if (proof.length > 0 || (older.size > 0 && !sameBytes(older.root, newer.root))) throw refuse();
    return;
  }
  if (!isConsistent(proof, older, newer)) throw refuse();
}

function isConsistent(proof: readonly Uint8Array[], older: TreeHead, newer: TreeHead): boolean {
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  if (!first) return false;
  let [ofOlder, ofNewer] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [ofOlder, ofNewer] = [nodeHash(hash, ofOlder), nodeHash(hash, ofNewer)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else ofNewer = nodeHash(ofNewer, hash);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(ofOlder, older.root) && sameBytes(ofNewer, newer.root);
}
