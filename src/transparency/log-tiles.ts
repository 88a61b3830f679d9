import { logFolder, TileFolder } from '../publisher/tile-folder.js';
import { hashesAt, tileAt, tileWidth } from '../public-log/tiles.js';
import { type Tagged, tagged } from './log-answers.js';

/** Bytes of tiles that are held in memory for the next reader, all logs together. */
const mostHeld = 64 * 1024 * 1024;

/** One of a ledger's logs, counted from 1. */
export interface LogOfLedger {
  readonly ledger: string;
  readonly log: number;
}

/** The files of every log on this host, read as far as their checkpoints reach. */
export class LogTiles {
  private readonly kept = new Map<string, Tagged>();
  private bytesHeld = 0;

  constructor(private readonly folder: string) {}

  /** One that was read before, within that size. */
  held({ ledger, log }: LogOfLedger, name: string, size: number): Tagged | undefined {
    const held = this.kept.get(`${ledger}/${log}/${name}`);
    return held && isWithin(name, size) ? held : undefined;
  }

  /** Undefined for what is no tile of a tree of that size, and for partial tiles of a size that never had a checkpoint. */
  async of({ ledger, log }: LogOfLedger, name: string, size: number): Promise<Tagged | undefined> {
    if (!isWithin(name, size)) return undefined;
    const held = this.held({ ledger, log }, name, size);
    if (held) return held;
    const read = await new TileFolder(logFolder(this.folder, ledger, log)).read(name);
    return read && this.hold(`${ledger}/${log}/${name}`, tagged(read));
  }

  /** A file never changes, so what is held is right for good; the one held longest goes first. */
  private hold(key: string, tile: Tagged): Tagged {
    if (this.kept.has(key)) return tile;
    this.kept.set(key, tile);
    this.bytesHeld += tile.bytes.length;
    for (const [oldest, { bytes }] of this.kept) {
      if (this.bytesHeld <= mostHeld) break;
      this.kept.delete(oldest);
      this.bytesHeld -= bytes.length;
    }
    return tile;
  }
}

/** Nothing past the size that is shown ever answers, though its file may lie there already. */
function isWithin(name: string, size: number): boolean {
  const tile = tileAt(name);
  if (!tile) return false;
  const hashes = hashesAt(tile.level === 'entries' ? 0 : tile.level, size);
  return tile.index * tileWidth + tile.width <= hashes;
}
