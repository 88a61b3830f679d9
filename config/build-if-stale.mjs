// Builds dist/ when a source has changed since it was built; otherwise says nothing and takes no time. Runs before
// `npm start`. What is compared is a digest over every source's path, size and time, so that a file taken out, or put
// back by hand with an older time, counts too. The digest is that of the moment before the build, and is written after
// it: whoever changes a source meanwhile, or kills the build, gets another one at the next start.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const stamp = path.join(root, 'dist', '.built-from');
const lock = path.join(root, 'node_modules', '.mutual-aid-ledger-build');

/** @returns {string[]} */
const filesIn = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));

function digestOfSources() {
  const single = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json', 'config/build-verifier.mjs']
    .map((file) => path.join(root, file))
    .filter((file) => existsSync(file));
  const hash = createHash('sha256');
  for (const file of [...filesIn('src'), ...filesIn('migrations'), ...filesIn('config/languages'), ...single].sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOfSources();

/** Two starts at once must not build into the same folder: the second waits for the first, if that is still alive. */
function takeLock() {
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(path.join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** Its holder has died; or, killed before it wrote down who it is, has said nothing for two seconds. */
function isAbandoned() {
  try {
    const holder = Number(readFileSync(path.join(lock, 'pid'), 'utf8'));
    if (holder > 0) process.kill(holder, 0);
    return holder === 0;
  } catch (error) {
    if (error.code !== 'ENOENT') return error.code === 'ESRCH';
    const takenAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    return Date.now() - takenAt > 2000;
  }
}

// An installation without sources, like the container image, was built where it was made.
if (existsSync(path.join(root, 'src')) && !isBuilt()) {
  takeLock();
  try {
    if (!isBuilt()) {
      const digest = digestOfSources();
      const nest = path.join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
      const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
      const hasPage = existsSync(path.join(root, 'src', 'verifying', 'verify.html'));
      if (!run(nest, 'build') || (hasPage && !run(path.join('config', 'build-verifier.mjs')))) {
        process.stderr.write('The program could not be built; the lines above say why. After an update, run "npm ci" first.\n');
        process.exitCode = 1;
      } else writeFileSync(stamp, digest);
    }
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
