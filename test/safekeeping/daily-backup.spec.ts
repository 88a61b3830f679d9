import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { HostSettings } from '../../src/access/host-settings.js';
import { opened } from '../../src/safekeeping/age-file.js';
import { verifyBackup } from '../../src/safekeeping/backup-reading.js';
import { Backups } from '../../src/safekeeping/backups.queries.js';
import { readRecoveryKey } from '../../src/safekeeping/recovery-key.js';
import { Upkeep } from '../../src/queue/upkeep.js';
import { createReadStream } from 'node:fs';
import { testConnections } from '../support/database.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';

describe('A backup each day, by itself', () => {
  let program: TestProgram;
  let backups: Backups;
  const folder = () => program.runtime.settings.defaultBackupDir;
  const books = (place = folder()) => readdirSync(place).filter((name) => name.endsWith('.ledger.age'));

  beforeEach(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 }, { LEDGER_BACKUP_KEEP: '2' });
    backups = program.app.get(Backups);
  });
  afterEach(() => program.stop());

  it('none before a ledger is open, the first at once, the next a day later', async () => {
    expect(await backups.isDue()).toBe(false);
    await openTestLedger(program);
    expect(await backups.isDue()).toBe(true);
    await backups.make();
    expect(await backups.isDue()).toBe(false);
    program.setTime('2026-11-03T14:59:00Z');
    await backups.make();
    expect(books()).toEqual(['2026-11-02T15-00-00Z.ledger.age']);
    program.setTime('2026-11-03T15:00:00Z');
    await backups.make();
    expect(books()).toHaveLength(2);
    expect(await backups.standing()).toEqual({ isDaily: true, folder: folder(), verifiedAt: '2026-11-03T15:00:00.000Z' });
  });

  it('so many are kept as the settings say, and their keys with them', async () => {
    await openTestLedger(program);
    for (const day of ['02', '03', '04', '05']) {
      program.setTime(`2026-11-${day}T16:00:00Z`);
      await backups.make();
    }
    expect(books()).toEqual(['2026-11-04T16-00-00Z.ledger.age', '2026-11-05T16-00-00Z.ledger.age']);
    expect(readdirSync(path.join(folder(), 'keys'))).toEqual(['2026-11-04T16-00-00Z.keys.age', '2026-11-05T16-00-00Z.keys.age']);
  });

  it('opens with the recovery key that lies with the other keys, and is read through with it', async () => {
    await openTestLedger(program);
    await backups.make();
    const key = await readRecoveryKey(program.runtime.settings.recoveryKeyFile);
    const [name] = books();
    const { head, rows } = await verifyBackup(path.join(folder(), name!), [key]);
    expect([head.ledgers.length, rows > 10]).toEqual([1, true]);
    const [keys] = readdirSync(path.join(folder(), 'keys'));
    let plain = '';
    for await (const piece of opened(createReadStream(path.join(folder(), 'keys', keys!)), [key])) plain += piece.toString();
    expect(plain.startsWith('mutual-aid-ledger keys v1\n{')).toBe(true);
  });

  it('goes where the steward chose', async () => {
    await openTestLedger(program);
    const chosen = path.join(program.runtime.settings.dataDir, '..', 'chosen');
    await program.app.get(HostSettings).set('backup-folder', chosen);
    await backups.make();
    expect(books(chosen)).toHaveLength(1);
    expect((await backups.standing()).folder).toBe(chosen);
  });

  it('one that comes to nothing says why, leaves nothing half, and is tried again in an hour', async () => {
    await openTestLedger(program);
    await backups.make();
    program.setTime('2026-11-04T15:00:00Z');
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), 'a file in the way');
    await expect(backups.make()).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await backups.standing()).toMatchObject({ verifiedAt: '2026-11-02T15:00:00.000Z', fault: 'EEXIST' });
    program.setTime('2026-11-04T15:30:00Z');
    expect(await backups.isDue()).toBe(false);
    rmSync(folder());
    mkdirSync(folder());
    program.setTime('2026-11-04T16:00:00Z');
    await backups.make();
    expect(await backups.standing()).toEqual({ isDaily: true, folder: folder(), verifiedAt: '2026-11-04T16:00:00.000Z' });
    expect(readdirSync(folder()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('a database that dies in the middle leaves nothing under a name', async () => {
    await openTestLedger(program);
    const owner = new pg.Client(testConnections().owner);
    await owner.connect();
    await owner.query(
      'create table zzz_slow (a text); insert into zzz_slow select repeat(md5(n::text), 200) from generate_series(1, 40000) n',
    );
    const made = backups.make();
    const ended = made.then(
      () => 'made',
      () => 'failed',
    );
    for (let tries = 0; tries < 2000; tries += 1) {
      const { rowCount } = await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mutual-aid-ledger backup' and query like 'copy%'
           and datname = current_database()`,
      );
      if (rowCount) break;
    }
    expect(await ended).toBe('failed');
    expect(readdirSync(folder()).filter((name) => name.includes('.age'))).toEqual([]);
    await owner.query('drop table zzz_slow');
    await owner.end();
  });

  it('a clock that jumps a day either way makes one soon, and never none for long', async () => {
    await openTestLedger(program);
    await backups.make();
    program.setTime('2026-11-01T15:00:00Z');
    expect(await backups.isDue()).toBe(true);
    await backups.make();
    expect(await backups.isDue()).toBe(false);
    program.setTime('2026-11-02T15:00:00Z');
    expect(await backups.isDue()).toBe(true);
  });

  it('upkeep gives it a job of its own', async () => {
    await openTestLedger(program);
    await program.app.get(Upkeep).run();
    const { rows } = await new pg.Pool({ ...testConnections().owner, max: 1, idleTimeoutMillis: 100 }).query<{ name: string }>(
      `select name from bullmq.job where name = 'back-up-daily'`,
    );
    expect(rows).toHaveLength(1);
    expect(books.bind(undefined)).toThrow('ENOENT');
    await program.app.get(Upkeep).runApart('back-up-daily');
    expect(books()).toHaveLength(1);
  });
});
