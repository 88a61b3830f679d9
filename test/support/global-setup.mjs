import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One PostgreSQL for the whole run, without fsync, and a database for each worker; a spec file begins with an empty one. */
const workersAtMost = 8;

export default async function setUp() {
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded-postgres.js');
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-tests-'));
  fs.chmodSync(root, 0o711);
  const server = await startEmbeddedPostgres(root, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  });
  globalThis.testServer = { server, root };
  for (let worker = 1; worker <= workersAtMost; worker += 1) await server.createDatabase(`test_${worker}`);
  process.env.TEST_POSTGRES = JSON.stringify({ owner: server.owner, service: server.service });
}
