import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Program, copyCheckout, discard, endServer, isRoot, scratchFolder, serverOf, start } from './program.js';

const asRoot = isRoot ? describe : describe.skip;

/** The user that the program makes for the database when root starts it. */
function systemUser(): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('mutual-aid-ledger:'))!;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

const uidOf = (pid: number) => statSync(`/proc/${pid}`).uid;
const programOf = (pid: number) => readlinkSync(`/proc/${pid}/exe`);

asRoot('Started by root, from a checkout that only root may enter', () => {
  let folder: string;
  let checkout: string;
  let program: Program;

  beforeAll(async () => {
    folder = await scratchFolder();
    chmodSync(folder, 0o700);
    checkout = await copyCheckout(folder);
  });
  afterAll(async () => {
    await program.kill();
    const data = path.join(checkout, 'data');
    if (existsSync(data)) {
      await endServer(data);
      discard(realpathSync(data));
    }
    discard(folder);
  });

  it('the data lie in a state folder of the system, ./data is a link to it, and the database runs as a user of its own', async () => {
    program = start({}, { from: checkout });
    await program.ready();
    const data = path.join(checkout, 'data');
    expect(readlinkSync(data)).toMatch(/^\/var\/lib\/mutual-aid-ledger\/[0-9a-f]{12}$/);
    expect(readFileSync(path.join(data, 'checkout'), 'utf8').trim()).toBe(checkout);
    const server = serverOf(data)!;
    expect(uidOf(server)).toBe(systemUser().uid);
    expect(programOf(server).startsWith(realpathSync(data))).toBe(true);
    expect(await program.stop()).toBe(0);
    expect(serverOf(data)).toBeUndefined();
  });

  it('the second start finds the same folder', async () => {
    const link = readlinkSync(path.join(checkout, 'data'));
    program = start({}, { from: checkout });
    await program.ready();
    expect(readlinkSync(path.join(checkout, 'data'))).toBe(link);
    expect(await program.stop()).toBe(0);
  });
});

asRoot('Started by a normal user', () => {
  let folder: string;
  let checkout: string;
  let user: { uid: number; gid: number };
  let program: Program;

  beforeAll(async () => {
    folder = await scratchFolder();
    chmodSync(folder, 0o755);
    checkout = await copyCheckout(folder);
    const once = start({ LEDGER_DATA_DIR: path.join(folder, 'once') }); // makes the system user, whom we borrow here
    await once.ready();
    await once.stop();
    user = systemUser();
    chownSync(checkout, user.uid, user.gid);
  });
  afterAll(async () => {
    await program.kill();
    await endServer(path.join(checkout, 'data'));
    discard(folder);
  });

  it('the data lie in the checkout, closed to others, and the database runs as that user', async () => {
    program = start({}, { from: checkout, user });
    await program.ready();
    const data = path.join(checkout, 'data');
    expect(lstatSync(data).isDirectory()).toBe(true);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(uidOf(serverOf(data)!)).toBe(user.uid);
    expect(await program.stop()).toBe(0);
    expect(serverOf(data)).toBeUndefined();
  });

  it('an unwritable folder is named in one sentence', async () => {
    const closed = path.join(folder, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    program = start({ LEDGER_DATA_DIR: path.join(closed, 'data') }, { from: checkout, user });
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toBe(
      `The data folder ${closed}/data cannot be written (permission is denied): make it a folder that the user who starts this program can write, or set LEDGER_DATA_DIR to another.\n`,
    );
  });
});
