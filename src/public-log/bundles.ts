import { longestEntry } from './entry.js';
import { LogFault } from './log-fault.js';
import { bundlePath, type Tile } from './tiles.js';

/**
 * An entry bundle (C2SP tlog-tiles): for each entry its length in two bytes, the higher first, and its bytes.
 * @throws RangeError for an entry that two bytes cannot count
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > longestEntry) throw new RangeError(`An entry has at most ${longestEntry} bytes; this one has ${entry.length}.`);
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 255;
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/** The most bytes that a bundle of so many entries can have. */
export const longestBundle = (width: number): number => width * (2 + longestEntry);

/**
 * The entries of a bundle, in their order.
 * @throws LogFault `bundle/malformed` where there are more or fewer than `width`, or bytes left over
 */
export function decodeBundle(bytes: Uint8Array, tile: Omit<Tile, 'level'>): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < tile.width) {
    const length = at + 2 <= bytes.length ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : undefined;
    if (length === undefined || at + 2 + length > bytes.length)
      throw new LogFault('bundle/malformed', `${bundlePath(tile)} has ${tile.width} entries; it ends within number ${entries.length + 1}.`);
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (at < bytes.length)
    throw new LogFault('bundle/malformed', `${bundlePath(tile)} has ${bytes.length - at} bytes left over after its last entry.`);
  return entries;
}
