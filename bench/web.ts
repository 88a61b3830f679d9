import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { checkout } from '../src/checkout.js';
import { slug } from '../src/demo/practice.js';
import { type Child, cleanEnvironment, launch } from './child.js';
import { type Figure, alternate, reaches } from './harness.js';
import type { Scratch } from './scratch.js';

const rounds = 5;
const connections = 32;
const roundS = 4;
const warmUpS = 2;

/** What the world reads of a ledger, beside a bare Fastify route that sends the same bytes. Each in a process of its own. */
export async function* web(scratch: Scratch): AsyncGenerator<Figure> {
  const env = { LEDGER_DATA_DIR: await filledDemo(scratch) };
  const page = `/${slug}`;
  const ours = await launch(scratch, { command: process.execPath, args: [program('main.js')], from: checkout, env, page });
  const bare = await bareRoute(scratch, `${ours.address}${page}`);

  const asked = (url: string) => () => requestsPerSecond(url, roundS);
  for (const url of [`${ours.address}${page}`, bare.address]) await requestsPerSecond(url, warmUpS);
  yield {
    what: 'GET /{ledger} of the demo, 32 connections',
    against: 'a bare Fastify route sending the same bytes and headers',
    unit: '/s',
    ...(await alternate(rounds, asked(`${ours.address}${page}`), asked(bare.address))),
    target: reaches(0.5, 'ratio'),
  };
}

const program = (name: string): string => path.join(import.meta.dirname, '..', 'src', name);

/** A year of a practice, filled by the demo. @returns the folder in which it left its database */
async function filledDemo(scratch: Scratch): Promise<string> {
  const env = cleanEnvironment({ LEDGER_DATA_DIR: path.join(scratch.folder, 'data') });
  const filling = promisify(execFile)(process.execPath, [program('cli.js'), 'demo', '--fill-only'], { cwd: checkout, env });
  scratch.closeLater(async () => {
    filling.child.kill();
    await filling.catch(() => undefined);
  });
  const { stdout } = await filling;
  const [, folder] = /^The demo is in (.+)\.$/m.exec(stdout) ?? [];
  if (!folder) throw new Error(`The demo does not say where it is:\n${stdout}`);
  return folder;
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

async function requestsPerSecond(url: string, duration: number): Promise<number> {
  const result = await autocannon({ url, connections, duration });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} requests to ${url} failed.`);
  return result['2xx'] / result.duration;
}
