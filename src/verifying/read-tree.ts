import { sameBytes } from '../public-log/bytes.js';
import { LogFault } from '../public-log/log-fault.js';
import { type TreeHead, tileOf } from '../public-log/proof.js';
import { edgeOfTiles, hashesAt, rightTilesOf, type Tile, tileHashes, tilePath, tilesOf, tileWidth } from '../public-log/tiles.js';
import { hashBytes, rootOf, treeRoot } from '../public-log/tree.js';
import { aFewAtATime, type LogReader } from './reading.js';

/** Answers that are waited for at once: enough to hide the way there and back, too few to be a burden. */
export const fewAtOnce = 8;

/** Every tile of a tree, each found to belong to its head. */
export interface ReadTree extends TreeHead {
  readonly tileBytes: (tile: Tile) => Uint8Array;
}

/**
 * Reads every tile of a tree, from the root down: first the partial tiles at its right end, which together hash to the
 * root, then each full tile, whose hash stands in one that was read before. So a wrong bit is found in the tile that has it.
 * @throws LogFault `tile/malformed`, `tile/other-root`
 */
export async function readTree(reader: LogReader, { size, root }: TreeHead): Promise<ReadTree> {
  const tiles = new Map<string, Uint8Array>();
  const read = async (tile: Tile): Promise<Uint8Array> => {
    const bytes = await reader.read(tilePath(tile), tile.width * hashBytes);
    tileHashes(bytes, tile);
    tiles.set(tilePath(tile), bytes);
    return bytes;
  };
  const right = rightTilesOf(size);
  const atRight = await aFewAtATime(fewAtOnce, right, read);
  const tilesByLevel: Uint8Array[] = [];
  right.forEach(({ level }, at) => {
    while (tilesByLevel.length < level) tilesByLevel.push(new Uint8Array(0));
    tilesByLevel.push(atRight[at]!);
  });
  if (!sameBytes(rootOf(edgeOfTiles({ size, tiles: tilesByLevel })), root))
    throw new LogFault('tile/other-root', `The tiles at the right end (${right.map(tilePath).join(', ')}) do not hash to the signed root.`);
  const tileBytes = (tile: Tile): Uint8Array => tiles.get(tilePath(tile))!;
  const full = [...tilesOf(size)].filter(({ width }) => width === tileWidth);
  for (let level = Math.max(0, ...full.map((tile) => tile.level)); level >= 0; level -= 1) {
    await aFewAtATime(
      fewAtOnce,
      full.filter((tile) => tile.level === level),
      async (tile) => {
        const hash = treeRoot(tileHashes(await read(tile), tile));
        if (!sameBytes(hash, hashAbove(tile, size, tileBytes)))
          throw new LogFault('tile/other-root', `${tilePath(tile)} does not hash to what the signed tree says of it.`);
      },
    );
  }
  return { size, root, tileBytes };
}

/** What the level above says of a full tile. */
function hashAbove({ level, index }: Tile, size: number, tileBytes: (tile: Tile) => Uint8Array): Uint8Array {
  const above = tileOf({ height: 8 * (level + 1), index }, size);
  const at = index - above.index * tileWidth;
  return tileBytes(above).subarray(at * hashBytes, (at + 1) * hashBytes);
}

/** The tiles of leaf hashes, in their order: under the same numbers lie the bundles of entries. */
export const leafTilesOf = (size: number): readonly Tile[] =>
  Array.from({ length: Math.ceil(size / tileWidth) }, (_, index) => ({
    level: 0,
    index,
    width: Math.min(tileWidth, hashesAt(0, size) - index * tileWidth),
  }));
