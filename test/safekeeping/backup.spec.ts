import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { LogCheck } from '../../src/publisher/log-check.js';
import { carriedTables, leftOut } from '../../src/safekeeping/backup-tables.js';
import { putKeysBack } from '../../src/safekeeping/backup-keys.js';
import { type BackupPlaces, keepNewest, makeBackup } from '../../src/safekeeping/making-backup.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { restoreBackup } from '../../src/safekeeping/restoring.js';
import { wrappingKeysOf } from '../../src/vault/wrapping-key.js';
import { Year } from '../public/year.js';
import { emptyConnections, testConnections } from '../support/database.js';
import { type TestProgram, newRequest, openTestLedger, startProgram, startProgramOn } from '../support/ledger.js';

const places = (folder: string, recipient: string, program: TestProgram): BackupPlaces => ({
  folder: path.join(folder, 'backups'),
  keysFolder: path.join(folder, 'keys'),
  recipient,
  wrappingKeyFile: path.join(folder, 'wrapping.key'),
  logKeyDir: program.runtime.settings.logKeyDir,
  wrappingKey: program.runtime.wrappingKey,
});

/** A digest of every row of every table that a backup carries. */
async function digests(connections = testConnections()): Promise<Record<string, string>> {
  const session = new pg.Client(connections.owner);
  await session.connect();
  const found: Record<string, string> = {};
  for (const { table } of await carriedTables(session)) {
    if (table === 'ledger_hold') continue;
    const { rows } = await session.query<{ row: string }>(`select t::text as row from "${table}" t`);
    const lines = rows.map(({ row }) => row).sort();
    found[table] = `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
  }
  await session.end();
  return found;
}

describe('A backup that is put back', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledger-backup-'));
  let identity: string;
  let recipient: string;
  let ledger: string;
  let file: string;
  let keysFile: string;
  let before: Record<string, string>;
  const logDir = path.join(folder, 'restored-log');
  const wrappingKeys = wrappingKeysOf(Buffer.alloc(32, 7));
  const target = (keys = wrappingKeys) => ({ connections: testConnections(), logDir, wrappingKeys: keys });
  const at = '2026-11-10T17:00:00Z';

  beforeAll(async () => {
    identity = await generateX25519Identity();
    recipient = await identityToRecipient(identity);
    const program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    const year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-08');
    await year.moneyOut('2026-08', 3000n);
    await year.publish('2026-08');
    const original = { owner: program.runtime.connections.owner, logDir: program.runtime.settings.logDir, program: '0.1.0' };
    ({ file, keysFile } = await makeBackup(original, places(folder, recipient, program), new Date('2026-11-09T03:00:00Z')));
    before = await digests();
    await program.stop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds every row of every table, and every file of the public log', async () => {
    await emptyConnections();
    const { head, rows } = await restoreBackup(file, [identity], target());
    expect(await digests()).toEqual(before);
    expect(Object.values(before).reduce((all, digest) => all + Number(digest.split(' ')[0]), 0)).toBe(rows);
    expect(head.ledgers).toEqual([{ ledger, position: expect.stringMatching(/^\d+$/) }]);
    const program = await startProgramOn(testConnections(), at, { queueConcurrency: 0, logDir });
    expect((await program.app.get(Examination).of(ledger)).faults).toEqual([]);
    expect(await program.app.get(LogCheck).faults(ledger)).toEqual([]);
    await program.stop();
  });

  it('is put into an empty database only', async () => {
    await emptyConnections();
    await restoreBackup(file, [identity], target());
    const standing = await digests();
    await expect(restoreBackup(file, [identity], target())).rejects.toThrow(
      /^This database is not empty \(there are rows in \w+\), and a backup is put back into an empty one only: name another data folder or database\.$/,
    );
    expect(await digests()).toEqual(standing);
  });

  it('goes into one that was started once, and in which nothing was done', async () => {
    const program = await startProgram(at, { queueConcurrency: 0 });
    await program.stop();
    await restoreBackup(file, [identity], target());
    expect(await digests()).toEqual(before);
  });

  it('is refused without the wrapping key of its details, and nothing of it stays', async () => {
    await emptyConnections();
    await expect(restoreBackup(file, [identity], target(wrappingKeysOf(Buffer.alloc(32, 8))))).rejects.toThrow(
      /^The details in this database are sealed under the wrapping key [0-9a-f]{8}, but the one given is [0-9a-f]{8}: put the key/,
    );
    expect(Object.values(await digests()).filter((digest) => !digest.startsWith('0 '))).toEqual([]);
  });

  it('and one that was changed or cut off leaves an empty database too', async () => {
    const bytes = readFileSync(file);
    const broken = path.join(folder, 'broken.ledger.age');
    const turned = Buffer.from(bytes);
    turned[bytes.length - 5]! ^= 1;
    for (const wrong of [turned, bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 70_000), Buffer.from('no backup at all\n')]) {
      writeFileSync(broken, wrong);
      await emptyConnections();
      await expect(restoreBackup(broken, [identity], target())).rejects.toMatchObject({ name: 'UnreadableBackup' });
      await emptyConnections().then(() => restoreBackup(file, [identity], target())); // and the whole one goes in afterwards
    }
  });

  it('tells no word of what is in it, and says so of another recovery key', async () => {
    const bytes = readFileSync(file);
    for (const word of ['river', 'LedgerOpened', ledger, 'PGCOPY']) expect(bytes.includes(word)).toBe(false);
    await emptyConnections();
    await expect(restoreBackup(file, [await generateX25519Identity()], target())).rejects.toThrow('sealed for another recovery key');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('its keys come from a file of their own, and are never written over another', async () => {
    const to = { wrappingKeyFile: path.join(folder, 'new', 'wrapping.key'), logKeyDir: path.join(folder, 'new', 'log') };
    expect(await putKeysBack(keysFile, [identity], to)).toEqual([`log/${ledger}.key`, 'wrapping.key']);
    expect(readFileSync(to.wrappingKeyFile, 'utf8').trim()).toBe(Buffer.alloc(32, 7).toString('base64'));
    expect(await putKeysBack(keysFile, [identity], to)).toEqual([]);
    writeFileSync(to.wrappingKeyFile, Buffer.alloc(32, 9).toString('base64'));
    await expect(putKeysBack(keysFile, [identity], to)).rejects.toThrow('holds another key than the backup does, and no key is ever written over');
    await expect(putKeysBack(file, [identity], to)).rejects.toThrow('This is no file of keys.');
  });

  it('so many are kept as were asked for, the newest', async () => {
    const kept = { folder: path.join(folder, 'kept'), keysFolder: path.join(folder, 'kept', 'keys') };
    mkdirSync(kept.keysFolder, { recursive: true });
    for (const day of ['01', '02', '03']) {
      writeFileSync(path.join(kept.folder, `2026-11-${day}T03-00-00Z.ledger.age`), '');
      writeFileSync(path.join(kept.keysFolder, `2026-11-${day}T03-00-00Z.keys.age`), '');
    }
    writeFileSync(path.join(kept.folder, 'mine.ledger.age'), '');
    await keepNewest(kept, 2);
    expect(readdirSync(kept.folder).sort()).toEqual(['2026-11-02T03-00-00Z.ledger.age', '2026-11-03T03-00-00Z.ledger.age', 'keys', 'mine.ledger.age']);
    expect(readdirSync(kept.keysFolder).sort()).toEqual(['2026-11-02T03-00-00Z.keys.age', '2026-11-03T03-00-00Z.keys.age']);
  });
});

describe('A backup while people work', () => {
  it('is of one moment: the books in it hold together', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ledger-backup-'));
    const identity = await generateX25519Identity();
    const program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    const ledger = await openTestLedger(program);
    let isOver = false;
    let recorded = 0;
    const records = async () => {
      while (!isOver) {
        const asked = { ledger, by: 'account:test', request: newRequest() };
        await program.send(
          new RecordPayment({ ...asked, amount: money(20000n, 'CAD'), method: 'interac', offering: 'ces-50', receivedAt: '2026-10-04T16:00:00.000Z' }),
        );
        recorded += 1;
      }
    };
    const work = Promise.all([1, 2, 3, 4].map(records));
    const original = { owner: program.runtime.connections.owner, logDir: program.runtime.settings.logDir, program: '0.1.0' };
    const { file, read } = await makeBackup(original, places(folder, await identityToRecipient(identity), program), new Date());
    isOver = true;
    await work;
    await program.stop();
    await emptyConnections();
    await restoreBackup(file, [identity], { connections: testConnections(), logDir: path.join(folder, 'log'), wrappingKeys: wrappingKeysOf(Buffer.alloc(32, 7)) });
    const again = await startProgramOn(testConnections(), '2026-11-02T16:00:00Z', { queueConcurrency: 0 });
    const { events, faults } = await again.app.get(Examination).of(ledger);
    expect(faults).toEqual([]);
    expect(String(events)).toBe(read.head.ledgers[0]!.position);
    expect(recorded).toBeGreaterThan(0);
    await again.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('What a backup carries', () => {
  it('is every table but those that are listed with the reason', async () => {
    const program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    const session = new pg.Client(program.runtime.connections.owner);
    await session.connect();
    const { rows } = await session.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    const carried = (await carriedTables(session)).map(({ table }) => table);
    await session.end();
    await program.stop();
    expect([...carried, ...Object.keys(leftOut)].sort()).toEqual(rows.map(({ name }) => name).sort());
    expect(Object.values(leftOut).filter((reason) => reason.length < 15)).toEqual([]);
  });
});
