import type { Dice } from '../../../src/demo/dice.js';

/** The words that PayPal's document has for one payout. */
export type Status = 'PENDING' | 'SUCCESS' | 'UNCLAIMED' | 'ONHOLD' | 'RETURNED' | 'FAILED' | 'BLOCKED' | 'REFUNDED' | 'REVERSED';

/** What can become of a payout, step by step. From an empty list nothing leads on. */
export const nextOf: Readonly<Record<Status, readonly Status[]>> = {
  PENDING: ['SUCCESS', 'UNCLAIMED', 'ONHOLD', 'FAILED', 'BLOCKED'],
  UNCLAIMED: ['SUCCESS', 'RETURNED'],
  ONHOLD: ['SUCCESS', 'UNCLAIMED', 'RETURNED', 'BLOCKED'],
  SUCCESS: ['REFUNDED', 'REVERSED'],
  RETURNED: [],
  FAILED: [],
  BLOCKED: [],
  REFUNDED: [],
  REVERSED: [],
};

/** The money is with its sender again, or never left. */
export const isBack = (status: Status): boolean => ['RETURNED', 'FAILED', 'BLOCKED', 'REFUNDED', 'REVERSED'].includes(status);

/** One legal life from PENDING on. Most end with the money in someone's hands, and stay there. */
export function lifeBy(dice: Dice): readonly Status[] {
  const life: Status[] = ['PENDING'];
  for (;;) {
    const next = nextOf[life.at(-1)!];
    if (next.length === 0 || (life.at(-1) === 'SUCCESS' && dice.chance(90))) return life;
    life.push(dice.chance(60) ? next[0]! : dice.pick(next));
  }
}
