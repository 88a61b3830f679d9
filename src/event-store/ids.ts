import { randomFillSync } from 'node:crypto';
import type { Clock } from './tokens.js';

const randomBytesEach = 10;

/** Drawn for many ids at once: a single draw costs more than all else about an id. */
const drawn = Buffer.allocUnsafe(randomBytesEach * 400);
let used = drawn.length;

function drawAnew(): void {
  randomFillSync(drawn);
  used = 0;
}

const digits = Buffer.from('0123456789abcdef');
/** The first bits of the fourth group say that the layout is that of RFC 9562: `10`, then two that are random. */
const variants = Buffer.from('89ab');
const variantAt = 19;
/** Where two random digits stand, and where the next two, for each of nine bytes. */
const places = [15, 16, 17, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35] as const;

/** Written over for each id. A text that is put together of pieces would be copied once more by whoever reads it. */
const written = Buffer.from('00000000-0000-7000-8000-000000000000');
let moment = 0;

/**
 * A new id of our own: UUIDv7 (RFC 9562, section 5.7), 48 bits of milliseconds and 74 random ones, so it grows with time and an append
 * touches the right edge of its index. Stays private.
 */
export function newId(clock: Clock): string {
  const now = Math.floor(clock());
  if (now !== moment) writeMoment(now);
  if (used === drawn.length) drawAnew();
  for (let place = 0; place < places.length; place += 2) {
    const byte = drawn[used++]!;
    written[places[place]!] = digits[byte >> 4]!;
    written[places[place + 1]!] = digits[byte & 15]!;
  }
  written[variantAt] = variants[drawn[used++]! & 3]!;
  return written.toString('latin1');
}

function writeMoment(now: number): void {
  const hex = now.toString(16).padStart(12, '0');
  written.write(hex.slice(0, 8), 0, 'latin1');
  written.write(hex.slice(8), 9, 'latin1');
  moment = now;
}
