import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, ask, discard, endServer, scratchFolder, serverOf, start } from './program.js';

let folder: string;
let dataDir: string;
let programs: Program[];

beforeEach(async () => {
  folder = await scratchFolder();
  dataDir = path.join(folder, 'data');
  programs = [];
});
afterEach(async () => {
  await Promise.all(programs.map((program) => program.kill()));
  await endServer(dataDir);
  discard(folder);
});

function begin(): Program {
  const program = start({ LEDGER_DATA_DIR: dataDir });
  programs.push(program);
  return program;
}

/** Ends the database server as a power cut would, and every process of it with it. */
async function killServer(): Promise<void> {
  process.kill(serverOf(dataDir)!, 'SIGKILL');
  while (serverOf(dataDir)) await sleep(10);
}

const note = (text: string) =>
  ask(dataDir, 'ledger_owner', `create table if not exists noted (text text); insert into noted values ('${text}')`);
const noted = () => ask(dataDir, 'ledger_owner', 'select text from noted order by text');

describe('After kill -9', () => {
  it('of the program, the next start takes over the database that was left running, and its stop ends it', async () => {
    const first = begin();
    await first.ready();
    const server = serverOf(dataDir);
    await note('acknowledged');
    await first.kill();
    expect(serverOf(dataDir)).toBe(server);

    const second = begin();
    await second.ready();
    expect(serverOf(dataDir)).toBe(server);
    expect(await noted()).toEqual([{ text: 'acknowledged' }]);
    expect(await second.stop()).toBe(0);
    expect(serverOf(dataDir)).toBeUndefined();
  });

  it('of everything, the next start finds all that was acknowledged', async () => {
    const first = begin();
    await first.ready();
    await note('acknowledged');
    await Promise.all([first.kill(), killServer()]);

    const second = begin();
    await second.ready();
    expect(await noted()).toEqual([{ text: 'acknowledged' }]);
    expect(await second.stop()).toBe(0);
  });

  it('of the database alone, the program starts it again and goes on', async () => {
    const program = begin();
    const address = await program.ready();
    await note('acknowledged');
    const former = serverOf(dataDir);
    await killServer();
    while (!serverOf(dataDir)) await sleep(20);
    expect(serverOf(dataDir)).not.toBe(former);
    while (!(await noted().catch(() => undefined))) await sleep(50);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(await program.stop()).toBe(0);
    expect(serverOf(dataDir)).toBeUndefined();
  });

  it('at any moment of the first start, the next one comes up', async () => {
    for (const afterMs of [350, 450, 550, 650, 800]) {
      const killed = begin();
      await sleep(afterMs);
      await killed.kill();
    }
    const program = begin();
    await program.ready();
    expect(await program.stop()).toBe(0);
  });
});

describe('Three starts at once', () => {
  it.each(['on an empty folder', 'after everything was killed'])('%s share one database, and the last to leave stops it', async (when) => {
    if (when !== 'on an empty folder') {
      const before = begin();
      await before.ready();
      await Promise.all([before.kill(), killServer()]);
    }
    const three = [begin(), begin(), begin()];
    const addresses = await Promise.all(three.map((program) => program.ready()));
    const server = serverOf(dataDir);
    for (const address of addresses) expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(await three[0]!.stop()).toBe(0);
    expect(await three[1]!.stop()).toBe(0);
    expect(serverOf(dataDir)).toBe(server);
    expect((await fetch(`${addresses[2]}/healthz`)).status).toBe(200);
    expect(await three[2]!.stop()).toBe(0);
    expect(serverOf(dataDir)).toBeUndefined();
  });
});
