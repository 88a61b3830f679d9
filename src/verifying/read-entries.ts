import { sameBytes } from '../public-log/bytes.js';
import { decodeBundle, longestBundle } from '../public-log/bundles.js';
import { decodeEntry, type Entry, EntryFault, type EntryFaultCode } from '../public-log/entry.js';
import { LogFault } from '../public-log/log-fault.js';
import { bundlePath, tileHashes, tileWidth } from '../public-log/tiles.js';
import { leafHash } from '../public-log/tree.js';
import { aFewAtATime, type LogReader, ReadingFault } from './reading.js';
import { fewAtOnce, leafTilesOf, type ReadTree } from './read-tree.js';

/** An entry that breaks a rule of the format. */
export interface RefusedEntry {
  readonly index: number;
  readonly code: EntryFaultCode;
  readonly says: string;
}

export interface ReadEntries {
  readonly entries: readonly Entry[];
  readonly refused: readonly RefusedEntry[];
  readonly bytes: number;
}

/**
 * Reads every bundle, compares the hash of every entry with its leaf in the tree, and then reads the entry itself.
 * @param mostBytes of all bundles together: what is read is kept until the sums are done
 * @throws LogFault `bundle/malformed`, `bundle/other-leaf`: what was served is not what was signed; ReadingFault
 */
export async function readEntries(reader: LogReader, tree: ReadTree, mostBytes: number): Promise<ReadEntries> {
  const entries: Entry[] = new Array(tree.size);
  const refused: RefusedEntry[] = [];
  let bytes = 0;
  await aFewAtATime(fewAtOnce, leafTilesOf(tree.size), async (tile) => {
    const bundle = await reader.read(bundlePath(tile), longestBundle(tile.width));
    bytes += bundle.length;
    if (bytes > mostBytes)
      throw new ReadingFault('reading/too-many', `The entries are more than the ${mostBytes} bytes that are read at most.`);
    const leaves = tileHashes(tree.tileBytes(tile), tile);
    decodeBundle(bundle, tile).forEach((entry, at) => {
      const index = tile.index * tileWidth + at;
      if (!sameBytes(leafHash(entry), leaves[at]!))
        throw new LogFault('bundle/other-leaf', `Entry ${index}, in ${bundlePath(tile)}, is not the one that was signed.`);
      readEntry(entry, index, entries, refused);
    });
  });
  return { entries, refused: refused.sort((a, b) => a.index - b.index), bytes };
}

function readEntry(bytes: Uint8Array, index: number, entries: Entry[], refused: RefusedEntry[]): void {
  try {
    entries[index] = decodeEntry(bytes);
  } catch (fault) {
    if (!(fault instanceof EntryFault)) throw fault;
    refused.push({ index, code: fault.code, says: fault.message });
  }
}
