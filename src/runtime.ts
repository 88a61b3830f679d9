import { type Connections, openConnections } from './database/connections.js';
import { migrate } from './database/migrate.js';
import { openDataFolder } from './database/state-directory.js';
import { probeRedis } from './queue/backend.js';
import type { Settings } from './settings.js';
import { openFormerWrappingKey, openWrappingKey } from './wrapping-key.js';

/**
 * What the application is built upon, opened before it and closed after it. By the time a module sees it, the
 * database answers and its schema is that of this program.
 */
export interface Runtime {
  readonly settings: Settings;
  readonly connections: Connections;
  /** 32 bytes that wrap every key of the vault. Never logged, never in the database. */
  readonly wrappingKey: Buffer;
  /** The one before it, while some may still be wrapped under that. */
  readonly formerWrappingKey?: Buffer;
  /** What time it is, in milliseconds of the Unix epoch. The demo and the tests live through a year by their own. */
  readonly clock: () => number;
}

/** In this order: data folder and PostgreSQL, Redis if named, key, schema. A failure closes what was opened. */
export async function openRuntime(settings: Settings, clock: () => number = Date.now): Promise<Runtime> {
  if (settings.databaseUrl) await openDataFolder(settings.dataDir);
  const connections = await openConnections(settings);
  try {
    await probeRedis(settings);
    const wrappingKey = await openWrappingKey(settings);
    const formerWrappingKey = await openFormerWrappingKey(settings);
    await migrate(connections, settings.redisUrl === undefined);
    return { settings, connections, wrappingKey, formerWrappingKey, clock };
  } catch (error) {
    await connections.close();
    throw error;
  }
}
