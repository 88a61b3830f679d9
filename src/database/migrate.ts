import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { migrations as ours } from '../../migrations/index.js';
import { StartError, codeOf } from '../start-error.js';
import type { Connections } from './connections.js';
import { migrateQueue } from './queue-schema.js';

export type Migration = new () => MigrationInterface;

/** Any number that nothing else of ours takes: one program migrates at a time, and the others wait for it. */
const migrationLock = 727_001;
const waitMinutes = 10;

const migrationsTable = 'applied_migration';

/**
 * Brings the database to the schema of this program, as its owner: our tables, then the queue's unless that is in
 * Redis. Safe to call from several programs at once; quick when there is nothing to do. Migrations read the service
 * role's name for their grants from the setting `ledger.service_role`. Nothing of the queue may exist before this.
 */
export async function migrate(connections: Connections, queueInPostgres: boolean, migrations: readonly Migration[] = ours): Promise<void> {
  const owner = {
    ...connections.owner,
    options: `-c ledger.service_role=${connections.serviceRole.replace(/[\\ ]/g, '\\$&')}`,
    application_name: 'mutual-aid-ledger migrate',
  };
  const session = new pg.Client(owner);
  session.on('error', () => undefined);
  await session.connect();
  try {
    await lockAlone(session);
    const applied = await appliedNames(session);
    refuseNewer(applied, migrations);
    if (applied.length < migrations.length) await apply(owner, migrations);
    if (queueInPostgres) await migrateQueue(session, connections.serviceRole);
  } finally {
    await session.end().catch(() => undefined); // the lock goes with the session
  }
}

async function lockAlone(session: pg.Client): Promise<void> {
  await session.query(`set lock_timeout = '${waitMinutes}min'`);
  try {
    await session.query('select pg_advisory_lock($1)', [migrationLock]);
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error;
    throw new StartError(
      `Another program has been migrating this database for ${waitMinutes} minutes: wait until it is ` +
        'done, or end it, and start again.',
    );
  }
}

export const nameOf = (migration: Migration): string => new migration().name ?? migration.name;

/** Of a database that was never migrated, none. */
export async function appliedNames(session: pg.Client): Promise<string[]> {
  const {
    rows: [found],
  } = await session.query<{ there: boolean }>('select to_regclass($1) is not null as there', [migrationsTable]);
  if (!found?.there) return [];
  const { rows } = await session.query<{ name: string }>(`select name from ${migrationsTable} order by id`);
  return rows.map((row) => row.name);
}

/** An older program must not write into a newer schema, whose rules it does not know. */
function refuseNewer(applied: string[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(nameOf));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartError(
    `The database was last used by a newer version of this program (it holds ${unknown.join(', ')}): ` +
      'start that version, or restore a backup made with this one.',
  );
}

async function apply(owner: object, migrations: readonly Migration[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    migrations: [...migrations],
    migrationsTableName: migrationsTable,
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: 2,
    extra: owner,
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}
