import { base64Of, bytesOfBase64, joinBytes } from './bytes.js';
import { mostSlotsInEntry } from './entry-kinds.js';

/** Bytes of one slot: a SHA-256 commitment, or 32 random bytes that nobody can tell from one. */
export const slotBytes = 32;

/** By unsigned bytes, first byte first: the order of a batch, which says nothing of the order of payouts. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Standard base64 (RFC 4648 section 4) of the slots in the order given. */
export const packSlots = (slots: readonly Uint8Array[]): string => base64Of(joinBytes(...slots));

/** @throws RangeError for a text that `packSlots` never gives; in an entry that was read there is none */
export function unpackSlots(packed: string): readonly Uint8Array[] {
  const bytes = bytesOfBase64(packed);
  if (!bytes) throw new RangeError('Slots are written in standard base64, padded.');
  return Array.from({ length: Math.floor(bytes.length / slotBytes) }, (_, at) => bytes.subarray(at * slotBytes, (at + 1) * slotBytes));
}

/**
 * Sorts the slots of a whole batch and cuts them into parts: all of 1,500 but the last. Sorting first means that a
 * part says no more than its place in the order of bytes.
 * @throws RangeError when two slots are the same, for then one payment would be counted twice
 */
export function partsOf(slots: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const sorted = [...slots].sort(compareBytes);
  for (const [at, slot] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before && compareBytes(before, slot) === 0) throw new RangeError('Two slots of a batch are the same.');
  }
  const parts: Uint8Array[][] = [];
  for (let at = 0; at < sorted.length; at += mostSlotsInEntry) parts.push(sorted.slice(at, at + mostSlotsInEntry));
  return parts;
}
