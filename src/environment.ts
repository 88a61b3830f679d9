import { isIP } from 'node:net';
import { IsIn, IsPort, Matches, ValidateBy, type ValidationOptions } from 'class-validator';

export const logLevels = ['error', 'warn', 'log', 'debug', 'verbose'] as const;
export type LogLevel = (typeof logLevels)[number];

const Holds = (name: string, holds: (text: string) => boolean, options: ValidationOptions) =>
  ValidateBy({ name, validator: { validate: (text: unknown) => typeof text === 'string' && holds(text) } }, options);

const orUnset = (holds: (text: string) => boolean) => (text: string) => text === '' || holds(text);
const isAddressOf = (...schemes: string[]) =>
  orUnset((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol) && new URL(text).hash === '');

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** `https://ledger.example`, nothing behind the host; without TLS only on this machine. */
const isOrigin = orUnset((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  return (protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname))) && text.replace(/\/$/, '') === origin;
});

/** Without TLS only a simulator on this machine, by its number: no name that could lead elsewhere. */
const isPayPal = (text: string): boolean => text !== '' && isOrigin(text) && !/^http:\/\/(?!127\.0\.0\.1[:/]?)/.test(text);

const proxyRanges = ['loopback', 'linklocal', 'uniquelocal'];

/** `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`, or one of the three named ranges that Fastify knows. */
function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const widest = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0) return proxyRanges.includes(text);
  return rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest));
}

const isWrappingKey = orUnset((text) => /^[A-Za-z0-9+/]{43}=$/.test(text));
const between = (least: number, most: number) => (text: string) => /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most;

/** 0 for ever; less than a payout may take to become final and be published would only be waited for. */
const isDays = (text: string): boolean => text === '0' || between(30, 36_500)(text);
const daysSaid = (name: string): string =>
  `${name} must be a whole number of days from 30 to 36500, or 0 to keep them until they are erased; it is "$value".`;

/**
 * The environment as it is written: text, with the default of each variable. Names that hosts and platforms agree on
 * stand bare; all others are ours and start with LEDGER_. `config/example.env` says what each is for. Addresses that
 * may hold a password are never repeated in a message.
 */
export class Environment {
  @Matches(/^[A-Za-z0-9.:_-]+$/, {
    message: 'HOST must be the name or address of this machine to listen on, like 127.0.0.1 or 0.0.0.0; it is "$value".',
  })
  HOST = '127.0.0.1';

  @IsPort({ message: 'PORT must be a port number from 0 to 65535; it is "$value".' })
  PORT = '8320';

  @Holds('isPostgresAddress', isAddressOf('postgres:', 'postgresql:'), {
    message:
      'DATABASE_URL must be an address like postgres://ledger_service:password@host:5432/ledger, with ' +
      'every special character of the password percent-encoded; correct it, or unset it to use the ' +
      'PostgreSQL that comes with the program.',
  })
  DATABASE_URL = '';

  @Holds('isPostgresAddress', isAddressOf('postgres:', 'postgresql:'), {
    message:
      'DATABASE_OWNER_URL must be an address like postgres://ledger_owner:password@host:5432/ledger, with ' +
      'every special character of the password percent-encoded; correct it, or unset it to migrate with ' +
      'DATABASE_URL.',
  })
  DATABASE_OWNER_URL = '';

  @Holds('isRedisAddress', isAddressOf('redis:', 'rediss:'), {
    message: 'REDIS_URL must be an address like redis://host:6379; correct it, or unset it to keep the queue in PostgreSQL.',
  })
  REDIS_URL = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_DATA_DIR must be the path of a folder.' })
  LEDGER_DATA_DIR = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_JOURNAL_DIR must be the path of a folder.' })
  LEDGER_JOURNAL_DIR = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_LOG_DIR must be the path of a folder.' })
  LEDGER_LOG_DIR = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_LOG_KEY_DIR must be the path of a folder.' })
  LEDGER_LOG_KEY_DIR = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_BACKUP_DIR must be the path of a folder.' })
  LEDGER_BACKUP_DIR = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_BACKUP_KEYS_DIR must be the path of a folder.' })
  LEDGER_BACKUP_KEYS_DIR = '';

  @Matches(/^$|^age1[02-9ac-hj-np-z]{58}$/, {
    message: 'LEDGER_BACKUP_RECIPIENT must be a recipient of age, like age1 and 58 letters and digits; age-keygen makes one with its key.',
  })
  LEDGER_BACKUP_RECIPIENT = '';

  @Holds('isKept', between(0, 1000), {
    message: 'LEDGER_BACKUP_KEEP must be how many daily backups are kept, 1 to 1000, or 0 to make none; it is "$value".',
  })
  LEDGER_BACKUP_KEEP = '14';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_WITNESS_POLICY_FILE must be the path of a file.' })
  LEDGER_WITNESS_POLICY_FILE = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_WITNESSED_LOGS_FILE must be the path of a file.' })
  LEDGER_WITNESSED_LOGS_FILE = '';

  @Matches(/^$|^[A-Za-z0-9][A-Za-z0-9.:/_-]{0,200}$/, {
    message: 'LEDGER_WITNESS_NAME must be a name like ledger.example/witness, without blanks or plus; it is "$value".',
  })
  LEDGER_WITNESS_NAME = '';

