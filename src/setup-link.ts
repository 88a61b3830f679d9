import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { SetupLinks } from './access/setup-links.js';
import { serviceDataSource } from './database/data-source.js';
import { Refusal } from './domain/refusal.js';
import { openRuntime } from './runtime.js';
import { type Settings, loadSettings } from './settings.js';
import { StartError } from './start-error.js';
import { browserAddress } from './web-address.js';

/** A new one-time link for the first ledger, whether the server runs or not; the former one ends. */
export async function setupLink(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  const settings = loadSettings();
  const { connections, clock } = await openRuntime(settings);
  try {
    const token = await issued(new DataSource(serviceDataSource(connections.service, [], settings)), clock);
    process.stdout.write(`${whereOf(settings)}/setup/${token}\n`);
  } finally {
    await connections.close();
  }
}

async function issued(dataSource: DataSource, clock: () => number): Promise<string> {
  await dataSource.initialize();
  try {
    return await new SetupLinks(dataSource, clock).issue();
  } catch (error) {
    throw error instanceof Refusal ? new StartError(error.message) : error;
  } finally {
    await dataSource.destroy();
  }
}

/** With a port that the system chooses, only the program that serves knows it: the path alone is printed then. */
const whereOf = (settings: Settings): string => (settings.port === 0 && !settings.publicUrl ? '' : browserAddress(settings, settings.port));
