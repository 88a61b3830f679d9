import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.js';

/** Whom the PostgreSQL server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const userName = 'mutual-aid-ledger';

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root, so started by root it gets a system user of its own: not `nobody`, whom other
 * programs share and who could then read the books. Undefined means: as whoever started us.
 */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (!isRoot()) return undefined;
  for (let tries = 0; tries < 10; tries++) {
    const user = userInPasswd() ?? (makeUser() ? userInPasswd() : undefined);
    if (user) return user;
    await sleep(100); // another start holds the lock on /etc/passwd
  }
  throw new StartError(
    `PostgreSQL does not run as root, and the system user ${userName} could not be made: make it with ` +
      `"useradd --system ${userName}", or start as another user, or set DATABASE_URL.`,
  );
}

function userInPasswd(): ServerUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${userName}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** `useradd` where there is one, else BusyBox's `adduser`. No home, no shell, no password. */
function makeUser(): boolean {
  const succeeds = (command: string, words: string) =>
    spawnSync(command, [...words.split(' '), userName], { stdio: 'ignore' }).status === 0;
  return (
    succeeds('useradd', '--system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin') ||
    succeeds('adduser', '-S -D -H -h /nonexistent -s /sbin/nologin')
  );
}

/** Whether that user gets through every folder on the way and into this one, as the system itself answers it. */
export const canEnter = (folder: string, user: ServerUser | undefined): boolean => ask('cd -- "$1"', folder, user);

/** Whether that user may run the program in this file. */
export const canRun = (file: string, user: ServerUser | undefined): boolean => ask('[ -x "$1" ] && [ -r "$1" ]', file, user);

function ask(question: string, file: string, user: ServerUser | undefined): boolean {
  return spawnSync('/bin/sh', ['-c', question, 'sh', file], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
