/** Where the line towards PayPal stands. Milliseconds are those of the clock that is asked everywhere here. */
export interface PaceStanding {
  /** From when on the next place is free. */
  readonly freeAtMs: number;
  /** Until when PayPal is to be left alone. */
  readonly heldUntilMs: number;
  /** How often in a row PayPal had too many. */
  readonly sentAway: number;
}

export const unhurried: PaceStanding = { freeAtMs: 0, heldUntilMs: 0, sentAway: 0 };

/** Calls that leave evenly may arrive a little closer together. So much is kept back that no minute at PayPal holds too many. */
const spare = 1.02;

export const intervalMs = (perMinute: number): number => (60_000 * spare) / perMinute;

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
  readonly perMinute: number;
  /** From 0 up to 1. */
  readonly chance: number;
  /** How long PayPal asks to be left alone, where it says so. */
  readonly afterSeconds?: number;
}

/**
 * PayPal had too many. Nobody leaves before the time that it asks for; where it does not say, for twice as long with each
 * time in a row, half of it by chance so that several programs do not come back at once. Places that were taken beyond that
 * are void, and free for those who take them anew.
 */
export function heldBack(standing: PaceStanding, { nowMs, perMinute, chance, afterSeconds }: SentAway): PaceStanding {
  const guessed = Math.min(1000 * 2 ** Math.min(standing.sentAway, 12), longestPauseMs) * (0.5 + chance / 2);
  const pauseMs = afterSeconds === undefined ? guessed : Math.min(afterSeconds * 1000, longestAskedMs);
  return {
    freeAtMs: Math.min(standing.freeAtMs, nowMs + intervalMs(perMinute)),
    heldUntilMs: Math.max(standing.heldUntilMs, nowMs + pauseMs),
    sentAway: standing.sentAway + 1,
  };
}

/** PayPal answered otherwise: the next pause begins small again. */
export const letOn = (standing: PaceStanding): PaceStanding => ({ ...standing, sentAway: 0 });
