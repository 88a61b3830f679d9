import { createHash } from 'node:crypto';
import { type Dice, diceOf } from '../../../src/demo/dice.js';
import { type Fault, ofPayouts, ofReading } from './faults.js';
import { type Status, lifeBy } from './life.js';

/**
 * Chance that does not depend on who comes first: what happens to the nth request about a thing is drawn from the seed, the
 * thing and n. So a history replays from its seed, also where several programs ask at once.
 */
export class Moods {
  readonly #times = new Map<string, number>();

  constructor(
    readonly seed: number,
    /** How many requests out of a hundred go wrong. */
    readonly faultsPercent: number,
  ) {}

  /** @param about the batch id of a request for a payout, else the path */
  faultOf(kind: 'create' | 'read', about: string): Fault | undefined {
    const times = (this.#times.get(about) ?? 0) + 1;
    this.#times.set(about, times);
    const dice = this.#dice(`${about} ${times}`);
    return dice.chance(this.faultsPercent) ? dice.pick(kind === 'create' ? ofPayouts : ofReading) : undefined;
  }

  lifeOf(senderBatch: string): readonly Status[] {
    return lifeBy(this.#dice(`life of ${senderBatch}`));
  }

  diceFor(what: string): Dice {
    return this.#dice(what);
  }

  #dice(what: string): Dice {
    return diceOf(createHash('sha256').update(`${this.seed} ${what}`).digest().readInt32BE());
  }
}
