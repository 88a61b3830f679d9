import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Where Debian's golang-golang-x-mod-dev puts the packages of the Go team. */
const packages = '/usr/share/gocode';
const isHere =
  spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0 && existsSync(path.join(packages, 'src/golang.org/x/mod/sumdb/tlog'));

/** A suite that needs Go and its packages for transparency logs: says so where they are not here, and fails for it where CI=true. */
export function describeWithGo(title: string, suite: () => void): void {
  const isMissing = !isHere && process.env.CI !== 'true';
  (isMissing ? describe.skip : describe)(isMissing ? `${title} (not tried: no Go with golang.org/x/mod here)` : title, suite);
}

export interface ReadByGo {
  readonly origin: string;
  readonly size: number;
  /** Older heads that it found continued. */
  readonly older: number;
  /** What each currency's entries come to, in minor units. */
  readonly closings: Readonly<Record<string, number>>;
}

/**
 * Builds the reader once. It never asks a network: module mode is off, and the packages are the system's.
 * @returns reads a log; rejects with what the reader said where it refuses
 */
export function goReader(): (address: string, vkey: string, ...older: string[]) => Promise<ReadByGo> {
  const program = path.join(mkdtempSync(path.join(os.tmpdir(), 'ledger-go-')), 'read-log');
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: packages, GOFLAGS: '', GOCACHE: path.join(os.tmpdir(), 'ledger-go-cache') };
  execFileSync('go', ['build', '-o', program, path.join(__dirname, 'read-log.go')], { env });
  return async (...args) => JSON.parse((await promisify(execFile)(program, args)).stdout) as ReadByGo;
}
