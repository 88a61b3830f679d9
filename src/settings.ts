import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { validateSync } from 'class-validator';
import { checkout } from './checkout.js';
import { Environment, type LogLevel, variableNames } from './environment.js';
import { nearestName } from './nearest-name.js';
import { StartError } from './start-error.js';

/** What the operator chose, checked and frozen. Paths are absolute. What is absent was not set. */
export interface Settings {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** Keys and, unless `databaseUrl` is set, the database. */
  readonly dataDir: string;
  /** Outside the data folder, so that no copy of that takes it along, and none that is put back takes it back. */
  readonly journalDir: string;
  /** True for the folder that the program chose by itself, and makes; one that the operator names must be there. */
  readonly makesJournalDir: boolean;
  /** The public logs as static files, one folder a ledger. Everything in it is public. */
  readonly logDir: string;
  /** The keys with which the public logs are signed, one file a ledger. */
  readonly logKeyDir: string;
  /** Where backups go, when the operator says so; else where the steward chose, or beside the data folder. */
  readonly backupDir?: string;
  readonly defaultBackupDir: string;
  /** Where their keys go; else a folder in the other. */
  readonly backupKeysDir?: string;
  /** For whom backups are sealed, `age1…`; else for the key in `recoveryKeyFile`, which the first backup makes. */
  readonly backupRecipient?: string;
  readonly recoveryKeyFile: string;
  /** How many daily backups are kept; with 0 none are made. */
  readonly backupsKept: number;
  /** Whose cosignatures checkpoints carry, as a file in the form of C2SP tlog-policy. */
  readonly witnessPolicyFile?: string;
  /** Logs of other practices that this host witnesses, in the same form; and the name under which it signs. */
  readonly witnessedLogsFile?: string;
  readonly witnessName?: string;
  readonly databaseUrl?: string;
  readonly databaseOwnerUrl?: string;
  readonly redisUrl?: string;
  /** `https://host`, without a slash at its end. */
  readonly publicUrl?: string;
  /** 32 bytes, when the environment itself carries the key; otherwise the key is in `wrappingKeyFile`. */
  readonly wrappingKey?: Buffer;
  readonly wrappingKeyFile: string;
  /** True for the file that the program makes by itself; one that the operator names must be there. */
  readonly makesWrappingKey: boolean;
  /** The key before this one, while something may still be wrapped under it. */
  readonly formerWrappingKey?: Buffer;
  readonly formerWrappingKeyFile?: string;
  /** For how many days details are kept when nobody erases them; absent: without end. */
  readonly keepDays: {
    readonly people?: number;
    readonly calls?: number;
    readonly payers?: number;
    readonly lines?: number;
    readonly feedback?: number;
  };
  readonly trustedProxies: readonly string[];
  /** Opens `/metrics` to whoever sends it. */
  readonly metricsToken?: string;
  readonly logLevel: LogLevel;
  /** Jobs at once on each queue; 0 takes none. */
  readonly queueConcurrency: number;
  /** Connections at most, for the service role. */
  readonly databasePool: number;
  /** Keys to the signatures of mails, for hosts that do not ask the DNS. */
  readonly dkimKeysFile?: string;
  /** Whether the DNS may be asked for the keys to signatures of interac.ca. */
  readonly dkimFromDns: boolean;
  /** Whether mailboxes on this machine may be looked into; stewards of hosted ledgers should not reach what listens here. */
  readonly localMailboxes: boolean;
  /** Where PayPal's API is: `https://host`. No input ever names another. */
  readonly payPalUrl: string;
  readonly payPalSandboxUrl: string;
  /** Payouts of one ledger that go to PayPal in a minute at most; and as many questions. */
  readonly payPalPerMinute: number;
}

/** A setting that cannot be used: one sentence that names the variable and says what to do. */
export class SettingsError extends StartError {
  override readonly name = 'SettingsError';
}

/** Where settings are kept between starts, in the form of `config/example.env`. The environment goes before it. */
const settingsFile = path.join(checkout, 'config', 'ledger.env');

/** Reads the settings; throws a `SettingsError` for the first one that cannot be used. */
export function loadSettings(env: NodeJS.ProcessEnv = { ...settingsOfFile(), ...process.env }): Settings {
  refuseUnknown(
    Object.keys(env).filter((name) => name.startsWith('LEDGER_')),
    'the environment',
  );
  if (env.PAYPAL_DEBUG) {
    throw new SettingsError(
      "PAYPAL_DEBUG is set, which makes the PayPal package write tokens and people's addresses to the " + 'log: unset it and start again.',
    );
  }
  const environment = new Environment();
  for (const name of variableNames) {
    const written = env[name]?.trim();
    if (written) environment[name] = written;
  }
  const fault = validateSync(environment)[0];
  if (fault) throw new SettingsError(Object.values(fault.constraints ?? {})[0]);
  return Object.freeze(settingsOf(environment));
}

