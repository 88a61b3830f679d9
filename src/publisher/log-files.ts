import type { SignedHead } from '../domain/publication.js';
import { encodeBundle } from '../public-log/bundles.js';
import { sameBytes, utf8 } from '../public-log/bytes.js';
import { rootIn } from './head-note.js';
import { consistencySpans, inclusionSpans, proofOf, readTiles, type Span, tilesNeeded } from '../public-log/proof.js';
import { TileDiffers, type TileFolder } from './tile-folder.js';
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

type Keep = (name: string, bytes: Uint8Array) => Promise<void>;

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

  /** Every file of the log made again from its first entry: what is missing is written, what differs is told. */
  whole(heads: readonly SignedHead[]): Promise<RightTiles> {
    return this.made(nothingYet, heads);
  }

  /** The same and nothing written: whether entries, heads and files agree. */
  async check(heads: readonly SignedHead[]): Promise<void> {
    await this.made(nothingYet, heads, async (name, bytes) => {
      const there = await this.folder.read(name);
      if (!there?.equals(bytes)) throw new TileDiffers(this.folder.fileOf(name), there === undefined);
    });
  }

  /** What the tree comes to with more entries; nothing is written, since nothing is signed yet. */
  reckon(right: RightTiles, size: number): Promise<RightTiles> {
    return this.grow(right, size, async () => {});
  }

  /** The root of the tree at any size, reckoned on from the last head before it, whose files stand. */
  async rootAt(size: number, heads: readonly SignedHead[]): Promise<Uint8Array> {
    const before = heads.findLast((head) => head.size <= size);
    return rootAt(await this.reckon((before && (await this.rightEnd(before))) ?? nothingYet, size));
  }

  /** That the tree of one size continues that of an older one (RFC 6962 section 2.1.2). */
  consistency(older: number, size: number): Promise<readonly Uint8Array[]> {
    return this.proof(consistencySpans(older, size), size);
  }

  /** That an entry is in the tree of that size (RFC 6962 section 2.1.1). */
  inclusion(index: number, size: number): Promise<readonly Uint8Array[]> {
    return this.proof(inclusionSpans(index, size), size);
  }

  private async proof(spans: readonly Span[], size: number): Promise<readonly Uint8Array[]> {
    const read = new Map<string, Uint8Array>();
    for (const tile of tilesNeeded(spans, size)) read.set(tilePath(tile), (await this.folder.read(tilePath(tile))) ?? new Uint8Array(0));
    return proofOf(
      spans,
      readTiles(size, (tile) => read.get(tilePath(tile))!),
    );
  }

  private async made(from: RightTiles, heads: readonly SignedHead[], keep: Keep = (name, bytes) => this.folder.keep(name, bytes)) {
    let right = from;
    for (const head of heads) {
      if (!sameBytes(rootAt(await this.reckon(right, head.size)), rootIn(head))) throw new TreeDiffers(head);
      right = await this.grow(right, head.size, keep);
    }
    await this.folder.settle();
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
  private async grow(from: RightTiles, size: number, keep: Keep): Promise<RightTiles> {
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
