import { hash, hkdfSync } from 'node:crypto';
import { hexOf, joinBytes, utf8 } from './bytes.js';
import { slotBytes } from './slot-list.js';

/**
 * One unit of money that reached a person, as their receipt opens it. It names no person, handle, day or reason, and
 * counts only in the log and the period that it names.
 */
export interface SlotOpening {
  readonly currency: string;
  /** Which unit of the payout this is, from 0. */
  readonly j: number;
  readonly origin: string;
  readonly period: string;
  /** 16 random bytes of the payout, as 32 hexadecimal digits. Stands nowhere else. */
  readonly ref: string;
  /** In minor units of the currency. */
  readonly unit: bigint;
}

/**
 * The opening's canonical bytes, written as entries are:
 * `{"currency":…,"j":…,"origin":…,"period":…,"ref":…,"unit":…,"v":1}`.
 */
export function slotOpening({ currency, j, origin, period, ref, unit }: SlotOpening): string {
  return `{"currency":"${currency}","j":${j},"origin":"${origin}","period":"${period}","ref":"${ref}","unit":${unit},"v":1}`;
}

/**
 * The slot's salt: HKDF-SHA256 (RFC 5869), 32 bytes, key = the person's slot key, salt empty,
 * info = `"mal/slot-salt/v1\n" + origin + "\n" + period + "\n" + ref + "\n" + j`. One key gives all salts of one
 * person, so that destroying it makes every one of their slots unopenable for good.
 */
export function slotSalt(slotKey: Uint8Array, { origin, period, ref, j }: SlotOpening): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', slotKey, '', `mal/slot-salt/v1\n${origin}\n${period}\n${ref}\n${j}`, slotBytes));
}

/** `SHA-256("mal/slot/v1\n" ‖ salt32 ‖ opening)`. */
export function slotCommitment(salt: Uint8Array, opening: SlotOpening): Uint8Array {
  return Uint8Array.from(hash('sha256', joinBytes(utf8('mal/slot/v1\n'), salt, utf8(slotOpening(opening))), 'buffer'));
}

/**
 * The reference of one payout, under which its slots are opened: HKDF-SHA256, 16 bytes in hexadecimal, key = the person's slot key,
 * salt empty, info = `"mal/slot-ref/v1\n" + payout`. As good as random to everyone without the key, kept nowhere, and gone with it.
 */
export function slotRef(slotKey: Uint8Array, payout: string): string {
  return hexOf(new Uint8Array(hkdfSync('sha256', slotKey, '', `mal/slot-ref/v1\n${payout}`, 16)));
}

/** How many random bytes a number of slots needs. */
export const slotBytesFor = (count: number): number => count * slotBytes;

/**
 * Slots that nobody can open: each is the next 32 bytes of the randomness given, as it is.
 * @throws RangeError when fewer bytes are given than the slots need; nothing is ever stretched or used twice
 */
export function randomSlots(count: number, randomness: Uint8Array): readonly Uint8Array[] {
  if (randomness.length < slotBytesFor(count)) {
    throw new RangeError(`${count} slots need ${slotBytesFor(count)} random bytes; ${randomness.length} were given.`);
  }
  return Array.from({ length: count }, (_, at) => Uint8Array.from(randomness.subarray(at * slotBytes, (at + 1) * slotBytes)));
}
