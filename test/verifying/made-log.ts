import { encodeBundle } from '../../src/public-log/bundles.js';
import { checkpointText, signCheckpoint } from '../../src/public-log/checkpoint.js';
import { addSignatures, signatureLine } from '../../src/public-log/note.js';
import { type SigningKey, signingKey, vkeyOf } from '../../src/public-log/note-key.js';
import { bundlePath, growTiles, tilePath, tileWidth } from '../../src/public-log/tiles.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';

export const origin = 'ledger.example/a/log';
export const logKey = signingKey(origin, 'log', new Uint8Array(32).fill(1));
export const witnessKey = signingKey('witness.example/w1', 'witness', new Uint8Array(32).fill(2));
export const witnessPolicy = `log ${vkeyOf(logKey)}\nwitness w1 ${vkeyOf(witnessKey)}\nquorum w1\n`;

/** The files of a log under its address, as a publisher would write them for one head. */
export type LogFiles = Map<string, Uint8Array>;

interface Made {
  readonly name?: string;
  readonly key?: SigningKey;
  /** When a witness saw the head, in seconds since 1970; without it, none did. */
  readonly witnessedAt?: number;
  /** Heads of these sizes were signed before, so that their partial tiles lie there too. */
  readonly before?: readonly number[];
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textIn = (files: LogFiles, path: string): string => new TextDecoder().decode(files.get(path));

/** Signed with the right key, whatever the entries say. */
export function madeLog(entries: readonly string[], { name = origin, key = logKey, witnessedAt, before = [] }: Made = {}): LogFiles {
  const bytes = entries.map(utf8);
  const leaves = bytes.map(leafHash);
  const files: LogFiles = new Map();
  let right = growTiles({ size: 0, tiles: [] }, []).right;
  for (const size of [...before, entries.length]) {
    const grown = growTiles(right, leaves.slice(right.size, size));
    for (const written of grown.written) {
      files.set(tilePath(written.tile), written.bytes);
      const { level, index, width } = written.tile;
      if (level === 0) files.set(bundlePath(written.tile), encodeBundle(bytes.slice(index * tileWidth, index * tileWidth + width)));
    }
    right = grown.right;
  }
  const checkpoint = { origin: name, size: entries.length, root: treeRoot(leaves) };
  const note = signCheckpoint(checkpoint, key);
  const cosigned = witnessedAt === undefined ? [] : [signatureLine(checkpointText(checkpoint), witnessKey, witnessedAt)];
  files.set('checkpoint', utf8(addSignatures(note, cosigned)));
  files.set('vkey', utf8(`${vkeyOf(key)}\n`));
  return files;
}
