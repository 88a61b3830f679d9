import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readlinkSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from './postgres-binaries.js';
import type { ServerPlace } from './postgres-cluster.js';

/** Only names the socket file; no TCP port is opened. */
export const socketPort = 5432;

/** The log starts anew when it has grown beyond this; the one before is kept. */
const logBytesMax = 1_000_000;

const calmSettings: Record<string, string> = {
  listen_addresses: '',
  port: String(socketPort),
  max_connections: '100',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse', // DETAIL would write the values of refused rows into the log
};

/** A server that we have launched. */
export interface Launched {
  readonly pid: number | undefined;
  /** How it ended, or undefined while it runs. */
  ended(): string | undefined;
  /** It ended of itself. False when another program, the last one to use it, has stopped it. */
  failed(): boolean;
  /** What it has written to the log so far. */
  said(): string;
}

/** Starts the server in a session of its own, so that Ctrl-C at the terminal reaches us and not it. */
export function launch(place: ServerPlace, { postgres }: Binaries, settings: Record<string, string>): Launched {
  const all = { ...calmSettings, unix_socket_directories: place.sockets, ...settings };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  turnLog(place.log);
  const log = openSync(place.log, 'a', 0o600);
  const from = fstatSync(log).size;
  const server = spawn(postgres, ['-D', place.cluster, ...options], {
    ...place.user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let end: string | undefined;
  let hasFailed = false;
  server.on('exit', (code, signal) => {
    end = `ended with ${signal ?? `code ${code}`}`;
    hasFailed = code !== 0;
  });
  server.on('error', (error) => {
    end = error.message;
    hasFailed = true;
  });
  server.unref();
  return {
    pid: server.pid,
    ended: () => end,
    failed: () => hasFailed,
    said: () => readFileSync(place.log).subarray(from).toString('utf8'),
  };
}

function turnLog(log: string): void {
  try {
    if (statSync(log).size > logBytesMax) renameSync(log, `${log}.1`);
  } catch {
    // no log yet, or another start has just turned it
  }
}

/**
 * The running server of this cluster, whoever launched it. `postmaster.pid` outlives a kill -9, and its number may
 * since belong to another program or to a zombie that nobody has reaped; the file itself is never removed by us, since
 * it is what keeps two servers off one cluster.
 */
export function livePostmaster(cluster: string): number | undefined {
  try {
    const pid = Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return pid > 0 && isServerOf(cluster, pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isServerOf(cluster: string, pid: number): boolean {
  if (process.platform !== 'linux') return process.kill(pid, 0);
  const state = /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  return state !== 'Z' && state !== 'X' && readlinkSync(`/proc/${pid}/cwd`) === cluster;
}

/** It could not start only because another one runs, or because one that was killed has not quite gone. */
export const wasNotAlone = (said: string): boolean =>
  /postmaster\.pid" (already exists|is empty)|could not create lock file|still in use/.test(said);

/** The line that says why it did not start, without the time before it. */
export function reasonIn(said: string): string {
  const lines = said.trim().split('\n');
  return (lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC): */, '');
}
