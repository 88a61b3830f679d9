import fc from 'fast-check';
import { hexOf } from './bytes.js';
import { decodeBundle, encodeBundle } from './bundles.js';
import { appendLeaves, emptyEdge, leafHash, rootOf, treeRoot } from './tree.js';
import {
  bundlePath,
  edgeOfTiles,
  growTiles,
  rightTilesOf,
  type RightTiles,
  type Tile,
  tileAt,
  tileHashes,
  tilePath,
  tilesOf,
  tilesOfGrowth,
} from './tiles.js';

const empty: RightTiles = { size: 0, tiles: [] };
const numbered = (count: number, from = 0): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(new TextEncoder().encode(String(from + at))));
const paths = (tiles: Iterable<Tile>): readonly string[] => [...tiles].map(tilePath);

describe('A tile', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 999, width: 256 }, 'tile/0/999'],
    [{ level: 1, index: 1000, width: 256 }, 'tile/1/x001/000'],
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 2, index: 1234, width: 7 }, 'tile/2/x001/234.p/7'],
  ])('lies where C2SP tlog-tiles puts it: %j at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(tileAt(path)).toEqual(tile);
    expect(bundlePath(tile)).toBe(path.replace(/^tile\/\d+/, 'tile/entries'));
    expect(tileAt(bundlePath(tile))).toEqual({ ...tile, level: 'entries' });
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/07',
    'tile/0/000/',
    'tile/0/../000',
    '/tile/0/000',
    'tile/entry/000',
  ])('has no second address: %s is none', (path) => {
    expect(tileAt(path)).toBeUndefined();
  });

  it('of a tree of 70,000 is one of those that the specification counts', () => {
    const all = [...tilesOf(70_000)];
    expect(all.filter(({ level, width }) => level === 0 && width === 256)).toHaveLength(273);
    expect(paths(all.filter(({ level, width }) => level > 0 || width < 256))).toEqual([
      'tile/0/273.p/112',
      'tile/1/000',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
  });

  it('full at the right end has its hash in the level above at once', () => {
    expect(paths(tilesOf(256))).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(paths(tilesOfGrowth(255, 256))).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(paths(tilesOfGrowth(256, 257))).toEqual(['tile/0/001.p/1']);
    expect(paths(tilesOfGrowth(300, 300))).toEqual([]);
  });

  it('cut short, or with something left over, is refused', () => {
    const tile = { level: 0, index: 0, width: 2 };
    expect(tileHashes(new Uint8Array(64), tile)).toHaveLength(2);
    for (const length of [0, 32, 63, 65, 96]) expect(() => tileHashes(new Uint8Array(length), tile)).toThrow('has 64 bytes');
  });
});

describe('A log kept as tiles', () => {
  it('grows by exactly the tiles that are new, out of its right end alone, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(20), fc.nat(700), fc.constant(256)), { maxLength: 6 }), (steps) => {
        const written = new Map<string, string>();
        let right = empty;
        let edge = emptyEdge;
        for (const step of steps) {
          const leaves = numbered(step, right.size);
          const grown = growTiles(right, leaves);
          expect(paths(grown.written.map(({ tile }) => tile))).toEqual(paths(tilesOfGrowth(right.size, right.size + step)));
          for (const { tile, bytes } of grown.written) written.set(tilePath(tile), hexOf(bytes));
          [right, edge] = [grown.right, appendLeaves(edge, leaves)];
          expect(hexOf(rootOf(edgeOfTiles(right)))).toBe(hexOf(rootOf(edge)));
          expect(edgeOfTiles(right).hashes.map(hexOf)).toEqual(edge.hashes.map(hexOf));
        }
        const atOnce = growTiles(empty, numbered(right.size)).written;
        for (const { tile, bytes } of atOnce) expect(written.get(tilePath(tile))).toBe(hexOf(bytes));
        const kept = rightTilesOf(right.size).map((tile) => written.get(tilePath(tile)));
        expect(right.tiles.map(hexOf).filter((bytes) => bytes !== '')).toEqual(kept);
      }),
      { numRuns: 40 },
    );
  });

  it('of three levels holds the hash of every full tile one level up', () => {
    const leaves = numbered(65_536 + 300);
    const { written } = growTiles(empty, leaves);
    const at = (path: string) => written.find(({ tile }) => tilePath(tile) === path)!.bytes;
    expect(hexOf(at('tile/2/000.p/1'))).toBe(hexOf(treeRoot(leaves.slice(0, 65_536))));
    expect(hexOf(at('tile/1/000').subarray(32 * 200, 32 * 201))).toBe(hexOf(treeRoot(leaves.slice(200 * 256, 201 * 256))));
  });
});

describe('A bundle of entries', () => {
  const tile = { index: 3, width: 2 };

  it('gives each its length in two bytes, the higher first', () => {
    const bundle = encodeBundle([Uint8Array.of(1, 2), new Uint8Array(300)]);
    expect(hexOf(bundle.subarray(0, 6))).toBe('00020102012c');
    expect(decodeBundle(bundle, tile).map(({ length }) => length)).toEqual([2, 300]);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), (entries) => {
        const back = decodeBundle(encodeBundle(entries), { index: 0, width: entries.length });
        expect(back.map(hexOf)).toEqual(entries.map(hexOf));
      }),
    );
  });

  it('cut anywhere, with an entry too few, or with bytes left over, is refused', () => {
    const bundle = encodeBundle([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    for (let end = 0; end < bundle.length; end += 1) expect(() => decodeBundle(bundle.subarray(0, end), tile)).toThrow('it ends within');
    expect(() => decodeBundle(Uint8Array.from([...bundle, 0]), tile)).toThrow('1 bytes left over');
    expect(() => decodeBundle(bundle, { index: 3, width: 1 })).toThrow('3 bytes left over');
  });

  it('holds no entry longer than two bytes can count', () => {
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow('at most 65535 bytes');
  });
});
