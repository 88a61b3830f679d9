import pg from 'pg';
import type { Settings } from '../settings.js';
import { StartError, codeOf } from '../start-error.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

/** How to reach the database as one role, as `pg` takes it: an address, or its parts. */
export interface Connection {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

export interface Connections {
  /** Migrates, and swaps rebuilt projections. */
  readonly owner: Connection;
  /** Everything else. */
  readonly service: Connection;
  /** The service role's name, for grants. */
  readonly serviceRole: string;
  /** Lets go of the embedded server, if there is one. Comes last when the program stops. */
  close(): Promise<void>;
}

/** How long a server may take to answer at start. */
const answerMs = 5000;
const oldestMajor = 15;

/** The embedded PostgreSQL, or the one that `DATABASE_URL` names once it has answered. */
export async function openConnections(settings: Settings): Promise<Connections> {
  if (!settings.databaseUrl) {
    const server = await startEmbeddedPostgres(settings.dataDir);
    return { owner: server.owner, service: server.service, serviceRole: server.service.user, close: server.stop };
  }
  const service = await probe('DATABASE_URL', settings.databaseUrl);
  if (settings.databaseOwnerUrl) {
    const owner = await probe('DATABASE_OWNER_URL', settings.databaseOwnerUrl);
    if (owner.database !== service.database) {
      throw new StartError(
        `DATABASE_OWNER_URL names the database ${owner.database} and DATABASE_URL the database ` +
          `${service.database}: let both name the same one.`,
      );
    }
  }
  return {
    owner: { connectionString: settings.databaseOwnerUrl ?? settings.databaseUrl },
    service: { connectionString: settings.databaseUrl },
    serviceRole: service.role,
    close: async () => undefined,
  };
}

async function probe(variable: string, url: string): Promise<{ role: string; database: string }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: answerMs, query_timeout: answerMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ role: string; database: string; version: string }>(
      `select current_user as role, current_database() as database, current_setting('server_version_num') as version`,
    );
    const { role, database, version } = rows[0]!;
    if (Number(version) < oldestMajor * 10_000) {
      throw new StartError(`${variable} names a PostgreSQL older than ${oldestMajor}: upgrade it, or name a newer one.`);
    }
    return { role, database };
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(whyNot(variable, new URL(url), error));
  } finally {
    client.end().catch(() => undefined); // not awaited: a silent server would keep us waiting
  }
}

/** One sentence for each way in which a server does not let us in. The password is never part of it. */
function whyNot(variable: string, { host, pathname }: URL, error: unknown): string {
  const server = `PostgreSQL at ${decodeURIComponent(host) || 'the local socket'}`;
  const code = codeOf(error);
  if (['28P01', '28000'].includes(code)) {
    return `${variable} does not sign in: ${server} refuses the role or its password; correct them there.`;
  }
  if (code === '3D000') {
    return `${server} has no database ${decodeURIComponent(pathname.slice(1))}: make it, or correct ${variable}.`;
  }
  if (code === '53300') return `${server} has no connection left: raise its max_connections, or end what holds them.`;
  const reason = code || (error instanceof Error ? error.message : String(error));
  return (
    `${variable} names ${server}, which does not answer (${reason}): see that it runs and can be reached ` +
    `from here, or correct ${variable}.`
  );
}
