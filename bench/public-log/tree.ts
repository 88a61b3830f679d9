import { createHash } from 'node:crypto';
import { appendLeaves, emptyEdge, rootOf } from '../../src/public-log/tree.js';
import { type Figure, alternate, staysWithin } from '../harness.js';
import type { Pace } from '../pace.js';

const node = 65;

/** The root over stored leaf hashes, beside as many bare hashes of as many bytes as a node of the tree has. */
export async function* tree({ rounds, leaves }: Pick<Pace, 'rounds'> & { readonly leaves: number }): AsyncGenerator<Figure> {
  const stored = Array.from({ length: leaves }, (_, at) => createHash('sha256').update(String(at)).digest());
  const grown = appendLeaves(emptyEdge, stored.slice(0, -1000));
  yield {
    what: `tree over ${leaves.toLocaleString('en')} stored leaf hashes`,
    against: 'a bare loop of as many createHash calls over 65 bytes',
    unit: 'ms',
    ...(await alternate(
      rounds,
      timed(() => rootOf(appendLeaves(emptyEdge, stored))),
      timed(() => bareHashes(leaves)),
    )),
    target: staysWithin(1.5, 'ratio'),
  };
  yield {
    what: `a thousand leaves more, on a tree of ${(leaves - 1000).toLocaleString('en')}`,
    against: 'a thousand leaves on an empty tree',
    unit: 'ms',
    ...(await alternate(
      rounds * 5,
      timed(() => rootOf(appendLeaves(grown, stored.slice(-1000)))),
      timed(() => rootOf(appendLeaves(emptyEdge, stored.slice(-1000)))),
    )),
  };
}

function bareHashes(count: number): void {
  const bytes = new Uint8Array(node);
  for (let at = 0; at < count; at += 1) createHash('sha256').update(bytes).digest();
}

const timed = (act: () => unknown) => async (): Promise<number> => {
  const from = performance.now();
  act();
  return performance.now() - from;
};
