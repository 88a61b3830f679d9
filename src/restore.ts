import path from 'node:path';
import { parseArgs } from 'node:util';
import { openConnections } from './database/connections.js';
import { openDataFolder } from './database/state-directory.js';
import { doctor } from './doctor.js';
import { tellHeld } from './hold.js';
import { inApplication } from './in-application.js';
import { UsageError } from './program-end.js';
import { UnreadableBackup } from './safekeeping/age-file.js';
import { putKeysBack } from './safekeeping/backup-keys.js';
import type { BackupRead } from './safekeeping/backup-reading.js';
import { HeldLedgers } from './safekeeping/held-ledgers.queries.js';
import { readRecoveryKey } from './safekeeping/recovery-key.js';
import { restoreBackup } from './safekeeping/restoring.js';
import { type Settings, loadSettings } from './settings.js';
import { StartError, codeOf } from './start-error.js';
import { wrappingKeysOf } from './vault/wrapping-key.js';
import { openFormerWrappingKey, openWrappingKey } from './wrapping-key.js';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const options = { keys: { type: 'string' }, 'recovery-key': { type: 'string' } } as const;

/**
 * Puts a backup back into an empty database, and its keys where they are missing; then forgets whom the journal knows to be forgotten, and
 * runs the doctor. What it put back is held.
 */
export async function restore(args: string[] = []): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [file] = positionals;
  if (!file || positionals.length > 1)
    throw new UsageError('Name the backup: mutual-aid-ledger restore FILE.ledger.age --keys FILE.keys.age [--recovery-key FILE].');
  const settings = loadSettings();
  const key = await readRecoveryKey(values['recovery-key'] ? path.resolve(values['recovery-key']) : settings.recoveryKeyFile);
  await openDataFolder(settings.dataDir);
  if (values.keys) for (const name of await putKeysBack(path.resolve(values.keys), [key], settings).catch(inWords)) tell(`Put back: ${name}.`);
  const { head, rows } = await intoDatabase(path.resolve(file), key, settings).catch(inWords);
  tell(`Restored as of ${head.at}: ${head.ledgers.length} ledgers, ${rows} rows. What happened since is not in it, so every ledger is held.`);
  await inApplication(async (app) => {
    await app.get(HeldLedgers).applyJournal();
    await tellHeld(app, tell);
  });
  await doctor();
}

async function intoDatabase(file: string, key: string, settings: Settings): Promise<BackupRead> {
  const connections = await openConnections(settings);
  try {
    const wrappingKeys = wrappingKeysOf(await givenKey(settings), [await openFormerWrappingKey(settings)].flatMap((former) => former ?? []));
    return await restoreBackup(file, [key], { connections, logDir: settings.logDir, wrappingKeys });
  } finally {
    await connections.close();
  }
}

/** Never made here: a fresh key would open nothing of what is put back. */
function givenKey(settings: Settings): Promise<Buffer> {
  return openWrappingKey({ ...settings, makesWrappingKey: false }).catch((error: unknown) => {
    if (!settings.makesWrappingKey || !(error instanceof StartError)) throw error;
    throw new StartError(
      `There is no wrapping key in ${settings.wrappingKeyFile}: name the file of keys of this backup with --keys, or put the key back by hand.`,
    );
  });
}

function inWords(error: unknown): never {
  if (error instanceof UnreadableBackup) throw new StartError(error.message, { cause: error });
  if (['ENOENT', 'EACCES', 'EISDIR'].includes(codeOf(error)))
    throw new StartError(`${(error as NodeJS.ErrnoException).path ?? 'The file'} cannot be read (${codeOf(error)}): name the file that backup wrote.`);
  throw error;
}
