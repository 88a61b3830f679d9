import { bytesOfBase64 } from './bytes.js';
import type { Entry, EntryOf } from './entry.js';
import type { Report } from './log-read.js';
import { slotBytes } from './slot-list.js';

/** Six bytes are a whole number that a float holds exactly, and two slots that share them are hardly ever two. */
const startBytes = 6;

const bytesOf = (entry: EntryOf<'batch.paid'>): Uint8Array => bytesOfBase64(entry.slots) ?? new Uint8Array(0);

/** Slots stand in strictly ascending order of unsigned bytes. */
export function checkSlotOrder(entry: EntryOf<'batch.paid'>, index: number, report: Report): void {
  const bytes = bytesOf(entry);
  for (let at = slotBytes; at < bytes.length; at += 1) {
    const difference = bytes[at]! - bytes[at - slotBytes]!;
    if (difference < 0 || (difference === 0 && at % slotBytes === slotBytes - 1)) {
      report(index, 'slots/order', 'Slots stand in strictly ascending order of bytes.');
      return;
    }
    if (difference > 0) at += slotBytes - 1 - (at % slotBytes);
  }
}

/**
 * No slot stands twice in a log. Only slots whose first bytes occur twice are looked at whole, so that a log of many slots
 * costs one sorting of numbers; a log that was made to share them costs a little more, and no memory beyond its own size.
 */
export function checkSlotsOnce(entries: readonly Entry[], report: Report): void {
  const shared = startsThatOccurTwice(entries);
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

function startsThatOccurTwice(entries: readonly Entry[]): ReadonlySet<number> {
  const slots = entries.reduce((sum, entry) => (entry.kind === 'batch.paid' ? sum + entry.count : sum), 0);
  const starts = new Float64Array(slots);
  let next = 0;
  for (const entry of entries) {
    if (entry.kind !== 'batch.paid') continue;
    const bytes = bytesOf(entry);
    for (let at = 0; at < bytes.length; at += slotBytes, next += 1) starts[next] = startOf(bytes, at);
  }
  starts.sort();
  const shared = new Set<number>();
  for (let at = 1; at < starts.length; at += 1) if (starts[at] === starts[at - 1]) shared.add(starts[at]!);
  return shared;
}

function startOf(bytes: Uint8Array, at: number): number {
  let start = 0;
  for (let byte = 0; byte < startBytes; byte += 1) start = start * 256 + bytes[at + byte]!;
  return start;
}
