import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { verifyEntries } from '../../src/public-log/arithmetic.js';
import { decodeEntry } from '../../src/public-log/entry.js';
import { bundlePath } from '../../src/public-log/tiles.js';
import { treeRoot, leafHash } from '../../src/public-log/tree.js';
import { leafTilesOf } from '../../src/verifying/read-tree.js';
import { cleanEnvironment, launch } from '../child.js';
import { type Figure, alternate, staysUnder } from '../harness.js';
import type { Scratch } from '../scratch.js';
import { longLog } from './long-log.js';

/** The whole command, beside a program that only fetches and hashes; and the checks alone, beside the hashing alone. */
export async function* verify(
  scratch: Scratch,
  { rounds, entries }: { readonly rounds: number; readonly entries: number },
): AsyncGenerator<Figure> {
  const log = longLog(entries).map((text) => new TextEncoder().encode(text));
  const server = await launch(scratch, {
    command: process.execPath,
    args: [program('log-server.js'), String(entries)],
    from: import.meta.dirname,
    page: '/checkpoint',
  });
  const bundles = leafTilesOf(log.length).map((tile) => `${bundlePath(tile)}:${tile.width}`);
  const cli = path.join(import.meta.dirname, '..', '..', 'src', 'cli.js');
  yield {
    what: `verify URL, ${log.length.toLocaleString('en')} entries, from start to end`,
    against: 'a program that fetches and hashes as much, and checks nothing',
    unit: 'ms',
    ...(await alternate(rounds, run(cli, 'verify', server.address, '--json'), run(program('bare-reading.js'), server.address, ...bundles))),
    target: staysUnder(3, 'ratio'),
  };
  yield {
    what: 'the checks alone: leaves, tree, entries, arithmetic',
    against: 'a bare loop of createHash over the same entries and as many nodes',
    unit: 'ms',
    ...(await alternate(
      rounds,
      timed(() => check(log)),
      timed(() => bareHashes(log)),
    )),
  };
  await server.stop();
}

const program = (name: string): string => path.join(import.meta.dirname, name);

/** @throws Error where the program ends with anything but 0 */
const run =
  (...args: readonly string[]) =>
  async (): Promise<number> => {
    const from = performance.now();
    await promisify(execFile)(process.execPath, [...args], { env: cleanEnvironment(), maxBuffer: 1e8 });
    return performance.now() - from;
  };

function check(log: readonly Uint8Array[]): void {
  treeRoot(log.map(leafHash));
  const faults = verifyEntries(log.map((entry) => decodeEntry(entry)));
  if (faults.length > 0) throw new Error(`The log of the benchmark does not hold: ${faults[0]!.code}.`);
}

function bareHashes(log: readonly Uint8Array[]): void {
  const [zero, node] = [Uint8Array.of(0), new Uint8Array(65)];
  for (const entry of log) {
    createHash('sha256').update(zero).update(entry).digest();
    createHash('sha256').update(node).digest();
  }
}

const timed = (act: () => unknown) => async (): Promise<number> => {
  const from = performance.now();
  act();
  return performance.now() - from;
};
