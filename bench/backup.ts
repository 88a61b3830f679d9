import { createReadStream, mkdirSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Connections } from '../src/database/connections.js';
import { migrate } from '../src/database/migrate.js';
import { passingIdentity } from '../src/safekeeping/age-file.js';
import { type CarriedTable, carriedTables, inSql } from '../src/safekeeping/backup-tables.js';
import { backupBytes } from '../src/safekeeping/backup-writing.js';
import { makeBackup } from '../src/safekeeping/making-backup.js';
import { restoreBackup, restorePlain } from '../src/safekeeping/restoring.js';
import { wrappingKeysOf } from '../src/vault/wrapping-key.js';
import { openBenchLedger } from './bench-ledger.js';
import { fillBooks } from './books/fill.js';
import { type Figure, inRounds, staysUnder, staysWithin } from './harness.js';
import { type InProgram, startHere } from './in-program.js';
import { otherDatabase } from './other-databases.js';
import type { Pace } from './pace.js';
import type { Scratch } from './scratch.js';

const mostRounds = 3;

/** Long books backed up and put back, beside PostgreSQL's own binary COPY of the same tables; sealing and reading back apart. */
export async function* backup(scratch: Scratch, pace: Pace): AsyncGenerator<Figure> {
  const here = await startHere(scratch);
  const { seconds } = await fillBooks(here.runtime.connections, await openBenchLedger(here.app), 1, pace.replayed);
  const bench = new BackupBench(scratch, here, await tablesOf(here.runtime.connections));
  const out = await inRounds(
    Math.min(pace.rounds, mostRounds),
    { plain: () => bench.backUpPlain(), copy: () => bench.copyOut(), whole: () => bench.backUpWhole() },
    here.settled,
  );
  const events = `${pace.replayed.toLocaleString('en')} events, filled in ${Math.round(seconds)} s,`;
  const copies = 'binary COPY of the same tables, through the same driver, to and from files';
  yield {
    what: `${events} backed up, to the disk`,
    against: copies,
    unit: 's',
    ours: out.plain,
    theirs: out.copy,
    target: staysWithin(2, 'ratio'),
  };
  yield { what: '  the same sealed with age, and read back', against: 'neither', unit: 's', ours: out.whole, theirs: out.plain };
  yield {
    what: '  that: memory it grew by, at its highest',
    against: 'the program at rest',
    unit: 'MB',
    ours: bench.grownMb,
    theirs: bench.restMb,
    target: staysUnder(150, 'ours'),
  };
  const back = await inRounds(
    Math.min(pace.rounds, mostRounds),
    { plain: () => bench.restorePlain(), copy: () => bench.copyIn(), sealed: () => bench.restoreSealed() },
    here.settled,
  );
  yield {
    what: 'put back into an empty database',
    against: copies,
    unit: 's',
    ours: back.plain,
    theirs: back.copy,
    target: staysWithin(2, 'ratio'),
  };
  yield { what: '  the same from the sealed file', against: 'the plain one', unit: 's', ours: back.sealed, theirs: back.plain };
}

async function tablesOf({ owner }: Connections): Promise<CarriedTable[]> {
  const client = new pg.Client(owner);
  await client.connect();
  const tables = await carriedTables(client);
  await client.end();
  return tables;
}

class BackupBench {
  readonly grownMb: number[] = [];
  readonly restMb: number[] = [];
  private readonly plainFile: string;
  private readonly copies: string;
  private readonly backups: string;
  private identity = '';
  private databases = 0;

  constructor(
    private readonly scratch: Scratch,
    private readonly here: InProgram,
    private readonly tables: readonly CarriedTable[],
  ) {
    this.plainFile = path.join(scratch.folder, 'plain');
    this.copies = path.join(scratch.folder, 'copies');
    this.backups = path.join(scratch.folder, 'backups');
    mkdirSync(this.copies);
  }

  private get original() {
    const { connections, settings } = this.here.runtime;
    return { owner: connections.owner, logDir: settings.logDir, program: 'bench' };
  }

  backUpPlain = () => timed(() => written(this.plainFile, backupBytes(this.original)));

  copyOut = () =>
    timed(async () => {
      const client = new pg.Client(this.here.runtime.connections.owner);
      await client.connect();
      for (const table of this.tables)
        await written(path.join(this.copies, table.table), client.query(copyTo(`copy ${inSql(table)} to stdout (format binary)`)));
      await client.end();
    });

  async backUpWhole(): Promise<number> {
    await rm(this.backups, { recursive: true, force: true });
    const { identity, recipient } = await passingIdentity();
    this.identity = identity;
    const { settings, wrappingKey } = this.here.runtime;
    const { wrappingKeyFile, logKeyDir } = settings;
    const places = { folder: this.backups, keysFolder: this.backups, recipient, wrappingKeyFile, logKeyDir, wrappingKey };
    const rest = rssMb();
    let most = rest;
    const watch = setInterval(() => (most = Math.max(most, rssMb())), 20);
    const seconds = await timed(() => makeBackup(this.original, places, new Date()));
    clearInterval(watch);
    this.grownMb.push(most - rest);
    this.restMb.push(rest);
    return seconds;
  }

  restorePlain = () => this.intoEmpty((target) => restorePlain(createReadStream(this.plainFile, { highWaterMark: 256 * 1024 }), target));
  restoreSealed = () => this.intoEmpty(async (target) => restoreBackup(await this.sealedFile(), [this.identity], target));

  async copyIn(): Promise<number> {
    const { connections, end } = await this.emptyDatabase();
    await migrate(connections, false);
    const client = new pg.Client(connections.owner);
    await client.connect();
    const seconds = await timed(async () => {
      for (const table of this.tables)
        await pipeline(
          createReadStream(path.join(this.copies, table.table), { highWaterMark: 256 * 1024 }),
          client.query(copyFrom(`copy ${inSql(table)} from stdin (format binary)`)),
        );
      await client.query('analyze');
    });
    await client.end();
    await end();
    return seconds;
  }

  private async sealedFile(): Promise<string> {
    return path.join(this.backups, (await readdir(this.backups)).find((name) => name.endsWith('.ledger.age'))!);
  }

  /** The time it takes includes the tables themselves, which the other side finds there. */
  private async intoEmpty(restore: (target: Parameters<typeof restoreBackup>[2]) => Promise<unknown>): Promise<number> {
    const { connections, end } = await this.emptyDatabase();
    const wrappingKeys = wrappingKeysOf(this.here.runtime.wrappingKey);
    const seconds = await timed(() => restore({ connections, logDir: path.join(this.scratch.folder, 'log'), wrappingKeys }));
    await end();
    return seconds;
  }

  private async emptyDatabase() {
    this.databases += 1;
    const name = `restored_${this.databases}`;
    const connections = await otherDatabase(this.scratch, name);
    const end = async () => {
      const client = new pg.Client(this.here.runtime.connections.owner);
      await client.connect();
      await client.query(`drop database ${name}`);
      await client.end();
    };
    return { connections, end };
  }
}

const rssMb = (): number => process.memoryUsage.rss() / 1e6;

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}

/** To the disk, not only to the system's memory. */
async function written(file: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(file, 'w');
  for await (const piece of bytes) await handle.appendFile(piece);
  await handle.sync();
  await handle.close();
}
