import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FieldFault } from '../domain/refusal.js';
import { addressPrefix } from './address-prefix.js';
import { signInNameOf } from './sign-in-name.js';

interface Tries {
  readonly count: number;
  /** Milliseconds of the monotonic clock until which the next try waits. */
  readonly until: number;
  /** After so long without a try all is forgotten. */
  readonly forgottenAt: number;
}

/** Tries before any waiting, for one name from one place, and for all names from one place. */
const freeForName = 5;
const freeForPlace = 30;
const longestWaitMs = 15 * 60_000;
const forgetMs = 60 * 60_000;
const most = 20_000;

/**
 * Slows down guessing. What waits is a name *from one place*, or a place: nobody can shut out a steward from elsewhere, and
 * nobody waits longer than a quarter of an hour. Against guesses from thousands of places at once stand the length of
 * passwords and the cost of hashing. Kept in memory alone, under an HMAC with a key of this process: no address is stored,
 * and each program of a host counts for itself.
 */
@Injectable()
export class SignInThrottle {
  private readonly key = randomBytes(32);
  private readonly tries = new Map<string, Tries>();
  now: () => number = () => performance.now();

  /**
   * Counts a try before its outcome is known, so that many at once do not slip through.
   * @returns seconds to wait; 0 lets the try go ahead
   */
  take(name: string, address: string): number {
    const { pair, place } = this.keysOf(name, address);
    const waitMs = Math.max(this.waitOf(pair), this.waitOf(place));
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.count(pair, freeForName);
    this.count(place, freeForPlace);
    return 0;
  }

  /** Signed in: what was mistyped before no longer counts, and the place has one try back. */
  succeeded(name: string, address: string): void {
    const { pair, place } = this.keysOf(name, address);
    this.tries.delete(pair);
    const atPlace = this.tries.get(place);
    if (atPlace) this.tries.set(place, { ...atPlace, count: atPlace.count - 1, until: 0 });
  }

  private keysOf(name: string, address: string): { pair: string; place: string } {
    const prefix = addressPrefix(address);
    const mac = (text: string): string => createHmac('sha256', this.key).update(text).digest('base64url');
    return { pair: mac(`name\n${prefix}\n${signInNameOf(name)}`), place: mac(`place\n${prefix}`) };
  }

  private waitOf(key: string): number {
    return (this.tries.get(key)?.until ?? 0) - this.now();
  }

  private count(key: string, free: number): void {
    const now = this.now();
    const before = this.tries.get(key);
    const count = (before && before.forgottenAt > now ? before.count : 0) + 1;
    const until = count < free ? 0 : now + Math.min(longestWaitMs, 2000 * 2 ** Math.min(count - free, 20));
    this.tries.delete(key);
    if (this.tries.size >= most) this.tries.delete(this.tries.keys().next().value!);
    this.tries.set(key, { count, until, forgottenAt: now + forgetMs });
  }
}

/** What somebody reads who has to wait. */
export function tooOften(field: string, seconds: number): FieldFault {
  const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return { field, says: `That was tried several times from here. Wait ${wait} and try again.` };
}
