import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { ask, discard, endServer, scratchFolder, start } from './program.js';

jest.setTimeout(180_000);

/** One machine whose books are backed up, and another on which they are put back, by the built program alone. */
describe('Backup and restore on the command line', () => {
  const ledger = v7();
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  const envOf = (machine: string) => ({
    LEDGER_DATA_DIR: at(machine),
    LEDGER_JOURNAL_DIR: at('journal'),
    LEDGER_LOG_LEVEL: 'error',
    LEDGER_BACKUP_KEEP: '0',
  });

  async function cli(machine: string, ...args: string[]) {
    const program = start(envOf(machine), { script: ['dist/src/cli.js', ...args] });
    return { code: await program.ended, out: program.stdout(), err: program.stderr() };
  }
  const named = (end: string, place: string) => path.join(place, readdirSync(place).find((name) => name.endsWith(end))!);

  beforeAll(async () => {
    folder = await scratchFolder();
    mkdirSync(at('journal'));
    const writer = start(envOf('first'), { script: ['test/faults/writer.mjs', ledger, '4'] });
    while ((writer.stdout().match(/^ok /gm) ?? []).length < 40) {
      if (writer.child.exitCode !== null) throw new Error(writer.stderr());
      await sleep(20);
    }
    await writer.stop();
  });
  afterAll(async () => {
    for (const machine of ['first', 'second', 'third']) await endServer(at(machine));
    discard(folder);
  });

  it('says where it went, and which key opens it', async () => {
    const { code, out, err } = await cli('first', 'backup', '--to', at('backups'));
    expect([err, code]).toEqual(['', 0]);
    expect(out).toMatch(/^Backed up and read back: 1 ledgers, \d+ events, \d+ bytes, in .*\.ledger\.age\.$/m);
    expect(out).toContain(`Both open with the key in ${path.join(at('first'), 'keys', 'recovery.key')} alone`);
    expect(JSON.parse((await cli('first', 'backup', '--to', at('more'), '--json')).out)).toMatchObject({
      ledgers: 1,
      keysFile: expect.any(String),
    });
  });

  it('without its recovery key, or without the wrapping key, nothing is put back, and a sentence says which is missing', async () => {
    const file = named('.ledger.age', at('backups'));
    const unknown = await cli('second', 'restore', file);
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringMatching(/^There is no recovery key in .*recovery\.key: put it there, or name the file/),
    ]);
    const unopened = await cli('second', 'restore', file, '--recovery-key', path.join(at('first'), 'keys', 'recovery.key'));
    expect([unopened.code, unopened.err]).toEqual([
      1,
      expect.stringMatching(/^There is no wrapping key in .*wrapping\.key: name the file of keys of this backup with --keys/),
    ]);
    expect((await cli('second', 'restore')).code).toBe(2);
  });

  it('goes into an empty machine with its keys, is held, and the doctor finds everything whole', async () => {
    const { code, out, err } = await cli(
      'second',
      ...['restore', named('.ledger.age', at('backups')), '--keys', named('.keys.age', path.join(at('backups'), 'keys'))],
      ...['--recovery-key', path.join(at('first'), 'keys', 'recovery.key')],
    );
    expect([err, code]).toEqual(['', 0]);
    expect(out).toContain('Put back: wrapping.key.');
    expect(out).toMatch(/^Restored as of .*Z: 1 ledgers, \d+ rows\. What happened since is not in it, so every ledger is held\.$/m);
    expect(out).toContain(`Ledger ${ledger} is held since`);
    expect(out).toMatch(new RegExp(`^Ledger ${ledger}: \\d+ events, everything holds\\.$`, 'm'));
    const wrapping = (machine: string) => readFileSync(path.join(at(machine), 'keys', 'wrapping.key'), 'utf8');
    expect(wrapping('second')).toBe(wrapping('first'));
    const recovery = (machine: string) => readFileSync(path.join(at(machine), 'keys', 'recovery.key'), 'utf8');
    expect(recovery('second')).toBe(recovery('first'));
  });

  it('a second time it is refused: the database is not empty', async () => {
    const again = await cli('second', 'restore', named('.ledger.age', at('backups')));
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/^This database is not empty \(there are rows in \w+\)/)]);
  });

  it('is released by name, and only then is not held any more', async () => {
    const program = start(envOf('second'));
    await program.ready();
    const [{ slug }] = (await ask<{ slug: string }>(at('second'), 'ledger_service', 'select slug from ledger')) as [{ slug: string }];
    expect((await cli('second', 'hold')).out).toContain('Nothing is missing any more: a steward releases it');
    expect((await cli('second', 'hold', '--release', slug)).out).toBe('Released: payouts.\nReleased: publication.\n');
    expect((await cli('second', 'hold')).out).toBe('No ledger is held.\n');
    expect((await cli('second', 'hold', '--since', '2026-11-25T03:00:00Z')).out).toMatch(/^1 ledgers are held\./);
    expect((await cli('second', 'hold', '--since', 'yesterday')).code).toBe(2);
    await program.stop();
  });

  it('a wrong or missing wrapping key keeps the program from starting, and it says which', async () => {
    const key = path.join(at('second'), 'keys', 'wrapping.key');
    copyFileSync(key, at('kept.key'));
    writeFileSync(key, `${Buffer.alloc(32, 9).toString('base64')}\n`);
    const wrong = start(envOf('second'));
    expect(await wrong.ended).toBe(1);
    expect(wrong.stderr()).toMatch(
      /^The details in this database are sealed under the wrapping key [0-9a-f]{8}, but the one given is [0-9a-f]{8}: put the key/m,
    );
    rmSync(key);
    const missing = start(envOf('second'));
    expect(await missing.ended).toBe(1);
    expect(missing.stderr()).toMatch(/sealed under the wrapping key [0-9a-f]{8}/);
    expect(existsSync(at('kept.key'))).toBe(true);
    copyFileSync(at('kept.key'), key);
    const right = start(envOf('second'));
    await right.ready();
    expect(await right.stop()).toBe(0);
  });
});
