import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Connections } from '../database/connections.js';
import { appliedNames, migrate, migrationsNamed } from '../database/migrate.js';
import { syncFolder } from '../secret-file.js';
import { StartError, codeOf } from '../start-error.js';
import { keysInUse, refuseUnlessGiven } from '../vault/wrapping-key-check.js';
import type { WrappingKeys } from '../vault/wrapping-key.js';
import { type Bytes, UnreadableBackup } from './age-file.js';
import type { BackupHead, Part } from './backup-frames.js';
import { checkpointName, isLogFileName } from './backup-log-files.js';
import { type BackupRead, openedFile, readBackup } from './backup-reading.js';
import { carriedTables, inSql, withoutInsertTriggers } from './backup-tables.js';
import { holdAll } from './holding.js';

/** Into what a backup is put back. */
export interface Target {
  readonly connections: Connections;
  /** Folder of the public logs. */
  readonly logDir: string;
  readonly wrappingKeys: WrappingKeys;
}

/** What an install that nobody has used yet may hold already. It gives way to what is in the backup. */
const givesWay = ['wrapping_key', 'journal', 'host_setting'];

/**
 * Puts a backup back into an empty database: first its schema, then all rows in one commit, in which each ledger is held too. Whatever
 * goes wrong before that commit leaves an empty database. Rows are streamed through; memory holds a few frames.
 * @throws StartError where the database holds anything, or lacks the key under which the backup's details lie
 */
export const restoreBackup = (file: string, identities: readonly string[], target: Target): Promise<BackupRead> =>
  restorePlain(openedFile(file, identities), target);

/** The same from its plain bytes. */
export async function restorePlain(plain: Bytes, target: Target): Promise<BackupRead> {
  const session = new pg.Client({ ...target.connections.owner, application_name: 'mutual-aid-ledger restore', keepAlive: true });
  session.on('error', () => undefined);
  await session.connect();
  try {
    const restoring = new Restoring(session, target);
    const read = await readBackup(plain, restoring);
    await restoring.finish(read.head);
    return read;
  } finally {
    await session.end().catch(() => undefined); // without a commit, nothing was done
  }
}

class Restoring {
  constructor(
    private readonly session: pg.Client,
    private readonly target: Target,
  ) {}

  async begin(head: BackupHead): Promise<void> {
    const known = migrationsNamed(head.migrations);
    if (known.length < head.migrations.length)
      throw new StartError('This backup was made by a newer version of this program: restore it with that version.');
    const applied = await appliedNames(this.session);
    if (applied.length > 0) await this.refuseUnlessEmpty();
    if (applied.some((name) => !head.migrations.includes(name)))
      throw new StartError(
        'This database was brought to a newer schema than the backup has: name one in which nothing was done yet; the rest follows by itself.',
      );
    await migrate(this.target.connections, false, known);
    await this.session.query('begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    await this.session.query('lock table ledger_head in access exclusive mode'); // nobody opens a ledger meanwhile
    await this.refuseUnlessEmpty();
    for (const table of givesWay) await this.session.query(`delete from ${table}`);
  }

  async take(part: Part, bytes: Bytes): Promise<number | undefined> {
    if ('file' in part) return this.takeFile(part.file, bytes);
    const carried = await carriedTables(this.session);
    if (!carried.some(({ table }) => table === part.table))
      throw new UnreadableBackup(`The backup holds a table ${part.table}, which its own schema does not have. Take another one.`);
    let rows = 0;
    await withoutInsertTriggers(this.session, part.table, async () => {
      const into = this.session.query(copyFrom(`copy ${inSql(part)} from stdin (format binary)`));
      await pipeline(Readable.from(bytes), into);
      rows = into.rowCount;
    });
    return rows;
  }

  async finish({ at }: BackupHead): Promise<void> {
    const inUse = await keysInUse(async (sql, values) => (await this.session.query(sql, values)).rows);
    for (const known of inUse) refuseUnlessGiven(known, this.target.wrappingKeys);
    await holdAll(this.session, at);
    await this.session.query('commit');
    await this.session.query('analyze');
  }

  private async refuseUnlessEmpty(): Promise<void> {
    for (const { table } of await carriedTables(this.session)) {
      if (givesWay.includes(table)) continue;
      const { rows } = await this.session.query(`select from "${table}" limit 1`);
      if (rows.length > 0)
        throw new StartError(
          `This database is not empty (there are rows in ${table}), and a backup is put back into an empty one only: name another data folder or database.`,
        );
    }
  }

  /** Files that stand there already stay: they are as old as the backup or newer, and what is signed is compared before anything goes on. */
  private async takeFile(name: string, bytes: Bytes): Promise<undefined> {
    if (!isLogFileName(name)) throw new UnreadableBackup('The backup holds a file that is none of a public log. Take another one.');
    const file = path.join(this.target.logDir, ...name.split('/'));
    const pieces: Buffer[] = [];
    for await (const piece of bytes) pieces.push(piece);
    const whole = Buffer.concat(pieces);
    const there = await readFile(file).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (there === undefined) await writeWhole(file, whole);
    else if (!there.equals(whole) && path.basename(file) !== checkpointName)
      throw new StartError(
        `${file} holds other bytes than the backup: it belongs to another history. Move that folder aside, and look at both.`,
      );
  }
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const aside = `${file}.restored.part`;
  await rm(aside, { force: true });
  const handle = await open(aside, 'wx', 0o644);
  await handle
    .writeFile(bytes)
    .then(() => handle.sync())
    .finally(() => handle.close());
  await rename(aside, file);
  await syncFolder(path.dirname(file));
}
