/**
 * The line in which calls to PayPal wait: payouts in one, questions in another, so that looking after what was sent does not
 * hold up what is to be sent.
 */
export type PacedCall = 'payout' | 'question';

/** How many calls of each kind a ledger may make in a minute. */
export const PAYPAL_PER_MINUTE = Symbol('calls to PayPal in a minute');

/** Where a line stands. Milliseconds are those of the clock that is asked everywhere here. */
export interface PaceStanding {
  /** From when on the next place is free. */
  readonly freeAtMs: number;
  /** Until when PayPal is to be left alone. */
  readonly heldUntilMs: number;
  /** How often in a row PayPal had too many. Any other answer makes it none. */
  readonly sentAway: number;
}

export const unhurried: PaceStanding = { freeAtMs: 0, heldUntilMs: 0, sentAway: 0 };

/** Calls that leave evenly may arrive a little closer together. So much is kept back that no minute at PayPal holds too many. */
const spare = 1.02;

export const intervalMs = (perMinute: number): number => (60_000 * spare) / perMinute;

/** In which second how many calls left, oldest first; of the last minute alone. */
export type Departures = readonly (readonly [second: number, calls: number])[];

/** Whole seconds, and one more for the way from here to the line: so no minute at PayPal holds too many, wherever it begins. */
const countedSeconds = 61;

/**
 * Whether one more may leave now. Places are taken evenly, but who takes one may be late on a busy machine, and several then leave
 * together: what counts is when they left.
 */
export function departure(
  before: Departures,
  perMinute: number,
  nowMs: number,
): { readonly waitMs: number } | { readonly departed: Departures } {
  const now = Math.floor(nowMs / 1000);
  const counted = before.filter(([second]) => second >= now - countedSeconds);
  if (counted.reduce((sum, [, calls]) => sum + calls, 0) >= perMinute)
    return { waitMs: (counted[0]![0] + countedSeconds + 1) * 1000 - nowMs };
  const last = counted.at(-1);
  if (last?.[0] === now) return { departed: [...counted.slice(0, -1), [now, last[1] + 1]] };
  return { departed: [...counted, [now, 1]] };
}

/** How long a step may take, its wait in the line left out, without the pace being lost. */
const stepSeconds = 2;
const mostAtOnce = 32;

/** Steps at once that it takes to keep that pace: a payout is handed over in one, and read in another. Most of them wait. */
export const stepsAtOnce = (perMinute: number): number => Math.min(Math.ceil((perMinute / 60) * stepSeconds * 2), mostAtOnce);

/**
 * Takes the next place in the line. Places lie evenly and never several at once, however long nobody came: so no minute,
 * wherever it begins, holds more than its share.
 */
export function placeTaken(
  standing: PaceStanding,
  perMinute: number,
  nowMs: number,
): { readonly atMs: number; readonly standing: PaceStanding } {
  const atMs = Math.max(standing.freeAtMs, standing.heldUntilMs, nowMs);
  return { atMs, standing: { ...standing, freeAtMs: atMs + intervalMs(perMinute) } };
}

const longestPauseMs = 15 * 60_000;
const longestAskedMs = 24 * 3_600_000;

export interface SentAway {
  readonly nowMs: number;
  /** From 0 up to 1. */
  readonly chance: number;
  /** How long PayPal asks to be left alone, where it says so. */
  readonly afterSeconds?: number;
}

/**
 * PayPal had too many. Nobody leaves before the time that it asks for; where it does not say, for twice as long with each
 * time in a row, half of it by chance so that several programs do not come back at once. Calls that were out together and
 * are sent away together are one time.
 */
export function heldBack(standing: PaceStanding, { nowMs, chance, afterSeconds }: SentAway): PaceStanding {
  const guessed = Math.min(1000 * 2 ** Math.min(standing.sentAway, 12), longestPauseMs) * (0.5 + chance / 2);
  const pauseMs = afterSeconds === undefined ? guessed : Math.min(afterSeconds * 1000, longestAskedMs);
  return {
    freeAtMs: standing.freeAtMs,
    heldUntilMs: Math.max(standing.heldUntilMs, nowMs + pauseMs),
    sentAway: standing.heldUntilMs > nowMs ? standing.sentAway : standing.sentAway + 1,
  };
}
