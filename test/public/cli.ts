import { type Program, start } from '../start/program.js';
import { testConnections } from '../support/database.js';
import type { TestProgram } from '../support/ledger.js';

/** Runs a command of the built program on the books and in the folders of a test's own program. Its clock is the real one. */
export function cliOf({ runtime }: TestProgram): (...args: string[]) => Program {
  const { owner, service } = testConnections();
  const url = (of: typeof owner) =>
    `postgres://${of.user}:${encodeURIComponent(String(of.password))}@${encodeURIComponent(String(of.host))}:${of.port ?? 5432}/${of.database}`;
  const env = {
    LEDGER_DATA_DIR: runtime.settings.dataDir,
    LEDGER_WRAPPING_KEY: Buffer.from(runtime.wrappingKey).toString('base64'),
    LEDGER_LOG_LEVEL: 'error',
    DATABASE_URL: url(service),
    DATABASE_OWNER_URL: url(owner),
  };
  return (...args) => start(env, { script: ['dist/src/cli.js', ...args] });
}
