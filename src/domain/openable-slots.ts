import { type SlotOpening, slotCommitment, slotRef, slotSalt } from '../public-log/slots.js';
import type { FinalPayout } from './publication-books.js';

/** A slot of the log and what opens it, for the one person whose key made it. */
export interface OpenableSlot {
  readonly opening: SlotOpening;
  readonly salt: Uint8Array;
  readonly slot: Uint8Array;
}

/**
 * The slots of one payout, the same each time: whole units of what was paid, counted from 0. None where the person agreed to no
 * receipt.
 */
export function slotsOpenedBy(
  { payoutId, paid, slotKey }: Pick<FinalPayout, 'payoutId' | 'paid' | 'slotKey'>,
  batch: Pick<SlotOpening, 'currency' | 'origin' | 'period' | 'unit'>,
): readonly OpenableSlot[] {
  if (!slotKey) return [];
  const ref = slotRef(slotKey, payoutId);
  const count = paid.minor / batch.unit;
  return Array.from({ length: Number(count) }, (_, j) => {
    const opening = { ...batch, ref, j };
    const salt = slotSalt(slotKey, opening);
    return { opening, salt, slot: slotCommitment(salt, opening) };
  });
}
