import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeEntry } from '../../src/public-log/entry.js';
import { englishWords } from '../../src/languages/asked-language.js';
import { signingKey, vkeyOf } from '../../src/public-log/note-key.js';
import { whatNobodyCanCheck } from '../../src/verifying/sentences.js';
import { discard, scratchFolder, start } from '../start/program.js';
import { at, sound } from './arithmetic-mutants.js';
import { dripping, endless, type LogServer, logServer } from './log-server.js';
import { logKey, madeLog, origin, textIn, utf8, witnessPolicy } from './made-log.js';
import { opened, receiptFor } from './made-receipt.js';

const written = sound.map((entry) => encodeEntry(entry));
let server: LogServer;
let folder: string;
let state: string;

beforeAll(async () => {
  server = await logServer();
  folder = await scratchFolder();
});
afterAll(async () => {
  await server.close();
  discard(folder);
});
let tests = 0;
beforeEach(() => {
  tests += 1;
  state = path.join(folder, `state-${tests}.json`);
});

/** The built program, without any setting or database. */
async function verify(...args: readonly string[]) {
  const program = start({}, { script: ['dist/src/cli.js', 'verify', ...args] });
  const code = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('verify URL', () => {
  it('says what was checked, what the money is, whom it believed, and what nobody can check', async () => {
    server.serve(madeLog(written));
    const { code, stdout, stderr } = await verify(server.address);
    expect([code, stderr]).toEqual([0, '']);
    for (const says of [
      origin,
      'Everything that can be checked holds.',
      'CAD 483.00 promised, CAD 200.00 passed on',
      'CAD 137.00 converted into other currencies, CAD 206.00 left',
      vkeyOf(logKey),
    ])
      expect(stdout).toContain(says);
    for (const says of whatNobodyCanCheck(englishWords)) expect(stdout).toContain(says);
    expect(stdout).toContain('compare it with one that was published elsewhere');
  });

  it('says the same to programs', async () => {
    server.serve(madeLog(written));
    const { code, stdout } = await verify(server.address, '--json', '--key', vkeyOf(logKey));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'holds',
      origin,
      size: 22,
      trust: 'given',
      findings: [],
      pools: [{ closing: '20600' }, {}],
    });
  });

  it('remembers what it found good, asks for the same keys the next time, and sees that the log went on', async () => {
    server.serve(madeLog(written.slice(0, 16)));
    expect((await verify(server.address, '--state', state)).code).toBe(0);
    server.serve(madeLog(written, { before: [16] }).set('vkey', utf8('not asked for again')));
    const { code, stdout } = await verify(server.address, '--state', state, '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { continues: 16, trust: 'remembered' }]);
    expect(server.asked).not.toContain('vkey');
    expect(JSON.parse(readFileSync(state, 'utf8')).logs).toHaveLength(1);
  });

  it('ends with 4 where a log has two histories, prints both heads, and goes on remembering the first', async () => {
    server.serve(madeLog(written));
    await verify(server.address, '--state', state);
    const remembered = readFileSync(state, 'utf8');
    const forked = madeLog(written.map((text, index) => (index === 3 ? text.replace('48000', '48001') : text)));
    server.serve(forked);
    const { code, stdout, stderr } = await verify(server.address, '--state', state);
    expect(code).toBe(4);
    expect(stdout).toContain(textIn(madeLog(written), 'checkpoint'));
    expect(stdout).toContain(textIn(forked, 'checkpoint'));
    expect(stderr).toMatch(/^log\/forked: /);
    server.serve(madeLog(written.slice(0, 16)));
    const rolledBack = await verify(server.address, '--state', state, '--json');
    expect([rolledBack.code, JSON.parse(rolledBack.stdout)]).toMatchObject([4, { code: 'log/rolled-back', notes: {} }]);
    expect(readFileSync(state, 'utf8')).toBe(remembered);
  });

  it('ends with 3 where the entries do not hold, names each place, and remembers nothing', async () => {
    server.serve(madeLog(at(5, { closing: 29_501n }).map((entry) => encodeEntry(entry))));
    const { code, stdout, stderr } = await verify(server.address, '--state', state);
    expect(code).toBe(3);
    expect(stdout).toContain('entry 5: pool/closing: The figures of CAD sum to 29500, not to 29501.');
    expect(stdout).not.toContain('Everything that can be checked holds.');
    expect(stderr).toMatch(/^pool\/closing: the log does not hold, in 2 places/);
    expect(existsSync(state)).toBe(false);
  });

  it('says of each thing that nobody can check from a log who could', () => {
    const [moved, real, all, ...more] = whatNobodyCanCheck(englishWords);
    expect(moved).toMatch(/^That money moved\. Whoever received it .*; an auditor /);
    expect(real).toMatch(/^That the people are real\. .*; those who hold a receipt /);
    expect(all).toMatch(/^That the promise was of all that was earned\. .*to an auditor\.$/);
    expect(more).toEqual([]);
  });

  it.each(['checkpoint', 'vkey', 'tile/0/000.p/22', 'tile/entries/000.p/22'])('reads %s without an end in a small heap', async (name) => {
    server.serve(madeLog(written), { [name]: endless });
    const tell = 'data:text/javascript,process.on("exit",()=>console.error("KB "+process.resourceUsage().maxRSS))';
    const program = start({}, { script: ['--max-old-space-size=48', '--import', tell, 'dist/src/cli.js', 'verify', server.address] });
    expect(await program.ended).toBe(8);
    expect(program.stderr()).toMatch(/^reading\/too-long: /);
    expect(Number(/KB (\d+)/.exec(program.stderr())![1])).toBeLessThan(300_000);
  });

  it('ends with a code of its own for tiles, for the head, and for a server that never ends', async () => {
    const files = madeLog(written);
    server.serve(new Map(files).set('tile/0/000.p/22', new Uint8Array(22 * 32)));
    expect(await verify(server.address)).toMatchObject({ code: 5, stderr: expect.stringMatching(/^tile\/other-root: /) });
    server.serve(files);
    expect(await verify(server.address, '--policy', file('policy', witnessPolicy))).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/^policy\/no-quorum: /),
    });
    server.serve(files, { checkpoint: endless });
    expect(await verify(server.address)).toMatchObject({ code: 8, stderr: expect.stringMatching(/^reading\/too-long: /) });
    server.serve(files, { 'tile/entries/000.p/22': dripping });
    expect(await verify(server.address, '--seconds', '1')).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/^reading\/too-slow: /),
    });
  });

  it.each([
    [[], 'Usage: mutual-aid-ledger verify URL'],
    [['ledger.example/a/log'], 'is no address of a log'],
    [['file:///etc/passwd'], 'is no address of a log'],
    [['https://ledger.example/a/log', '--seconds', '0'], '--seconds takes a whole number from 1 to 3600'],
    [['https://ledger.example/a/log', '--key', 'a', '--policy', 'b'], 'not both'],
    [['receipt'], 'Usage: mutual-aid-ledger verify URL'],
  ])('that is not understood, as %j, ends with 2 and asks nobody', async (args, says) => {
    const { code, stderr } = await verify(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });

  it('does not take another file for what it remembers', async () => {
    server.serve(madeLog(written));
    expect(await verify(server.address, '--state', file('other.json', '{"v":1,"logs":[1]}'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is no state of a verifier'),
    });
  });
});

