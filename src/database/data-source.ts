import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import type { Settings } from '../settings.js';
import type { Connection } from './connections.js';
import { SnakeCase } from './snake-case.js';
import { SteadyClient } from './steady-client.js';
import { SteadyPool } from './steady-pool.js';

/**
 * The service role's pool. Schemas are written by hand in `migrations/`, so TypeORM changes none. int8 stays text: a
 * bigint of money never passes through a float. Queries are not logged, since their parameters can be people's words.
 */
export function serviceDataSource(
  connection: Connection,
  entities: DataSourceOptions['entities'],
  settings: Pick<Settings, 'databasePool'>,
): DataSourceOptions {
  return {
    type: 'postgres',
    driver: { ...pg, Pool: SteadyPool },
    entities,
    namingStrategy: new SnakeCase(),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    poolSize: settings.databasePool,
    connectTimeoutMS: 5000,
    applicationName: 'mutual-aid-ledger',
    poolErrorHandler: (error: Error) => new Logger('PostgreSQL').warn(`A connection was lost: ${error.message}`),
    extra: { ...connection, Client: SteadyClient, keepAlive: true, idle_in_transaction_session_timeout: 60_000, query_timeout: 60_000 },
  };
}
