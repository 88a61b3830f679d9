import { type Figure, type Sides, inRounds, median, medianOf, staysWithin, takeTurns } from './harness.js';
import type { Pace } from './pace.js';
import { acts } from './scale/acts.js';
import { type Books, openBooks } from './scale/books.js';
import { buffersTouched } from './scale/buffers.js';
import type { Scratch } from './scratch.js';

const small = 10_000;
/** Of each ledger, where there are many. */
const yearly = 1_000;
/** How long one side may take in a round, and how often it is asked at least. */
const sideMs = 3_000;
const leastActs = 3;
const explained = 10;

interface Pair {
  readonly shape: string;
  readonly large: Books;
  readonly small: Books;
}

/** Whether what is done every day stays as cheap when the books have grown a thousandfold, in one ledger or in very many. */
export async function* scale(scratch: Scratch, pace: Pace): AsyncGenerator<Figure> {
  const { scaled } = pace;
  const ledgerCount = Math.floor(scaled / yearly);
  yield* compared(pace, {
    shape: 'one ledger',
    small: await openBooks(scratch, 'one_small', 1, small),
    large: await openBooks(scratch, 'one_large', 1, scaled),
  });
  yield* compared(pace, {
    shape: `${ledgerCount.toLocaleString('en')} ledgers`,
    small: await openBooks(scratch, 'many_small', small / yearly, yearly),
    large: await openBooks(scratch, 'many_large', ledgerCount, yearly),
  });
}

async function* compared(pace: Pace, pair: Pair): AsyncGenerator<Figure> {
  const { shape, large, small: little } = pair;
  const size = `${pace.scaled.toLocaleString('en')} events, ${shape}`;
  yield {
    what: `filling ${size}`,
    against: `filling ${small.toLocaleString('en')}`,
    unit: 's',
    ours: [large.filledInS],
    theirs: [little.filledInS],
  };
  for (const [what, actOn] of Object.entries(acts)) {
    const [ours, theirs] = [await actOn(large), await actOn(little)];
    const against = `the same where there are ${small.toLocaleString('en')} events`;
    const described = { what: `${size}: ${what}`, against };
    yield { ...described, unit: 'ms', ...(await times(pace, pair, ours, theirs)), target: staysWithin(1.5, 'ratio') };
    const touched = (act: () => Promise<unknown>) => async () => {
      const found: number[] = [];
      const until = performance.now() + sideMs;
      do found.push(await buffersTouched(act));
      while (found.length < explained && performance.now() < until);
      return median(found);
    };
    const buffers = await inRounds(pace.rounds, { ours: touched(ours), theirs: touched(theirs) }, () => settled(pair));
    yield { ...described, unit: 'buffers', ...buffers, target: staysWithin(1.2, 'ratio') };
  }
  await large.end();
  await little.end();
}

/** As often as there is time for: what takes seconds is seen to do so soon enough. */
async function times(pace: Pace, pair: Pair, ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<Sides> {
  const slower = Math.max(await medianOf(leastActs, ours), await medianOf(leastActs, theirs));
  const count = (most: number) => Math.min(most, Math.max(leastActs, Math.floor(sideMs / slower)));
  for (const act of [ours, theirs]) await medianOf(count(pace.warmUp), act);
  return takeTurns(pace.rounds, count(pace.acts), ours, theirs, () => settled(pair));
}

async function settled({ large, small: little }: Pair): Promise<void> {
  await large.program.settled();
  await little.program.settled();
}
