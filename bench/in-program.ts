import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { createWebApplication } from '../src/application.js';
import type { Connections } from '../src/database/connections.js';
import { migrate } from '../src/database/migrate.js';
import { type Runtime, openRuntime } from '../src/runtime.js';
import { type Settings, loadSettings } from '../src/settings.js';
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

export const dataIn = (scratch: Scratch): string => path.join(scratch.folder, 'data');
export const settingsIn = (dataDir: string, more: Readonly<Record<string, string>> = {}): Settings =>
  loadSettings(cleanEnvironment({ LEDGER_DATA_DIR: dataDir, LEDGER_LOG_LEVEL: 'error', LEDGER_BACKUP_KEEP: '0', ...more }));

/**
 * @param more settings beside where its data are
 * @throws Error when the database does not wait for the disk: nothing measured on it would mean anything
 */
export async function startHere(scratch: Scratch, more: Readonly<Record<string, string>> = {}): Promise<InProgram> {
  const runtime = await openRuntime(settingsIn(dataIn(scratch), more));
  scratch.closeLater(runtime.connections.close);
  const here = await running(runtime);
  scratch.closeLater(() => here.app.close());
  return here;
}

/** The same program once more, on a database of its own. Whoever starts it closes it. */
export async function startOn(scratch: Scratch, connections: Connections): Promise<InProgram> {
  await migrate(connections, true);
  return running({ settings: settingsIn(dataIn(scratch)), connections, wrappingKey: randomBytes(32), clock: Date.now });
}

async function running(runtime: Runtime): Promise<InProgram> {
  const app = await createWebApplication(runtime);
  await app.listen(0, '127.0.0.1');
  const pool = poolOf(app);
  await refuseWithoutDisk(pool);
  const settled = async () => {
    for (let quiet = 0; quiet < quietTurns; quiet = pool.idleCount === pool.totalCount ? quiet + 1 : 0) await new Promise(setImmediate);
  };
  return { app, runtime, pool, settled };
}

export const poolOf = (app: INestApplicationContext): pg.Pool => (app.get(DataSource).driver as unknown as { master: pg.Pool }).master;

const durable = ['fsync', 'full_page_writes', 'synchronous_commit'];

async function refuseWithoutDisk(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1) order by name',
    [durable],
  );
  const off = rows.filter(({ setting }) => setting !== 'on');
  if (rows.length !== durable.length || off.length > 0) {
    throw new Error(`All of ${durable.join(', ')} must be on; pg_settings says ${rows.map(({ name, setting }) => `${name} ${setting}`)}.`);
  }
}