  @Holds('isOrigin', isOrigin, {
    message:
      'LEDGER_PUBLIC_URL must be https:// and the host where the world reaches this program, without a ' +
      'path, like https://ledger.example; it is "$value".',
  })
  LEDGER_PUBLIC_URL = '';

  @Holds('isWrappingKey', isWrappingKey, {
    message: 'LEDGER_WRAPPING_KEY must be 32 random bytes in base64 (44 characters); make one with: openssl rand -base64 32.',
  })
  LEDGER_WRAPPING_KEY = '';

  @Matches(/^$|^[\x21-\x7e]{16,256}$/, {
    message: 'LEDGER_METRICS_TOKEN must be 16 to 256 characters without blanks; make one with: openssl rand -hex 32.',
  })
  LEDGER_METRICS_TOKEN = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_WRAPPING_KEY_FILE must be the path of a file.' })
  LEDGER_WRAPPING_KEY_FILE = '';

  @Holds('isWrappingKey', isWrappingKey, {
    message:
      'LEDGER_FORMER_WRAPPING_KEY must be the 32 bytes in base64 (44 characters) of the wrapping key before this one; unset it when none is left under it.',
  })
  LEDGER_FORMER_WRAPPING_KEY = '';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_FORMER_WRAPPING_KEY_FILE must be the path of a file.' })
  LEDGER_FORMER_WRAPPING_KEY_FILE = '';

  @Holds('isDays', isDays, { message: daysSaid('LEDGER_KEEP_PEOPLE_DAYS') })
  LEDGER_KEEP_PEOPLE_DAYS = '730';

  @Holds('isDays', isDays, { message: daysSaid('LEDGER_KEEP_CALLS_DAYS') })
  LEDGER_KEEP_CALLS_DAYS = '365';

  @Holds('isDays', isDays, { message: daysSaid('LEDGER_KEEP_PAYERS_DAYS') })
  LEDGER_KEEP_PAYERS_DAYS = '2555';

  @Holds('isDays', isDays, { message: daysSaid('LEDGER_KEEP_LINES_DAYS') })
  LEDGER_KEEP_LINES_DAYS = '1095';

  @Holds('isDays', isDays, { message: daysSaid('LEDGER_KEEP_FEEDBACK_DAYS') })
  LEDGER_KEEP_FEEDBACK_DAYS = '365';

  @Holds(
    'isListOfProxies',
    orUnset((text) => text.split(',').every((each) => isProxy(each.trim()))),
    {
      message:
        'LEDGER_TRUSTED_PROXIES must be addresses or ranges with commas between, like ' +
        '10.0.0.7,192.168.0.0/16,loopback; it is "$value".',
    },
  )
  LEDGER_TRUSTED_PROXIES = '';

  @IsIn(logLevels, { message: `LEDGER_LOG_LEVEL must be one of ${logLevels.join(', ')}; it is "$value".` })
  LEDGER_LOG_LEVEL = 'warn';

  @Holds('isConcurrency', between(0, 64), {
    message: 'LEDGER_QUEUE_CONCURRENCY must be a whole number from 0 (it takes no jobs) to 64; it is "$value".',
  })
  LEDGER_QUEUE_CONCURRENCY = '4';

  @Holds('isPoolSize', between(2, 200), {
    message: 'LEDGER_DATABASE_POOL must be a whole number of connections from 2 to 200; it is "$value".',
  })
  LEDGER_DATABASE_POOL = '10';

  @Matches(/^[^\0]*$/, { message: 'LEDGER_DKIM_KEYS_FILE must be the path of a file.' })
  LEDGER_DKIM_KEYS_FILE = '';

  @IsIn(['yes', 'no'], { message: 'LEDGER_DKIM_DNS must be yes or no; it is "$value".' })
  LEDGER_DKIM_DNS = 'no';

  @IsIn(['yes', 'no'], { message: 'LEDGER_LOCAL_MAILBOXES must be yes or no; it is "$value".' })
  LEDGER_LOCAL_MAILBOXES = 'no';

  @Holds('isPayPal', isPayPal, {
    message: 'LEDGER_PAYPAL_URL must be https:// and the host of PayPal’s API, without a path; it is "$value". Unset it for PayPal’s own.',
  })
  LEDGER_PAYPAL_URL = 'https://api-m.paypal.com';

  @Holds('isPayPal', isPayPal, {
    message:
      'LEDGER_PAYPAL_SANDBOX_URL must be https:// and the host of PayPal’s sandbox, without a path; it is "$value". Unset it for PayPal’s own.',
  })
  LEDGER_PAYPAL_SANDBOX_URL = 'https://api-m.sandbox.paypal.com';

  @Holds('isPerMinute', between(1, 60_000), {
    message: 'LEDGER_PAYPAL_PER_MINUTE must be a whole number of payouts from 1 to 60000; it is "$value".',
  })
  LEDGER_PAYPAL_PER_MINUTE = '60';
}

export type VariableName = keyof Environment;
export const variableNames = Object.keys(new Environment()) as VariableName[];
