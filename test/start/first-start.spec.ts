import { statSync } from 'node:fs';
import path from 'node:path';
import { type Program, ask, discard, endServer, scratchFolder, serverOf, start } from './program.js';

let folder: string;
let dataDir: string;
let program: Program;

beforeAll(async () => {
  folder = await scratchFolder();
  dataDir = path.join(folder, 'data');
});
afterAll(async () => {
  await program.kill();
  await endServer(dataDir);
  discard(folder);
});

const modeOf = (...names: string[]) => (statSync(path.join(dataDir, ...names)).mode & 0o777).toString(8);

describe('On a machine that has nothing but Node', () => {
  it('the first start makes a database of its own and says where to open the browser, and with which link to open the ledger', async () => {
    program = start({ LEDGER_DATA_DIR: dataDir });
    const address = await program.ready();
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(program.stdout().trim().split('\n')).toEqual([
      `mutual-aid-ledger is ready: open ${address} in the browser.`,
      expect.stringMatching(/^Open your ledger: http:\/\/127\.0\.0\.1:\d+\/setup\/[\w-]{43} /),
    ]);
    expect(program.stderr()).toBe('');
  });

  it('the key and the passwords are for their owner alone', () => {
    expect(modeOf('keys', 'wrapping.key')).toBe('600');
    for (const role of ['ledger_bootstrap', 'ledger_owner', 'ledger_service']) expect(modeOf('postgresql', 'passwords', role)).toBe('600');
    expect(modeOf('postgresql', 'socket')).toBe('700');
  });

  it('neither role is a superuser, text sorts the same everywhere, the disk is waited for, and no port is opened', async () => {
    for (const role of ['ledger_owner', 'ledger_service'] as const) {
      const rows = await ask(
        dataDir,
        role,
        `
        select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as "isMighty", pg_encoding_to_char(encoding) as encoding, datlocale as locale,
               current_setting('fsync') || ' ' || current_setting('synchronous_commit') as durable, current_setting('listen_addresses') as port
          from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
      );
      expect(rows).toEqual([{ isMighty: false, encoding: 'UTF8', locale: 'C.UTF-8', durable: 'on on', port: '' }]);
    }
  });

  it('the service role can neither make tables nor empty those of the queue', async () => {
    await expect(ask(dataDir, 'ledger_service', 'create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(ask(dataDir, 'ledger_service', 'drop schema bullmq cascade')).rejects.toThrow('must be owner');
    await expect(ask(dataDir, 'ledger_service', 'truncate bullmq.job')).rejects.toThrow('permission denied');
  });

  it('a clean stop ends with code 0 and takes the database along', async () => {
    expect(serverOf(dataDir)).toBeGreaterThan(0);
    expect(await program.stop()).toBe(0);
    expect(serverOf(dataDir)).toBeUndefined();
  });

  it('the second start finds what the first one left', async () => {
    program = start({ LEDGER_DATA_DIR: dataDir });
    await program.ready();
    expect(await program.stop()).toBe(0);
    expect(program.stderr()).toBe('');
  });
});
