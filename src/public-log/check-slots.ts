import { bytesOfBase64 } from './bytes.js';
import type { Entry, EntryOf } from './entry.js';
import type { Report } from './log-read.js';
import { slotBytes } from './slot-list.js';

const bytesOf = (entry: EntryOf<'batch.paid'>): Uint8Array => bytesOfBase64(entry.slots) ?? new Uint8Array(0);

/** Slots stand in strictly ascending order of unsigned bytes. */
function isAscending(bytes: Uint8Array): boolean {
  for (let at = slotBytes; at < bytes.length; at += slotBytes) {
    let byte = 0;
    while (byte < slotBytes && bytes[at + byte] === bytes[at + byte - slotBytes]) byte += 1;
    if (byte === slotBytes || bytes[at + byte]! < bytes[at + byte - slotBytes]!) return false;
  }
  return true;
}

/**
 * Slots stand in strictly ascending order of unsigned bytes, and none stands twice in a log. Only slots whose first bytes occur twice are looked at whole, so that a log of many slots
 * costs one sorting of numbers; a log that was made to share them costs a little more, and no memory beyond its own size.
 */
export function checkSlots(entries: readonly Entry[], report: Report): void {
  const shared = startsThatOccurTwice(entries, report);
  if (shared.size === 0) return;
  const seen = new Set<string>();
  entries.forEach((entry, index) => {
    if (entry.kind !== 'batch.paid') return;
    const bytes = bytesOf(entry);
    for (let at = 0; at < bytes.length; at += slotBytes) {
      if (!shared.has(startOf(bytes, at))) continue;
      const slot = String.fromCharCode(...bytes.subarray(at, at + slotBytes));
      if (seen.has(slot)) report(index, 'slots/repeated', 'A slot stands twice in the log: one payment would be counted twice.');
      seen.add(slot);
    }
  });
}

function startsThatOccurTwice(entries: readonly Entry[], report: Report): ReadonlySet<number> {
  const slots = entries.reduce((sum, entry) => (entry.kind === 'batch.paid' ? sum + entry.count : sum), 0);
  const starts = new Float64Array(slots);
  let next = 0;
  entries.forEach((entry, index) => {
    if (entry.kind !== 'batch.paid') return;
    const bytes = bytesOf(entry);
    if (!isAscending(bytes)) report(index, 'slots/order', 'Slots stand in strictly ascending order of bytes.');
    for (let at = 0; at < bytes.length; at += slotBytes, next += 1) starts[next] = startOf(bytes, at);
  });
  starts.sort();
  const shared = new Set<number>();
  for (let at = 1; at < starts.length; at += 1) if (starts[at] === starts[at - 1]) shared.add(starts[at]!);
  return shared;
}

/** Six bytes: a whole number that a float holds exactly, and that two different slots hardly ever share. */
const startOf = (bytes: Uint8Array, at: number): number =>
  bytes[at]! * 2 ** 40 +
  bytes[at + 1]! * 2 ** 32 +
  bytes[at + 2]! * 2 ** 24 +
  (bytes[at + 3]! << 16) +
  (bytes[at + 4]! << 8) +
  bytes[at + 5]!;
