import type { Figure } from './harness.js';
import type { Pace } from './pace.js';
import { publishing } from './public-log/publishing.js';
import { serving } from './public-log/serving.js';
import { tree } from './public-log/tree.js';
import { verify } from './public-log/verify.js';
import type { Scratch } from './scratch.js';

/** What it costs to keep the tree of a public log, to add to it, to serve it, and to check all of it. */
export async function* publicLog(scratch: Scratch, { rounds, replayed }: Pace): AsyncGenerator<Figure> {
  yield* tree({ rounds, leaves: replayed });
  yield* publishing(scratch, { rounds, entries: replayed });
  yield* serving(scratch, { rounds });
  yield* verify(scratch, { rounds, entries: replayed / 10 });
}
