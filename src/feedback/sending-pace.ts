import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addressPrefix } from '../access/address-prefix.js';

/** From one place on the network, to one ledger. A library or a shared house is one place. */
export const mostFromPlace = 10;
export const windowMs = 60 * 60_000;
const mostPlaces = 10_000;

interface Sending {
  readonly request: string;
  /** Of the monotonic clock. */
  readonly at: number;
}

/**
 * Slows down whoever sends feedback by the dozen. Kept in the memory of this program for an hour, under an HMAC with a key of this
 * program: no address is stored or written down, and each program of a host counts for itself.
 */
@Injectable()
export class SendingPace {
  private readonly key = randomBytes(32);
  /** By place, oldest first. */
  private readonly sent = new Map<string, readonly Sending[]>();
  now: () => number = () => performance.now();

  /**
   * Counts one before it is kept, so that many at once do not slip through. The same request again is not another one.
   * @returns seconds to wait; 0 lets it go ahead
   */
  take(ledger: string, address: string, request: string): number {
    this.forgetOld();
    const place = this.placeOf(ledger, address);
    const before = this.lately(place);
    if (before.some((sending) => sending.request === request)) return 0;
    if (before.length >= mostFromPlace) return Math.ceil((before[0]!.at + windowMs - this.now()) / 1000);
    this.sent.delete(place);
    if (this.sent.size >= mostPlaces) this.sent.delete(this.sent.keys().next().value!);
    this.sent.set(place, [...before, { request, at: this.now() }]);
    return 0;
  }

  /** How many places are remembered. */
  get remembered(): number {
    this.forgetOld();
    return this.sent.size;
  }

  private placeOf(ledger: string, address: string): string {
    return createHmac('sha256', this.key)
      .update(`${ledger}\n${addressPrefix(address)}`)
      .digest('base64url');
  }

  private lately(place: string): readonly Sending[] {
    return (this.sent.get(place) ?? []).filter(({ at }) => at + windowMs > this.now());
  }

  /** Places stand in the order in which they last sent. */
  private forgetOld(): void {
    for (const [place, sendings] of this.sent) {
      if (sendings.at(-1)!.at + windowMs > this.now()) return;
      this.sent.delete(place);
    }
  }
}
