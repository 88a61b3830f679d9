import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import http from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { variableNames } from '../src/environment.js';
import { type Scratch, signal } from './scratch.js';

/** A program that answers on a port of this machine. */
export interface Child {
  readonly address: string;
  /** From its start to the first page it served, in seconds. */
  readonly startedInS: number;
  /** Resident memory of the process that serves, in MB. */
  residentMb(): number;
  stop(): Promise<void>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly from: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it serves, to be answered with 200. */
  readonly page?: string;
  /** Tells the process that serves from those around it, like npm; by its command line. */
  readonly serving?: RegExp;
}

const startWithinMs = 120_000;
const stopWithinMs = 30_000;

/**
 * Settings of the person at this machine do not reach what is measured: neither from her shell, nor from
 * `config/ledger.env`, over which an empty variable stands. npm's own variables would lead a second npm astray.
 */
export function cleanEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(LEDGER_|DATABASE_|REDIS_URL|PAYPAL_|NODE_|npm_)/.test(name));
  return {
    ...Object.fromEntries(kept as [string, string][]),
    ...Object.fromEntries(variableNames.map((name) => [name, ''])),
    LEDGER_BACKUP_KEEP: '0',
    ...more,
  };
}

/** Starts a program and waits for its page. It is stopped at the end at the latest. */
export async function launch(scratch: Scratch, { command, args, from, env, page = '/', serving }: Launch): Promise<Child> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  // A process group of its own: Ctrl-C at the terminal reaches the benchmark alone, which then stops its programs in order.
  const child = spawn(command, args, { cwd: from, env: cleanEnvironment({ ...env, PORT: String(port) }), detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const servingId = () => (serving ? descendant(child.pid!, serving) : child.pid!);
  const stop = () => end(child, servingId(), ended);
  scratch.closeLater(stop);

  while ((await statusOf(`${address}${page}`)) !== 200) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${command} ${args.join(' ')} ended instead of serving ${page}:\n${said}`);
    if (performance.now() - begun > startWithinMs) throw new Error(`${command} ${args.join(' ')} does not serve ${page}:\n${said}`);
    await sleep(10);
  }
  const startedInS = (performance.now() - begun) / 1000;
  return { address, startedInS, residentMb: () => residentMb(servingId() ?? child.pid!), stop };
}

async function end(child: ChildProcess, servingId: number | undefined, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  signal(servingId ?? child.pid!, 'SIGTERM'); // to the program itself: npm would hand the signal on a second time
  const guard = setTimeout(() => signal(-child.pid!, 'SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(guard);
}

const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: 5000 }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    request.once('timeout', () => request.destroy()).once('error', () => resolve(undefined));
  });

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const processes = (): { pid: number; parent: number; args: string }[] =>
  [...execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(
    ([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args: args! }),
  );

/** The last in line under `pid` whose command line matches. */
function descendant(pid: number, matching: RegExp): number | undefined {
  const all = processes();
  let found: number | undefined;
  for (let line = [pid]; line.length > 0; line = all.filter(({ parent }) => line.includes(parent)).map(({ pid: each }) => each)) {
    found = all.find(({ pid: each, args }) => line.includes(each) && matching.test(args))?.pid ?? found;
  }
  return found;
}

const residentMb = (pid: number): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
