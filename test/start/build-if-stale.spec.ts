import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from '../../src/checkout.js';
import { discard, scratchFolder } from './program.js';

let folder: string;

/** A checkout with one source in it. */
beforeAll(async () => {
  folder = await scratchFolder();
  for (const name of ['src', 'migrations', 'node_modules', 'config', 'config/languages']) await mkdir(path.join(folder, name));
  for (const name of [
    'package.json',
    'package-lock.json',
    'nest-cli.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'config/build-if-stale.mjs',
  ]) {
    await cp(path.join(checkout, name), path.join(folder, name));
  }
  for (const name of await readdir(path.join(checkout, 'node_modules'))) {
    if (name !== '.mutual-aid-ledger-build')
      await symlink(path.join(checkout, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
  await writeFile(path.join(folder, 'migrations', 'none.ts'), 'export {};\n');
  await writeFile(path.join(folder, 'src', 'main.ts'), 'export const answer = 1;\n');
});
afterAll(() => discard(folder));

function build() {
  const begun = Date.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['config/build-if-stale.mjs'], { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr, tookMs: Date.now() - begun };
}
const built = () => readFileSync(path.join(folder, 'dist', 'src', 'main.js'), 'utf8');

describe('npm start builds the program', () => {
  it('when it was never built', () => {
    expect(build()).toMatchObject({ status: 0, said: '' });
    expect(built()).toContain('answer = 1');
  });

  it('not when nothing has changed', () => {
    const before = readFileSync(path.join(folder, 'dist', '.built-from'), 'utf8');
    expect(build()).toMatchObject({ status: 0, said: '' });
    expect(readFileSync(path.join(folder, 'dist', '.built-from'), 'utf8')).toBe(before);
  });

  it('when a source has changed, or was taken away', () => {
    writeFileSync(path.join(folder, 'src', 'main.ts'), 'export const answer = 42;\n');
    writeFileSync(path.join(folder, 'src', 'more.ts'), 'export {};\n');
    expect(build().status).toBe(0);
    expect(built()).toContain('answer = 42');
    rmSync(path.join(folder, 'src', 'more.ts'));
    expect(build().status).toBe(0);
    expect(existsSync(path.join(folder, 'dist', 'src', 'more.js'))).toBe(false);
  });

  it('and stops when it cannot be built, this time and the next', () => {
    writeFileSync(path.join(folder, 'src', 'main.ts'), 'export const answer = ;\n');
    for (const _ of ['this time', 'the next']) {
      const { status, said } = build();
      expect(said).toContain('The program could not be built');
      expect(status).toBe(1);
    }
  });
});
