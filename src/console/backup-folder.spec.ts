import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvalidInput } from '../domain/refusal.js';
import { checkBackupFolder } from './backup-folder.js';

function saysOf(folder: string): string | undefined {
  try {
    checkBackupFolder(folder);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    expect(error.faults.map(({ field }) => field)).toEqual(['backupFolder']);
    return error.faults[0]!.says;
  }
}

describe('The folder for backups', () => {
  let here: string;
  beforeEach(() => {
    here = mkdtempSync(path.join(tmpdir(), 'backup-folder-'));
  });
  afterEach(() => rmSync(here, { recursive: true }));

  it('may be there already, or be made; the trial leaves nothing behind', () => {
    writeFileSync(path.join(here, 'kept'), '');
    expect(saysOf(here)).toBeUndefined();
    expect(saysOf(path.join(here, 'far', 'down'))).toBeUndefined();
    expect(saysOf(`${path.join(here, 'with-a-slash')}/`)).toBeUndefined();
    expect(readdirSync(here)).toEqual(['kept']);
  });

  it('is named whole', () => {
    expect(saysOf('backup')).toBe('Enter the whole path of the folder, from its root.');
    expect(saysOf('~/backup')).toBe('Enter the whole path of the folder, from its root.');
  });

  it('is no file, and lies under none', () => {
    const file = path.join(here, 'file');
    writeFileSync(file, '');
    expect(saysOf(file)).toMatch(/^A file lies there/);
    expect(saysOf(path.join(file, 'below'))).toMatch(/^A file lies there/);
  });

  it('is not where no folder can be made', () => {
    expect(saysOf('/proc/backup')).toMatch(/Choose another/);
    expect(existsSync('/proc/backup')).toBe(false);
    expect(saysOf(path.join(here, 'below', 'x'.repeat(300)))).toMatch(/Choose a shorter one/);
    expect(readdirSync(here)).toEqual([]);
    expect(saysOf(`${here}\0`)).toMatch(/Choose another/);
  });

  it('is not where this program may not write', () => {
    chmodSync(here, 0o555);
    asOneWhoMayNotAll(() => {
      expect(saysOf(here)).toMatch(/may not write there/);
      expect(saysOf(path.join(here, 'below'))).toMatch(/may not write there/);
    });
  });
});

/** Root may write everywhere; meanwhile this is somebody who may not. */
function asOneWhoMayNotAll(act: () => void): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    act();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}
