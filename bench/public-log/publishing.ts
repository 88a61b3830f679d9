import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { SignedHead } from '../../src/domain/publication.js';
import { base64Of } from '../../src/public-log/bytes.js';
import { LogFiles, rootAt } from '../../src/publisher/log-files.js';
import { TileFolder } from '../../src/publisher/tile-folder.js';
import { type Figure, alternate, staysWithin } from '../harness.js';
import type { Pace } from '../pace.js';
import type { Scratch } from '../scratch.js';

const added = 10_000;
const entry = (at: number): string =>
  `{"currency":"CAD","date":"2026-12-08","exponent":2,"kind":"currency.opened","unit":${500 + at},"v":1}`;
const entriesOf = async (from: number, to: number) => Array.from({ length: to - from }, (_, at) => entry(from + at));

/** What a publisher does between two heads: look at the right edge, grow the tree, write every new file. On the disk for good. */
async function publish(folder: string, heads: SignedHead[], count: number): Promise<void> {
  const files = new LogFiles(new TileFolder(folder), entriesOf);
  const right = await files.upTo(heads);
  const grown = await files.reckon(right, right.size + count);
  heads.push({ origin: 'ledger.example/log', size: grown.size, root: base64Of(rootAt(grown)), vkey: '', signature: '' });
  await files.upTo(heads);
}

/** Ten thousand entries onto a log of a million, beside the same onto an empty one. */
export async function* publishing(
  scratch: Scratch,
  { rounds, entries }: Pick<Pace, 'rounds'> & { readonly entries: number },
): AsyncGenerator<Figure> {
  const folder = await mkdtemp(path.join(scratch.folder, 'log-'));
  const long = path.join(folder, 'long');
  const heads: SignedHead[] = [];
  await publish(long, heads, entries);
  const timed = (act: () => Promise<void>) => async (): Promise<number> => {
    const from = performance.now();
    await act();
    return performance.now() - from;
  };
  let logs = 0;
  const empty = () => {
    logs += 1;
    return path.join(folder, `empty-${logs}`);
  };
  yield {
    what: `${added.toLocaleString('en')} entries onto a log of ${entries.toLocaleString('en')}, all files written`,
    against: 'as many onto an empty log',
    unit: 'ms',
    ...(await alternate(
      rounds,
      timed(() => publish(long, heads, added)),
      timed(() => publish(empty(), [], added)),
    )),
    target: staysWithin(1.5, 'ratio'),
  };
  await rm(folder, { recursive: true });
}
