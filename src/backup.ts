import path from 'node:path';
import { parseArgs } from 'node:util';
import { openConnections } from './database/connections.js';
import { openDataFolder } from './database/state-directory.js';
import { programVersion } from './program-version.js';
import { UnreadableBackup } from './safekeeping/age-file.js';
import { backUp } from './safekeeping/backups.js';
import { loadSettings } from './settings.js';
import { StartError, codeOf } from './start-error.js';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const options = { to: { type: 'string' }, 'keys-to': { type: 'string' }, json: { type: 'boolean', default: false } } as const;

/** Backs everything up, while programs run, and reads it back. */
export async function backup(args: string[] = []): Promise<void> {
  const { values } = parseArgs({ args, options });
  const settings = loadSettings();
  await openDataFolder(settings.dataDir);
  const connections = await openConnections(settings);
  const other = {
    ...(values.to && { folder: path.resolve(values.to) }),
    ...(values['keys-to'] && { keysFolder: path.resolve(values['keys-to']) }),
  };
  try {
    const means = { settings, owner: connections.owner, program: programVersion };
    const { file, keysFile, bytes, read } = await backUp(means, new Date(), other).catch(inWords);
    const events = read.head.ledgers.reduce((all, { position }) => all + Number(position), 0);
    if (values.json) return tell(JSON.stringify({ file, keysFile, bytes, events, ledgers: read.head.ledgers.length, rows: read.rows }));
    tell(`Backed up and read back: ${read.head.ledgers.length} ledgers, ${events} events, ${bytes} bytes, in ${file}.`);
    tell(`Its keys, apart: ${keysFile}.`);
    if (!settings.backupRecipient)
      tell(`Both open with the key in ${settings.recoveryKeyFile} alone: keep a copy of that one line where neither this machine nor the backups are.`);
  } finally {
    await connections.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'a file is in its place',
  EEXIST: 'a file is in its place',
};

function inWords(error: unknown): never {
  if (error instanceof UnreadableBackup) throw new StartError(error.message, { cause: error });
  const why = reasons[codeOf(error)];
  if (why) throw new StartError(`Nothing was backed up: the folder of the backups cannot be written (${why}). Name another with --to.`, { cause: error });
  throw error;
}
