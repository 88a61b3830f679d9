import { type Day, addDaysTo, firstDayOf } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import type { Dice } from './dice.js';
import type { Share } from './money-out.js';
import type { Person } from './people.js';
import type { Span } from './span.js';

/** An evening on which the steward sends. Whom to is decided by whose turn it is, never by who asked for how much. */
export interface Round {
  readonly day: Day;
  readonly people: readonly Person[];
}

/** Two evenings a month, `count` payouts in all, one of each evening's abroad; everybody's turn comes round again. */
export function roundsOf({ months, lastDay }: Span, people: readonly Person[], count: number, dice: Dice): Round[] {
  const days = months.flatMap((month) => [4, 18].map((later) => addDaysTo(firstDayOf(month), later))).filter((day) => day < lastDay);
  const abroad = turnsOf(
    people.filter(({ currency }) => currency),
    dice,
  );
  const athome = turnsOf(
    people.filter(({ currency }) => !currency),
    dice,
  );
  return days.map((day, index) => {
    const size = Math.floor(((index + 1) * count) / days.length) - Math.floor((index * count) / days.length);
    return { day, people: [abroad(), ...Array.from({ length: size - 1 }, athome)] };
  });
}

/** One after another in an order drawn once, so that nobody's next turn comes before everybody has had theirs. */
function turnsOf(people: readonly Person[], dice: Dice): () => Person {
  const order = dice.shuffled(people);
  let turn = 0;
  return () => order[turn++ % order.length]!;
}

const unitMinor = 500n;
const leastMinor = 2000n;

/** Splits a part of what is ready to send into whole units, more or less even. */
export function sharesOf(people: readonly Person[], availableMinor: bigint, percent: number, dice: Dice): Share[] {
  const weights = people.map(() => BigInt(dice.between(70, 130)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  const budget = (availableMinor * BigInt(percent)) / 100n;
  return people.map((person, index) => {
    const units = (budget * weights[index]!) / whole / unitMinor;
    const minor = units * unitMinor;
    return { person, given: money(minor < leastMinor ? leastMinor : minor, 'CAD') };
  });
}
