import fc from 'fast-check';
import { hexOf } from './bytes.js';
import {
  checkConsistency,
  checkInclusion,
  consistencySpans,
  inclusionSpans,
  longestProof,
  proofOf,
  type ReadHash,
  readTiles,
  subtreesOf,
  tilesNeeded,
} from './proof.js';
import { growTiles, tilePath } from './tiles.js';
import { leafHash, nodeHash, treeRoot } from './tree.js';

const published = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) =>
  leafHash(Uint8Array.from(Buffer.from(hex, 'hex'))),
);
const numbered = (count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => leafHash(Uint8Array.of(at >> 8, at)));

const among =
  (leaves: readonly Uint8Array[]): ReadHash =>
  ({ height, index }) =>
    treeRoot(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height));
const included = (index: number, leaves: readonly Uint8Array[]) => proofOf(inclusionSpans(index, leaves.length), among(leaves));
const consistent = (older: number, leaves: readonly Uint8Array[]) => proofOf(consistencySpans(older, leaves.length), among(leaves));

/** RFC 6962 section 2.1.1 and 2.1.2 as they are written there. */
const splitOf = (count: number) => 2 ** Math.ceil(Math.log2(count) - 1);
function path(index: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length === 1) return [];
  const half = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half ? [...path(index, left), treeRoot(right)] : [...path(index - half, right), treeRoot(left)];
}
function subproof(older: number, leaves: readonly Uint8Array[], isWhole: boolean): readonly Uint8Array[] {
  if (older === leaves.length) return isWhole ? [] : [treeRoot(leaves)];
  const half = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return older <= half ? [...subproof(older, left, isWhole), treeRoot(right)] : [...subproof(older - half, right, false), treeRoot(left)];
}

const headOf = (leaves: readonly Uint8Array[]) => ({ size: leaves.length, root: treeRoot(leaves) });
const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, at) => (at === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte));

describe('A proof of inclusion', () => {
  it.each([
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  ])('of leaf %i among %i is the published one', (index, size, hashes) => {
    expect(included(index, published.slice(0, size)).map(hexOf)).toEqual(hashes);
  });

  it('is the one that RFC 6962 defines, and holds, for every leaf of every tree', () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = numbered(size);
      for (let index = 0; index < size; index += 1) {
        const proof = included(index, leaves);
        expect(proof.map(hexOf)).toEqual(path(index, leaves).map(hexOf));
        checkInclusion(proof, { index, size, leaf: leaves[index]!, root: treeRoot(leaves) });
      }
    }
  });

  it('with one bit flipped, a hash more or less, or of another place, shows nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, at, bit) => {
        const leaves = numbered(size);
        const index = at % size;
        const proof = included(index, leaves);
        const claim = { index, size, leaf: leaves[index]!, root: treeRoot(leaves) };
        const wrong = (hashes: readonly Uint8Array[], change: Partial<typeof claim> = {}) =>
          expect(() => checkInclusion(hashes, { ...claim, ...change })).toThrow(expect.objectContaining({ code: 'proof/not-included' }));
        checkInclusion(proof, claim);
        wrong(proof.map((hash, line) => (line === bit % proof.length ? flipped(hash, bit) : hash)));
        wrong(proof.slice(1));
        wrong([...proof, proof[0]!]);
        wrong(proof.map((hash) => hash.subarray(0, 31)));
        wrong(proof, { leaf: flipped(claim.leaf, bit) });
        wrong(proof, { root: flipped(claim.root, bit) });
        wrong(proof, { index: (index + 1) % size });
        wrong(proof, { index: size });
      }),
      { numRuns: 60 },
    );
  });
});

describe('A proof of consistency', () => {
  it.each([
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('from %i to %i leaves is the published one', (older, size, hashes) => {
    expect(consistent(older, published.slice(0, size)).map(hexOf)).toEqual(hashes);
  });

  it('is the one that RFC 6962 defines, and holds, between every two sizes', () => {
    for (let size = 0; size <= 40; size += 1) {
      const leaves = numbered(size);
      for (let older = 0; older <= size; older += 1) {
        const proof = consistent(older, leaves);
        expect(proof.map(hexOf)).toEqual((older === 0 ? [] : subproof(older, leaves, true)).map(hexOf));
        checkConsistency(proof, headOf(leaves.slice(0, older)), headOf(leaves));
      }
    }
  });

  it('does not hold for a history that was rewritten, shortened, or proved with one bit flipped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, at, bit) => {
        const leaves = numbered(size);
        const older = 1 + (at % (size - 1));
        const proof = consistent(older, leaves);
        const [before, after] = [headOf(leaves.slice(0, older)), headOf(leaves)];
        const wrong = (hashes: readonly Uint8Array[], from = before, to = after) =>
          expect(() => checkConsistency(hashes, from, to)).toThrow(expect.objectContaining({ code: 'proof/not-consistent' }));
        checkConsistency(proof, before, after);
        const rewritten = leaves.map((leaf, place) => (place === bit % older ? flipped(leaf, bit) : leaf));
        wrong(consistent(older, rewritten), before, headOf(rewritten));
        wrong(proof, after, before);
        wrong(proof.slice(1));
        wrong([...proof, proof[0]!]);
        wrong(proof.map((hash, line) => (line === bit % proof.length ? flipped(hash, bit) : hash)));
        wrong([], after, { ...after, root: flipped(after.root, bit) });
      }),
      { numRuns: 60 },
    );
  });
});

describe('A proof out of tiles', () => {
  it('reads only the tiles that it needs, and is the same', () => {
    const leaves = numbered(1000);
    const tiles = new Map(growTiles({ size: 0, tiles: [] }, leaves).written.map(({ tile, bytes }) => [tilePath(tile), bytes]));
    for (const spans of [inclusionSpans(700, 1000), inclusionSpans(999, 1000), consistencySpans(300, 1000), consistencySpans(512, 1000)]) {
      const needed = new Map(tilesNeeded(spans, 1000).map((tile) => [tilePath(tile), tiles.get(tilePath(tile))!]));
      const proof = proofOf(
        spans,
        readTiles(1000, (tile) => needed.get(tilePath(tile))!),
      );
      expect(proof.map(hexOf)).toEqual(proofOf(spans, among(leaves)).map(hexOf));
    }
  });

  it('of the largest log there can be is short, and made at once', () => {
    const size = 2 ** 53 - 1;
    for (const spans of [inclusionSpans(size - 1, size), inclusionSpans(12_345, size), consistencySpans(2 ** 52 + 1, size)]) {
      expect(spans.length).toBeLessThanOrEqual(longestProof);
      expect(spans.flatMap(subtreesOf).length).toBeLessThan(2000);
    }
    const endless = Array.from({ length: longestProof }, () => leafHash(Uint8Array.of(1)));
    expect(() => checkInclusion(endless, { index: size - 1, size, leaf: endless[0]!, root: nodeHash(endless[0]!, endless[0]!) })).toThrow();
    expect(() => checkConsistency(endless, { size: size - 1, root: endless[0]! }, { size, root: endless[0]! })).toThrow();
  });

  it('is not made for what a tree has not', () => {
    expect(() => inclusionSpans(3, 3)).toThrow('no leaf 3');
    expect(() => consistencySpans(4, 3)).toThrow('does not continue');
  });
});
