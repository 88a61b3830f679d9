import type { Follower } from './follower.js';

/** A follower's next page in a ledger, asked for. */
export interface Due {
  readonly follower: Follower;
  readonly ledger: string;
  /** True when a stop is tried again although its time has not come. */
  readonly now: boolean;
}

/** Turns in the order of asking, each once. Who has more to do goes to the back, so that no ledger waits for the length of another. */
export class TurnQueue {
  private readonly waiting = new Map<string, Due>();
  private readonly active = new Set<string>();

  add(due: Due): void {
    const key = keyOf(due);
    if (due.now || !this.waiting.has(key)) this.waiting.set(key, due);
  }

  /** The first that nobody is at; undefined when there is none. */
  take(): Due | undefined {
    for (const [key, due] of this.waiting) {
      if (this.active.has(key)) continue;
      this.waiting.delete(key);
      this.active.add(key);
      return due;
    }
    return undefined;
  }

  done(due: Due): void {
    this.active.delete(keyOf(due));
  }

  clear(): void {
    this.waiting.clear();
  }
}

const keyOf = ({ follower, ledger }: Due): string => `${follower.name} ${ledger}`;