function settingsOf(env: Environment): Settings {
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL) {
    throw new SettingsError(
      'DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither to use the PostgreSQL that comes with the program.',
    );
  }
  if (env.LEDGER_WRAPPING_KEY && env.LEDGER_WRAPPING_KEY_FILE) {
    throw new SettingsError(
      'LEDGER_WRAPPING_KEY and LEDGER_WRAPPING_KEY_FILE are both set: keep the one that holds the key of this ledger.',
    );
  }
  if (env.LEDGER_FORMER_WRAPPING_KEY && env.LEDGER_FORMER_WRAPPING_KEY_FILE) {
    throw new SettingsError(
      'LEDGER_FORMER_WRAPPING_KEY and LEDGER_FORMER_WRAPPING_KEY_FILE are both set: keep the one that holds the key before this one.',
    );
  }
  const dataDir = path.resolve(checkout, env.LEDGER_DATA_DIR || 'data');
  return {
    host: env.HOST,
    port: Number(env.PORT),
    dataDir,
    journalDir: path.resolve(checkout, env.LEDGER_JOURNAL_DIR || `${dataDir}-journal`),
    makesJournalDir: env.LEDGER_JOURNAL_DIR === '',
    logDir: path.resolve(checkout, env.LEDGER_LOG_DIR || path.join(dataDir, 'log')),
    logKeyDir: path.resolve(checkout, env.LEDGER_LOG_KEY_DIR || path.join(dataDir, 'keys', 'log')),
    backupDir: env.LEDGER_BACKUP_DIR ? path.resolve(checkout, env.LEDGER_BACKUP_DIR) : undefined,
    defaultBackupDir: `${dataDir}-backups`,
    backupKeysDir: env.LEDGER_BACKUP_KEYS_DIR ? path.resolve(checkout, env.LEDGER_BACKUP_KEYS_DIR) : undefined,
    backupRecipient: env.LEDGER_BACKUP_RECIPIENT || undefined,
    recoveryKeyFile: path.join(dataDir, 'keys', 'recovery.key'),
    backupsKept: Number(env.LEDGER_BACKUP_KEEP),
    witnessPolicyFile: env.LEDGER_WITNESS_POLICY_FILE ? path.resolve(checkout, env.LEDGER_WITNESS_POLICY_FILE) : undefined,
    witnessedLogsFile: env.LEDGER_WITNESSED_LOGS_FILE ? path.resolve(checkout, env.LEDGER_WITNESSED_LOGS_FILE) : undefined,
    witnessName: env.LEDGER_WITNESS_NAME || undefined,
    databaseUrl: env.DATABASE_URL || undefined,
    databaseOwnerUrl: env.DATABASE_OWNER_URL || undefined,
    redisUrl: env.REDIS_URL || undefined,
    publicUrl: env.LEDGER_PUBLIC_URL.replace(/\/$/, '') || undefined,
    wrappingKey: env.LEDGER_WRAPPING_KEY ? Buffer.from(env.LEDGER_WRAPPING_KEY, 'base64') : undefined,
    wrappingKeyFile: path.resolve(checkout, env.LEDGER_WRAPPING_KEY_FILE || path.join(dataDir, 'keys', 'wrapping.key')),
    makesWrappingKey: env.LEDGER_WRAPPING_KEY_FILE === '',
    formerWrappingKey: env.LEDGER_FORMER_WRAPPING_KEY ? Buffer.from(env.LEDGER_FORMER_WRAPPING_KEY, 'base64') : undefined,
    formerWrappingKeyFile: env.LEDGER_FORMER_WRAPPING_KEY_FILE ? path.resolve(checkout, env.LEDGER_FORMER_WRAPPING_KEY_FILE) : undefined,
    keepDays: {
      people: Number(env.LEDGER_KEEP_PEOPLE_DAYS) || undefined,
      calls: Number(env.LEDGER_KEEP_CALLS_DAYS) || undefined,
      payers: Number(env.LEDGER_KEEP_PAYERS_DAYS) || undefined,
      lines: Number(env.LEDGER_KEEP_LINES_DAYS) || undefined,
      feedback: Number(env.LEDGER_KEEP_FEEDBACK_DAYS) || undefined,
    },
    trustedProxies: Object.freeze(
      env.LEDGER_TRUSTED_PROXIES.split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    ),
    metricsToken: env.LEDGER_METRICS_TOKEN || undefined,
    logLevel: env.LEDGER_LOG_LEVEL as LogLevel,
    queueConcurrency: Number(env.LEDGER_QUEUE_CONCURRENCY),
    databasePool: Number(env.LEDGER_DATABASE_POOL),
    dkimKeysFile: env.LEDGER_DKIM_KEYS_FILE ? path.resolve(checkout, env.LEDGER_DKIM_KEYS_FILE) : undefined,
    dkimFromDns: env.LEDGER_DKIM_DNS === 'yes',
    localMailboxes: env.LEDGER_LOCAL_MAILBOXES === 'yes',
    payPalUrl: env.LEDGER_PAYPAL_URL.replace(/\/$/, ''),
    payPalSandboxUrl: env.LEDGER_PAYPAL_SANDBOX_URL.replace(/\/$/, ''),
    payPalPerMinute: Number(env.LEDGER_PAYPAL_PER_MINUTE),
  };
}

/** In our own file every name must be one of ours: what is misspelt there would have no effect, without a word. */
function settingsOfFile(): NodeJS.ProcessEnv {
  if (!existsSync(settingsFile)) return {};
  const written = parseEnv(readFileSync(settingsFile, 'utf8')) as Record<string, string>;
  refuseUnknown(Object.keys(written), 'config/ledger.env');
  return written;
}

function refuseUnknown(names: string[], where: string): void {
  const unknown = names.find((name) => !(variableNames as string[]).includes(name));
  if (!unknown) return;
  const nearest = nearestName(unknown, variableNames);
  throw new SettingsError(
    `${unknown}, in ${where}, is not a setting of this program: ` +
      `${nearest ? `write ${nearest}` : 'take it out'}; config/example.env lists them all.`,
  );
}
