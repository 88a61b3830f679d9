import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { createWebApplication } from '../src/application.js';
import { type Runtime, openRuntime } from '../src/runtime.js';
import { loadSettings } from '../src/settings.js';
import { cleanEnvironment } from './child.js';
import type { Scratch } from './scratch.js';

/** The whole program in this process, so that a peer can go through its very pool. */
export interface InProgram {
  readonly app: NestFastifyApplication;
  readonly runtime: Runtime;
  /** The pool that the program itself writes through. */
  readonly pool: pg.Pool;
  /** Resolves when nothing goes through the pool any more: a follower of the books reads on after each answer. */
  settled(): Promise<void>;
}

const quietTurns = 5;

/** @throws Error when the database does not wait for the disk: nothing measured on it would mean anything */
export async function startHere(scratch: Scratch): Promise<InProgram> {
  const settings = loadSettings(cleanEnvironment({ LEDGER_DATA_DIR: path.join(scratch.folder, 'data'), LEDGER_LOG_LEVEL: 'error' }));
  const runtime = await openRuntime(settings);
  scratch.closeLater(runtime.connections.close);
  const app = await createWebApplication(runtime);
  scratch.closeLater(() => app.close());
  await app.listen(0, '127.0.0.1');
  const pool = (app.get(DataSource).driver as unknown as { master: pg.Pool }).master;
  const { rows } = await pool.query<{ durable: string }>(
    `select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')) as durable`,
  );
  if (rows[0]!.durable !== 'on on on')
    throw new Error(`fsync, synchronous_commit and full_page_writes are ${rows[0]!.durable}; all must be on.`);
  const settled = async () => {
    for (let quiet = 0; quiet < quietTurns; quiet = pool.idleCount === pool.totalCount ? quiet + 1 : 0) await new Promise(setImmediate);
  };
  return { app, runtime, pool, settled };
}
