import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Server, createServer } from 'node:net';
import path from 'node:path';
import { discard, isRoot, scratchFolder, serverOf, start } from './program.js';

let folder: string;
let dataDir: string;
let silent: Server;
let takenPort: string;

beforeAll(async () => {
  folder = await scratchFolder();
  dataDir = path.join(folder, 'data');
  silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  takenPort = String((silent.address() as AddressInfo).port);
});
afterAll(() => {
  silent.close();
  discard(folder);
});

/** Runs the program to its end. */
async function ends(env: Record<string, string>, script?: string[]) {
  const program = start({ LEDGER_DATA_DIR: dataDir, ...env }, { script });
  const code = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

/** One line, which ends like a sentence. */
const oneSentence = /^[^\n]+[.?]\n$/;

async function expectRefusal(env: Record<string, string>, says: string): Promise<void> {
  const { code, stdout, stderr } = await ends(env);
  expect(stderr).toContain(says);
  expect(stderr).toMatch(oneSentence);
  expect(stdout).toBe('');
  expect(code).toBe(1);
}

describe('A start that cannot succeed ends with code 1 and one sentence', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a misspelt setting', { LEDGER_DATA_DRI: '/x' }, 'write LEDGER_DATA_DIR'],
    ['a setting that there is not', { LEDGER_COLOUR: 'green' }, 'LEDGER_COLOUR, in the environment, is not a setting'],
    ['a port that is no number', { PORT: '83x20' }, 'PORT must be a port number from 0 to 65535; it is "83x20"'],
    ['a public address with a path', { LEDGER_PUBLIC_URL: 'https://ledger.example/books' }, 'LEDGER_PUBLIC_URL must be https://'],
    ['a host that is not this machine', { HOST: '203.0.113.7' }, 'HOST is 203.0.113.7, which is no address of this machine'],
    ['a chatty PayPal package', { PAYPAL_DEBUG: '1' }, 'PAYPAL_DEBUG is set'],
    ['a wrapping key that is too short', { LEDGER_WRAPPING_KEY: 'c2hvcnQ=' }, 'LEDGER_WRAPPING_KEY must be 32 random bytes'],
    [
      'an owner without a database',
      { DATABASE_OWNER_URL: 'postgres://o:p@localhost/ledger' },
      'DATABASE_OWNER_URL is set without DATABASE_URL',
    ],
    [
      'a database that is no PostgreSQL',
      { DATABASE_URL: 'mysql://s:geheim@localhost/ledger' },
      'DATABASE_URL must be an address like postgres://',
    ],
    [
      'a database that refuses',
      { DATABASE_URL: 'postgres://s:geheim@127.0.0.1:1/ledger' },
      'PostgreSQL at 127.0.0.1:1, which does not answer (ECONNREFUSED)',
    ],
    [
      'a Redis that refuses',
      { DATABASE_URL: '', REDIS_URL: 'redis://:geheim@127.0.0.1:1' },
      'a Redis at 127.0.0.1:1 that does not answer (ECONNREFUSED)',
    ],
  ])('%s', (_, env, says) => expectRefusal(env, says));

  it('a port in use, and then nothing else was started', async () => {
    await expectRefusal({ PORT: takenPort }, `Port ${takenPort} on 127.0.0.1 is in use`);
    expect(serverOf(dataDir)).toBeUndefined();
  });

  it('a database that takes the call and is silent: the start gives up by itself', () =>
    expectRefusal({ DATABASE_URL: `postgres://s:geheim@127.0.0.1:${takenPort}/ledger` }, 'which does not answer'));

  it('a wrapping key that was named and is not there', () =>
    expectRefusal({ LEDGER_WRAPPING_KEY_FILE: path.join(folder, 'no-key') }, 'which is not there: put the key of this ledger back'));

  it('a data folder with a file in its way', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    await expectRefusal({ LEDGER_DATA_DIR: path.join(folder, 'file', 'data') }, 'cannot be written (a file is in the way)');
  });

  it('a data folder that cannot be written', async () => {
    const closed = path.join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const unwritable = isRoot ? '/proc/data' : path.join(closed, 'data');
    await expectRefusal({ LEDGER_DATA_DIR: unwritable }, `The data folder ${unwritable} cannot be written`);
  });

  (isRoot ? it : it.skip)('started by root, a data folder that the database server may not enter', async () => {
    const closed = path.join(folder, 'private');
    mkdirSync(closed, { mode: 0o700 });
    await expectRefusal(
      { LEDGER_DATA_DIR: path.join(closed, 'data') },
      'PostgreSQL runs as the system user mutual-aid-ledger, who cannot enter',
    );
  });
});

describe('No refusal repeats a password', () => {
  it.each([
    ['DATABASE_URL', 'mysql://s:geheim@localhost/ledger'],
    ['DATABASE_URL', 'postgres://s:geheim@127.0.0.1:1/ledger'],
    ['REDIS_URL', 'redis://:geheim@127.0.0.1:1'],
    ['REDIS_URL', 'http://:geheim@127.0.0.1:1'],
  ])('%s=%s', async (name, address) => {
    const { stdout, stderr } = await ends({ [name]: address });
    expect(stdout + stderr).not.toContain('geheim');
  });
});

describe('The command line', () => {
  it('lists its commands', async () => {
    const { code, stdout } = await ends({}, ['dist/src/cli.js', '--help']);
    expect(stdout).toMatch(/^Usage: mutual-aid-ledger COMMAND/);
    for (const command of ['serve', 'worker', 'migrate']) expect(stdout).toContain(`  ${command} `);
    expect(code).toBe(0);
  });

  it.each([
    [['serv'], 'There is no command serv: write serve, or see'],
    [['migrate', '--fast'], "Unknown option '--fast'"],
    [['export', '--format', 'pdf'], 'Say in which format with --format: hledger, beancount, csv, json.'],
    [['report', '2026-13'], '2026-13 is not a month. Write it like 2026-10.'],
    [['close-month'], 'Name one month: close-month 2026-10.'],
    [[], 'Usage: mutual-aid-ledger COMMAND'],
  ])('ends with code 2 when it does not understand %j', async (args, says) => {
    const { code, stderr } = await ends({}, ['dist/src/cli.js', ...args]);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