describe('verify receipt FILE', () => {
  it('needs no network, only the key of the log', async () => {
    const { code, stdout } = await verify('receipt', file('good.tlog-proof', receiptFor()), '--key', vkeyOf(logKey));
    expect(code).toBe(0);
    expect(stdout).toContain('2 slots of 500 minor units, 1000 minor units of CAD together, are counted in entry 4.');
    const json = await verify('receipt', file('good.tlog-proof', receiptFor()), '--key', vkeyOf(logKey), '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'holds', slots: 2, minor: '1000', period: '2026-10' });
  });

  it('of another log ends with 6, and one with a slot of another log with 7', async () => {
    const stranger = signingKey('ledger.example/b/log', 'log', new Uint8Array(32).fill(5));
    expect(await verify('receipt', file('good.tlog-proof', receiptFor()), '--key', vkeyOf(stranger))).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/^policy\/unknown-log: /),
    });
    const moved = receiptFor([{ ...opened[0]!, opening: { ...opened[0]!.opening, origin: stranger.name } }]);
    expect(await verify('receipt', file('moved.tlog-proof', moved), '--key', vkeyOf(logKey))).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/^receipt\/other-log: /),
    });
  });

  it('that shows nothing ends with 7, and one of a log that is not known asks for its key', async () => {
    const other = receiptFor([{ ...opened[0]!, salt: opened[1]!.salt }]);
    expect(await verify('receipt', file('other.tlog-proof', other), '--key', vkeyOf(logKey))).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/^receipt\/not-in-batch: /),
    });
    expect(await verify('receipt', file('good.tlog-proof', receiptFor()))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Give --key'),
    });
    expect(await verify('receipt', path.join(folder, 'nowhere'), '--key', vkeyOf(logKey))).toMatchObject({ code: 1 });
    expect(await verify('receipt', file('junk', 'junk'), '--key', vkeyOf(logKey))).toMatchObject({ code: 7 });
  });
});
