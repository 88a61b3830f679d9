import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { checkout } from '../src/checkout.js';
import { type Child, cleanEnvironment, launch } from './child.js';
import { type Sides, alternate } from './harness.js';
import type { Scratch } from './scratch.js';

const roundS = 4;
const warmUpS = 2;

const program = (name: string): string => path.join(import.meta.dirname, '..', 'src', name);

/** The program, serving the demo's data from the folder given. */
export const served = (scratch: Scratch, dataDir: string, page: string): Promise<Child> =>
  launch(scratch, { command: process.execPath, args: [program('main.js')], from: checkout, env: { LEDGER_DATA_DIR: dataDir }, page });

/** Requests a second for an address of ours, beside a bare Fastify route that sends the same bytes and headers from a process of its own. */
export async function besideBareRoute(scratch: Scratch, url: string, rounds: number, connections: number): Promise<Sides> {
  const bare = await bareRoute(scratch, url);
  const asked = (address: string, seconds: number) => requestsPerSecond(address, connections, seconds);
  for (const address of [url, bare.address]) await asked(address, warmUpS);
  const sides = await alternate(
    rounds,
    () => asked(url, roundS),
    () => asked(bare.address, roundS),
  );
  await bare.stop();
  return sides;
}

export interface FilledDemo {
  readonly dataDir: string;
  readonly seconds: number;
}

/** A year of a practice, filled by the demo: the folder in which it left its database, and how long it took. */
export async function filledDemo(scratch: Scratch): Promise<FilledDemo> {
  const from = performance.now();
  const env = cleanEnvironment({ LEDGER_DATA_DIR: path.join(scratch.folder, 'data') });
  const filling = promisify(execFile)(process.execPath, [program('cli.js'), 'demo', '--fill-only'], { cwd: checkout, env });
  scratch.closeLater(async () => {
    filling.child.kill();
    await filling.catch(() => undefined);
  });
  const { stdout } = await filling;
  const [, folder] = /^The demo is in (.+)\.$/m.exec(stdout) ?? [];
  if (!folder) throw new Error(`The demo does not say where it is:\n${stdout}`);
  return { dataDir: folder, seconds: (performance.now() - from) / 1000 };
}

/** Headers that every server adds by itself, for each connection. */
const ofTheServer = new Set(['connection', 'keep-alive', 'date', 'content-length', 'transfer-encoding']);

/** It sends no Accept-Encoding; fetch would ask for gzip. */
const asAutocannonAsks = { headers: { 'accept-encoding': 'identity' } };

async function bareRoute(scratch: Scratch, url: string): Promise<Child> {
  const answer = await fetch(url, asAutocannonAsks);
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !ofTheServer.has(name)));
  const file = path.join(scratch.folder, 'answer.json');
  await writeFile(file, JSON.stringify({ body: body.toString('base64'), headers }));
  const bare = await launch(scratch, {
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'bare-route.js'), file],
    from: checkout,
  });
  const said = await fetch(bare.address, asAutocannonAsks);
  if (!body.equals(Buffer.from(await said.arrayBuffer()))) throw new Error('The bare route does not send the same bytes.');
  return bare;
}

async function requestsPerSecond(url: string, connections: number, duration: number): Promise<number> {
  const result = await autocannon({ url, connections, duration });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} requests to ${url} failed.`);
  return result['2xx'] / result.duration;
}
