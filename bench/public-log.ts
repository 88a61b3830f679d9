import type { Figure } from './harness.js';
import type { Pace } from './pace.js';
import { tree } from './public-log/tree.js';
import { verify } from './public-log/verify.js';
import type { Scratch } from './scratch.js';

/** What it costs to keep the tree of a public log, and to check all of it. */
export async function* publicLog(scratch: Scratch, { rounds, replayed }: Pace): AsyncGenerator<Figure> {
  yield* tree({ rounds, leaves: replayed });
  yield* verify(scratch, { rounds, entries: replayed / 10 });
}
