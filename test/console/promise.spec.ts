import { DataSource } from 'typeorm';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const at = '/console/river/promise';
const wording = { sharePercent: '25', base: 'gross', currencyRule: 'home', startsOn: '2026-12-01', words: 'A quarter from December.' };

describe('a new wording of the promise, in the console', () => {
  let program: TestProgram;
  let ava: Browser;
  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
    const paid = { amount: '200.00', currency: 'CAD', receivedAt: '2026-10-04', method: 'interac', offering: 'ces-50', step: 'record' };
    await ava.post('/console/river/payments', paid, newRequest());
  });
  afterAll(() => program.stop());

  const adopted = async (): Promise<number> => {
    const [row] = await program.app
      .get(DataSource)
      .query<{ count: number }[]>("select count(*)::int as count from event where type = 'PledgePolicyAdopted'");
    return row!.count;
  };

  it('is looked at first: what twelve months set aside, beside what they would have', async () => {
    const look = await ava.post(at, { ...wording, step: 'preview' });
    expect(look.status).toBe(200);
    expect(look.text).toMatch(/The last twelve months under this wording[\s\S]*\$40\.00[\s\S]*\$50\.00[\s\S]*\$10\.00/);
    expect(look.text).toContain('A quarter from December.</textarea>');
    expect(look.text).toContain('value="25"');
    expect(await adopted()).toBe(1);
  });

  it('with what is wrong in it told as when it is adopted', async () => {
    const look = await ava.post(at, { ...wording, words: '', step: 'preview' });
    expect([look.status, look.text]).toEqual([400, expect.stringContaining('Say your promise in your own words.')]);
    const past = await ava.post(at, { ...wording, startsOn: '2026-10-01', step: 'preview' });
    expect([past.status, past.text]).toEqual([409, expect.stringContaining('starts today or later')]);
  });

  it('and adopted by its own button', async () => {
    expect((await ava.post(at, { ...wording, step: 'adopt' }, newRequest())).location).toBe(`${at}?done=adopted`);
    expect(await adopted()).toBe(2);
  });
});
