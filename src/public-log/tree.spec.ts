import fc from 'fast-check';
import { hexOf } from './bytes.js';
import { appendLeaves, emptyEdge, emptyRoot, leafHash, nodeHash, rootOf, treeRoot } from './tree.js';

/** The leaves and roots that Certificate Transparency's own programs test themselves with. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) =>
  Uint8Array.from(Buffer.from(hex, 'hex')),
);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 section 2.1 as it is written there, over leaf hashes. */
function mth(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot;
  if (hashes.length === 1) return hashes[0]!;
  const half = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
  return nodeHash(mth(hashes.slice(0, half)), mth(hashes.slice(half)));
}

const numbered = (count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => leafHash(Uint8Array.of(at >> 8, at)));

describe('The tree of a log', () => {
  it.each(roots.map((root, size) => [size, root] as const))('of the first %i published leaves has the published root', (size, root) => {
    expect(hexOf(treeRoot(leaves.slice(0, size).map(leafHash)))).toBe(root);
  });

  it('is the one that RFC 6962 defines, at every size', () => {
    for (let size = 0; size < 300; size += 1) expect(hexOf(treeRoot(numbered(size)))).toBe(hexOf(mth(numbered(size))));
  });

  it('grows to the same root in whatever steps it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 8 }), (steps) => {
        const all = numbered(steps.reduce((sum, step) => sum + step, 0));
        const edge = steps.reduce((grown, step) => appendLeaves(grown, all.slice(grown.size, grown.size + step)), emptyEdge);
        expect(edge.size).toBe(all.length);
        expect(hexOf(rootOf(edge))).toBe(hexOf(mth(all)));
      }),
    );
  });

  it('remembers one hash for every 1 in its size, and leaves an older edge as it was', () => {
    const edge = appendLeaves(emptyEdge, numbered(0b1011));
    expect(edge.hashes).toHaveLength(3);
    const root = hexOf(rootOf(edge));
    appendLeaves(edge, numbered(77));
    expect(hexOf(rootOf(edge))).toBe(root);
  });

  it('never takes a leaf for a node', () => {
    const [left, right] = [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))];
    expect(hexOf(leafHash(Uint8Array.from([...left, ...right])))).not.toBe(hexOf(nodeHash(left, right)));
  });
});
