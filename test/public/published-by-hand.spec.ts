import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { cliOf } from './cli.js';
import { Year } from './year.js';

/** The command line's clock is the real one, so this practice began three months ago. */
const began = new Date(Date.now() - 92 * 24 * 3600 * 1000).toISOString().slice(0, 7);

describe('publish, on the command line', () => {
  let program: TestProgram;
  let year: Year;
  const checkpoint = async () => (await program.app.inject({ method: 'GET', url: '/river/log/checkpoint' })).statusCode;
  const says = async (...args: string[]) => {
    const { ended, stdout, stderr } = cliOf(program)('publish', ...args);
    return [await ended, stdout(), stderr()] as const;
  };

  beforeAll(async () => {
    program = await startProgram(`${began}-05T15:00:00Z`, { queueConcurrency: 0 });
    year = new Year(program, await openTestLedger(program));
    await year.people();
    await year.moneyIn(began);
    await year.moneyOut(began, 3000n);
    program.setTime(`${began}-28T15:00:00Z`);
  });
  afterAll(() => program.stop());

  it('publishes nothing before the address is confirmed, and says so', async () => {
    const [code, out] = await says('--dry-run');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing is published before the public address is confirmed')]);
    expect(await says()).toEqual([1, '', expect.stringContaining('Nothing is published before you confirm the public address.')]);
  });

  it('says what the next publication would say and what waits, as the console does, and changes nothing', async () => {
    await year.confirmAddress();
    const [code, out] = await says('--dry-run', '--json');
    const { entries, waits, addressConfirmed } = JSON.parse(out) as { entries: string[]; waits: object[]; addressConfirmed: boolean };
    expect([code, addressConfirmed, Array.isArray(waits)]).toEqual([0, true, true]);
    expect(entries.at(-1)).toContain('"kind":"pool.stated"');
    expect((await says('--dry-run'))[1]).toMatch(/^On \d{4}-\d\d-\d\d, for months up to \d{4}-\d\d, were nothing to happen until then:\n/);
    expect(await checkpoint()).toBe(404);
  });

  it('makes what is due and no more, however often it is asked', async () => {
    const [code, out, err] = await says();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^(?:Published for \d{4}-\d\d-\d\d, up to \d{4}-\d\d: \d+ entries\.\n)+$/);
    expect(await says()).toEqual([0, 'Nothing is due. See with --dry-run what comes next, and when.\n', '']);
    expect(await checkpoint()).toBe(200);
  });
});
