import type { SignedHead } from '../domain/publication.js';
import { encodeBundle } from '../public-log/bundles.js';
import { sameBytes, utf8 } from '../public-log/bytes.js';
import { rootIn } from './head-note.js';
import type { TileFolder } from './tile-folder.js';
import { bundlePath, edgeOfTiles, growTiles, hashesAt, type RightTiles, rightTilesOf, tilePath, tileWidth } from '../public-log/tiles.js';
import { leafHash, rootOf } from '../public-log/tree.js';

/** Entries do not come to the root that was signed of them. Nothing more is signed until somebody has looked. */
export class TreeDiffers extends Error {
  override readonly name = 'TreeDiffers';
  constructor({ origin, size }: SignedHead) {
    super(
      `The first ${size} entries of ${origin} do not come to the root that was signed of them. Nothing is signed any more: run doctor.`,
    );
  }
}

/** The exact bytes of entries `from` to `to`, the last not included, in their order. */
export type EntriesOf = (from: number, to: number) => Promise<readonly string[]>;

const nothingYet: RightTiles = { size: 0, tiles: [] };

export const rootAt = (right: RightTiles): Uint8Array => rootOf(edgeOfTiles(right));

/** One log as files, grown from one signed size to the next. What it costs follows from the new entries, not from the old ones. */
export class LogFiles {
  constructor(
    private readonly folder: TileFolder,
    private readonly entriesOf: EntriesOf,
  ) {}

  /**
   * The right end of the tree at the last head, once the files hold every head. Usually they do, and a few tiles are read; what is
   * missing after a crash, or is not what was signed, is made again from the entries, head by head.
   *
   * @param heads all that were signed, smallest first
   * @throws TreeDiffers where the entries are not those that were signed, TileDiffers where a file is not
   */
  async upTo(heads: readonly SignedHead[]): Promise<RightTiles> {
    let held = heads.length;
    let right: RightTiles | undefined;
    while (held > 0 && !right) {
      right = await this.rightEnd(heads[held - 1]!);
      if (!right) held -= 1;
    }
    return this.made(right ?? nothingYet, heads.slice(held));
  }

  /** Every file of the log made again from its first entry, and compared with what is there. */
  whole(heads: readonly SignedHead[]): Promise<RightTiles> {
    return this.made(nothingYet, heads);
  }

  /** What the tree comes to with more entries; nothing is written, since nothing is signed yet. */
  reckon(right: RightTiles, size: number): Promise<RightTiles> {
    return this.grow(right, size, async () => {});
  }

  private async made(from: RightTiles, heads: readonly SignedHead[]): Promise<RightTiles> {
    let right = from;
    for (const head of heads) {
      if (!sameBytes(rootAt(await this.reckon(right, head.size)), rootIn(head))) throw new TreeDiffers(head);
      right = await this.grow(right, head.size, (name, bytes) => this.folder.keep(name, bytes));
    }
    return right;
  }

  /** Undefined where a tile is missing, or they do not come to the root of this head. */
  private async rightEnd(head: SignedHead): Promise<RightTiles | undefined> {
    const tiles: Uint8Array[] = [];
    for (let level = 0; hashesAt(level, head.size) > 0; level += 1) tiles.push(new Uint8Array(0));
    for (const tile of rightTilesOf(head.size)) {
      const bytes = await this.folder.read(tilePath(tile));
      if (!bytes) return undefined;
      tiles[tile.level] = bytes;
    }
    const right = { size: head.size, tiles };
    return sameBytes(rootAt(right), rootIn(head)) ? right : undefined;
  }

  /** Bundle by bundle, so that memory holds one, however many entries there are. */
  private async grow(from: RightTiles, size: number, keep: (name: string, bytes: Uint8Array) => Promise<void>): Promise<RightTiles> {
    let right = from;
    for (let first = from.size - (from.size % tileWidth); first < size; first += tileWidth) {
      const entries = (await this.entriesOf(first, Math.min(first + tileWidth, size))).map(utf8);
      const grown = growTiles(right, entries.slice(right.size - first).map(leafHash));
      await keep(bundlePath({ index: first / tileWidth, width: entries.length }), encodeBundle(entries));
      for (const { tile, bytes } of grown.written) if (tile.width === tileWidth) await keep(tilePath(tile), bytes);
      right = grown.right;
    }
    for (const tile of rightTilesOf(size)) await keep(tilePath(tile), right.tiles[tile.level]!);
    return right;
  }
}
