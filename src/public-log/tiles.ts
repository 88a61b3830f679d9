import { joinBytes } from './bytes.js';
import { LogFault } from './log-fault.js';
import { hashBytes, type RightEdge, treeRoot } from './tree.js';

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles): a subtree of height 8. */
export const tileWidth = 256;

/**
 * A run of hashes: at level 0 of leaves, above it of full tiles of the level below. Hash i of it is
 * `MTH(D[(index·256 + i)·256^level : (index·256 + i + 1)·256^level])`.
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 256, or 1 to 255 for the partial tile at the right end of a level. */
  readonly width: number;
}

/** Hashes of a level in a tree of that size: `floor(size / 256^level)`. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / tileWidth ** level);

/** `/tile/<level>/<index>[.p/<width>]` without the first slash: `tile/0/x001/234.p/7`. */
export const tilePath = ({ level, index, width }: Tile): string => `tile/${level}/${numberPath(index)}${partPath(width)}`;

/** The entries of a level-0 tile, under the same index and width: `tile/entries/x001/234.p/7`. */
export const bundlePath = ({ index, width }: Omit<Tile, 'level'>): string => `tile/entries/${numberPath(index)}${partPath(width)}`;

const partPath = (width: number): string => (width === tileWidth ? '' : `.p/${width}`);

/** Groups of three digits, all but the last marked with an x: 1234067 is `x001/x234/067`. */
function numberPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

/**
 * Reads such a path back. Every other way of writing it is no tile: leading zeroes, widths of 0 or 256, an x amiss.
 * @returns undefined where the path is none; `level` is `entries` for a bundle
 */
export function tileAt(path: string): (Omit<Tile, 'level'> & { readonly level: number | 'entries' }) | undefined {
  const parts = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!parts) return undefined;
  const [, where = '', digits = '', part] = parts;
  const tile = {
    level: where === 'entries' ? ('entries' as const) : Number(where),
    index: Number(digits.replace(/[x/]/g, '')),
    width: part === undefined ? tileWidth : Number(part),
  };
  const isInBounds = tile.level === 'entries' || tile.level <= 63;
  const again = tile.level === 'entries' ? bundlePath(tile) : tilePath({ ...tile, level: tile.level });
  return isInBounds && tile.width > 0 && again === path ? tile : undefined;
}

/** Every tile of a tree that has grown from one size to another that was not there before, lowest level first. */
export function* tilesOfGrowth(from: number, to: number): Generator<Tile> {
  for (let level = 0; hashesAt(level, to) > 0; level += 1) {
    const hashes = hashesAt(level, to);
    const before = hashesAt(level, from);
    if (hashes === before) continue;
    for (let index = Math.floor(before / tileWidth); index * tileWidth < hashes; index += 1)
      yield { level, index, width: Math.min(tileWidth, hashes - index * tileWidth) };
  }
}

/** Every tile of a tree of that size; its bundles are those of level 0. */
export const tilesOf = (size: number): Generator<Tile> => tilesOfGrowth(0, size);

/** The hashes of a tile. @throws LogFault `tile/malformed` where the bytes are not exactly `width` of them */
export function tileHashes(bytes: Uint8Array, tile: Tile): readonly Uint8Array[] {
  if (bytes.length !== tile.width * hashBytes)
    throw new LogFault('tile/malformed', `${tilePath(tile)} has ${tile.width * hashBytes} bytes; ${bytes.length} are there.`);
  return hashesIn(bytes);
}

const hashesIn = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: bytes.length / hashBytes }, (_, at) => bytes.subarray(at * hashBytes, (at + 1) * hashBytes));

/**
 * The partial tiles at the right end of a tree, the bytes of one for each level from 0 on, none where that level has
 * only full tiles. They are all that is needed of a log in order to add to it.
 */
export interface RightTiles {
  readonly size: number;
  readonly tiles: readonly Uint8Array[];
}

/** Which tiles those are: what a publisher reads before it adds to a log, and a checker to start from a remembered size. */
export const rightTilesOf = (size: number): readonly Tile[] =>
  [...levelsOf(size)].flatMap((level) => {
    const hashes = hashesAt(level, size);
    return hashes % tileWidth > 0 ? [{ level, index: Math.floor(hashes / tileWidth), width: hashes % tileWidth }] : [];
  });

function* levelsOf(size: number): Generator<number> {
  for (let level = 0; hashesAt(level, size) > 0; level += 1) yield level;
}

export interface WrittenTile {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

/**
 * Adds leaves to a tree that is kept as tiles. What it costs follows from the new leaves alone.
 * @returns every tile that is new, and the right end from which the next growth goes on
 */
export function growTiles(
  old: RightTiles,
  leafHashes: readonly Uint8Array[],
): { readonly written: WrittenTile[]; readonly right: RightTiles } {
  const written: WrittenTile[] = [];
  const tiles: Uint8Array[] = [];
  let added = leafHashes;
  for (let level = 0; added.length > 0 || level < old.tiles.length; level += 1) {
    const hashes = [...hashesIn(old.tiles[level] ?? new Uint8Array(0)), ...added];
    const above: Uint8Array[] = [];
    const first = Math.floor(hashesAt(level, old.size) / tileWidth);
    for (let at = 0; added.length > 0 && at < hashes.length; at += tileWidth) {
      const inTile = hashes.slice(at, at + tileWidth);
      written.push({ tile: { level, index: first + at / tileWidth, width: inTile.length }, bytes: joinBytes(...inTile) });
      if (inTile.length === tileWidth) above.push(treeRoot(inTile));
    }
    tiles.push(joinBytes(...hashes.slice(above.length * tileWidth)));
    added = above;
  }
  return { written, right: { size: old.size + leafHashes.length, tiles } };
}

/** The right edge that those tiles hold; its root must be the one that was signed. */
export function edgeOfTiles({ size, tiles }: RightTiles): RightEdge {
  const hashes = tiles.flatMap((bytes) => perfectSubtreesIn(hashesIn(bytes))).reverse();
  return { size, hashes };
}

/** The full subtrees of a partial tile, the smallest first. */
function perfectSubtreesIn(hashes: readonly Uint8Array[]): readonly Uint8Array[] {
  const roots: Uint8Array[] = [];
  let end = hashes.length;
  for (let width = 1; end > 0; width *= 2) {
    if (end % (2 * width) === 0) continue;
    roots.push(treeRoot(hashes.slice(end - width, end)));
    end -= width;
  }
  return roots;
}
