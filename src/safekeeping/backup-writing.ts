import { createReadStream } from 'node:fs';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Connection } from '../database/connections.js';
import { StartError } from '../start-error.js';
import { type BackupHead, type Frame, type Part, frameBytes } from './backup-frames.js';
import { type CarriedTable, carriedTables, inSql } from './backup-tables.js';
import { type LogFile, logFilesIn } from './backup-log-files.js';

/** What a backup is made of. */
export interface Original {
  /** As the owner of the database: what rows a role may see is not to thin out a backup. */
  readonly owner: Connection;
  /** The folder of the public logs. */
  readonly logDir: string;
  /** Version of this program. */
  readonly program: string;
}

/** What went into a backup, told as it goes. */
export interface PartTold {
  readonly what: string;
  readonly bytes: number;
  readonly rows?: number;
}

/** Many small pieces as they come from the socket are gathered to frames of about this size. */
const frameSize = 256 * 1024;

/**
 * The plain bytes of a backup: all rows as of one moment, in one snapshot, then the files of the public logs. Those were listed before
 * the snapshot, so that none is ahead of the rows: a log that is behind its books is brought up to them by the publisher, and one
 * ahead of them would be a fork. Holds a few frames in memory, however many rows there are.
 */
export async function* backupBytes(original: Original, tell: (part: PartTold) => void = () => undefined): AsyncGenerator<Buffer> {
  const files = await logFilesIn(original.logDir);
  const session = new pg.Client({ ...original.owner, application_name: 'mutual-aid-ledger backup', keepAlive: true });
  session.on('error', () => undefined); // the query that was running says it
  await session.connect();
  try {
    await session.query(`begin isolation level repeatable read read only; set local row_security = off; set local statement_timeout = 0;
      set local idle_in_transaction_session_timeout = 0`);
    yield* frameBytes({ is: 'head', head: await headOf(session, original.program) });
    const tables = await carriedTables(session);
    for (const table of tables) yield* framed(table, rowsOf(session, table), tell);
    for (const file of files) yield* framed({ file: file.name }, bytesOf(file), tell);
    yield* frameBytes({ is: 'end', parts: tables.length + files.length });
  } finally {
    await session.end().catch(() => undefined);
  }
}

async function headOf(session: pg.Client, program: string): Promise<BackupHead> {
  const {
    rows: [found],
  } = await session.query<{ there: boolean }>(`select to_regclass('ledger_hold') is not null as there`);
  if (!found?.there) throw new StartError('This database is older than backups are: run mutual-aid-ledger migrate, then back up.');
  const {
    rows: [moment],
  } = await session.query<{ at: Date }>('select now() as at');
  const { rows: applied } = await session.query<{ name: string }>('select name from applied_migration order by id');
  const { rows: ledgers } = await session.query<{ ledger: string; position: string }>(
    'select ledger_id as ledger, position from ledger_head order by ledger_id',
  );
  return { program, at: moment!.at.toISOString(), migrations: applied.map(({ name }) => name), ledgers };
}

interface Source {
  readonly pieces: AsyncIterable<Buffer>;
  /** Once the last piece has come. */
  readonly rows?: () => number;
}

function rowsOf(session: pg.Client, table: CarriedTable): Source {
  const rows = session.query(copyTo(`copy ${inSql(table)} to stdout (format binary)`));
  return { pieces: rows as AsyncIterable<Buffer>, rows: () => rows.rowCount };
}

const bytesOf = ({ path, held }: LogFile): Source => ({
  pieces: held ? onePiece(held) : (createReadStream(path) as AsyncIterable<Buffer>),
});

async function* onePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* framed(part: Part, { pieces, rows }: Source, tell: (part: PartTold) => void): AsyncGenerator<Buffer> {
  yield* frameBytes({ is: 'part', part });
  let bytes = 0;
  for await (const piece of gathered(pieces)) {
    bytes += piece.length;
    yield* frameBytes({ is: 'bytes', bytes: piece });
  }
  const end = { bytes, ...(rows && { rows: rows() }) };
  yield* frameBytes({ is: 'part-end', end } satisfies Frame);
  tell({ what: 'table' in part ? part.table : part.file, ...end });
}

async function* gathered(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < frameSize) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
