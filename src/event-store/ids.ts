import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from './tokens.js';

const randomBytesEach = 16;

/** Drawn for many ids at once: a single draw costs more than all else about an id. */
const drawn = Buffer.allocUnsafe(randomBytesEach * 256);
let used = drawn.length;

function random(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += randomBytesEach;
  return drawn.subarray(used - randomBytesEach, used);
}

/** A new id of our own: UUIDv7, so it grows with time and an append touches the right edge of its index. Stays private. */
export const newId = (clock: Clock): string => v7({ msecs: clock(), random: random() });
