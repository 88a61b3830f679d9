import { v7 } from 'uuid';
import type { Clock } from './tokens.js';

/** A new id of our own: UUIDv7, so it grows with time and an append touches the right edge of its index. Stays private. */
export const newId = (clock: Clock): string => v7({ msecs: clock() });
