import { parseArgs } from 'node:util';
import { openRuntime } from './runtime.js';
import { loadSettings } from './settings.js';

/** Brings the database to the schema of this program and ends; `serve` and `worker` do the same when they start. */
export async function migrateAndEnd(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  const { connections } = await openRuntime(loadSettings());
  await connections.close();
  process.stdout.write('The database has the schema of this program.\n');
}
