import { type QueueOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import type { Connection } from '../database/connections.js';
import { queueSchema } from '../database/queue-schema.js';
import { SteadyClient } from '../database/steady-client.js';
import type { Settings } from '../settings.js';
import { StartError, codeOf } from '../start-error.js';

/** Connections of each queue and each worker; one more listens for new jobs. */
const poolOfEach = 4;
const answerMs = 5000;

/**
 * Where jobs wait: in Redis if the settings name one, else in PostgreSQL, in a schema and pools of their own. The
 * choice is one for the whole program, since BullMQ keeps it globally, and must be made before the first queue is.
 */
export function chooseBackend(settings: Pick<Settings, 'redisUrl'>, service: Connection): QueueOptions {
  if (settings.redisUrl) {
    setDefaultBackendFactory();
    return { connection: { url: settings.redisUrl, maxRetriesPerRequest: null }, prefix: 'mutual-aid-ledger' };
  }
  setDefaultBackendFactory(createPostgresBackend as never);
  const pool = {
    ...service,
    schema: queueSchema,
    max: poolOfEach,
    application_name: 'mutual-aid-ledger queue',
    keepAlive: true,
    Client: SteadyClient,
  };
  return { connection: pool as unknown as QueueOptions['connection'] };
}

/** A Redis that was asked for must answer before the program says that it runs. */
export async function probeRedis({ redisUrl }: Pick<Settings, 'redisUrl'>): Promise<void> {
  if (!redisUrl) return;
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: answerMs,
    commandTimeout: answerMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = '';
  redis.on('error', (error) => {
    reason ||= codeOf(error) || error.message;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new StartError(
      `REDIS_URL names a Redis at ${new URL(redisUrl).host} that does not answer ` +
        `(${reason || (error as Error).message}): see that it runs and lets us in, correct REDIS_URL, or ` +
        'unset it to keep the queue in PostgreSQL.',
    );
  } finally {
    redis.disconnect();
  }
}
