import { setTimeout as sleep } from 'node:timers/promises';
import { type PaceStanding, heldBack, letOn, placeTaken, unhurried } from '../domain/pace.js';
import type { PayPalPayoutDoor } from '../domain/paypal-payout.js';
import type { PayPalCredentials } from '../domain/paypal.js';

/** What a line of waiting calls needs of the world. */
export interface PaceClock {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 up to 1. */
  chance(): number;
}

/** Of this machine: a clock that nobody sets, and chance that decides over nothing but how long one waits. */
export const ownPace: PaceClock = {
  nowMs: () => performance.now(),
  sleep: (ms) => sleep(ms),
  chance: () => Math.random(),
};

/** Tells how the call ended for which one had waited. */
type Ended = (isTooMany: boolean, afterSeconds?: number) => void;

/** One line for calls of one kind to one account. Whoever comes waits for a turn, makes one call, and tells how it ended. */
export function pacedLine(perMinute: number, clock: PaceClock): { turn(): Promise<Ended> } {
  let standing: PaceStanding = unhurried;
  let holds = 0;

  const endedAfter = (holdsBefore: number): Ended => {
    return (isTooMany, afterSeconds) => {
      const isNews = holdsBefore === holds;
      if (!isTooMany) {
        if (isNews) standing = letOn(standing);
        return;
      }
      // Calls that were out together are sent away together: that is one time in a row.
      const { sentAway } = standing;
      standing = heldBack(standing, {
        nowMs: clock.nowMs(),
        perMinute,
        chance: clock.chance(),
        ...(afterSeconds !== undefined && { afterSeconds }),
      });
      if (isNews) holds += 1;
      else standing = { ...standing, sentAway };
    };
  };

  return {
    turn: async () => {
      for (;;) {
        const before = holds;
        const place = placeTaken(standing, perMinute, clock.nowMs());
        standing = place.standing;
        for (let leftMs = place.atMs - clock.nowMs(); leftMs > 0; leftMs = place.atMs - clock.nowMs()) await clock.sleep(leftMs);
        if (before === holds) return endedAfter(before);
      }
    },
  };
}

interface End {
  readonly kind: string;
  readonly because?: string;
  readonly afterSeconds?: number;
}

/**
 * The same door, through which no account is asked faster than was agreed: payouts in one line, questions in another, so that
 * looking after what was sent does not hold up what is to be sent.
 */
export function paced(door: PayPalPayoutDoor, perMinute: number, clock: PaceClock): PayPalPayoutDoor {
  const lines = new Map<string, ReturnType<typeof pacedLine>>();
  const inLine = async <T extends End>(
    kind: 'create' | 'read',
    { environment, clientId }: PayPalCredentials,
    call: () => Promise<T>,
  ): Promise<T> => {
    const name = JSON.stringify([kind, environment, clientId]);
    const line = lines.get(name) ?? pacedLine(perMinute, clock);
    lines.set(name, line);
    const ended = await line.turn();
    const end = await call();
    ended(end.because === 'too-many', end.afterSeconds);
    return end;
  };
  return {
    create: (credentials, request) => inLine('create', credentials, () => door.create(credentials, request)),
    readBatch: (credentials, batch) => inLine('read', credentials, () => door.readBatch(credentials, batch)),
    readPayout: (credentials, payout) => inLine('read', credentials, () => door.readPayout(credentials, payout)),
    cancelUnclaimed: (credentials, payout) => inLine('read', credentials, () => door.cancelUnclaimed(credentials, payout)),
    debits: (credentials, window, sought) => inLine('read', credentials, () => door.debits(credentials, window, sought)),
  };
}
