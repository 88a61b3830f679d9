import { startEmbeddedPostgres } from '../src/database/embedded-postgres.js';
import type { Connections } from '../src/database/connections.js';
import { dataIn } from './in-program.js';
import type { Scratch } from './scratch.js';

/** Another database on the very server that the benchmark has started: same settings, same disk, same memory. */
export async function otherDatabase(scratch: Scratch, name: string): Promise<Connections> {
  const server = await startEmbeddedPostgres(dataIn(scratch));
  scratch.closeLater(server.stop);
  const { owner, service } = await server.createDatabase(name);
  return { owner, service, serviceRole: service.user!, close: async () => undefined };
}

/** How a program finds a database when it is given nothing but its environment, as libpq has it. */
export function libpqEnvironment({ owner }: Connections): Record<string, string> {
  return {
    PGHOST: owner.host!,
    PGPORT: String(owner.port),
    PGUSER: owner.user!,
    PGPASSWORD: owner.password!,
    PGDATABASE: owner.database!,
  };
}
