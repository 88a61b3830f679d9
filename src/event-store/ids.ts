import { randomFillSync } from 'node:crypto';
import type { Clock } from './tokens.js';

const randomBytesEach = 10;

/** Drawn for many ids at once: a single draw costs more than all else about an id. */
const drawn = Buffer.allocUnsafe(randomBytesEach * 400);
let used = drawn.length;

/** Twenty hexadecimal digits. */
function random(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += randomBytesEach;
  return drawn.toString('hex', used - randomBytesEach, used);
}

/** The first bits of the fourth group say that the layout is that of RFC 9562: `10`, then two that are random. */
const variants = '89ab';

/**
 * A new id of our own: UUIDv7 (RFC 9562, section 5.7), 48 bits of milliseconds and 74 random ones, so it grows with time and an append
 * touches the right edge of its index. Stays private.
 */
export function newId(clock: Clock): string {
  const time = Math.floor(clock()).toString(16).padStart(12, '0');
  const digits = random();
  const variant = variants[Number.parseInt(digits[3]!, 16) & 3]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-${variant}${digits.slice(4, 7)}-${digits.slice(7, 19)}`;
}
