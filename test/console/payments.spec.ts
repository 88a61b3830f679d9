import { DataSource } from 'typeorm';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { type Browser, faultAt } from './browser.js';
import { firstSteward } from './wizard.js';

const at = '/console/river/payments';
const typed = { amount: '200.00', currency: 'CAD', receivedAt: '2026-10-04', method: 'interac', offering: 'ces-50' };
/** What stands at a field, in the words that were told there. */
describe('a payment is checked before it is recorded', () => {
  let program: TestProgram;
  let ava: Browser;
  beforeAll(async () => {
    program = await startProgram();
    ava = await firstSteward(program);
  });
  afterAll(() => program.stop());

  const received = async (): Promise<number> => {
    const [row] = await program.app
      .get(DataSource)
      .query<{ count: number }[]>("select count(*)::int as count from event where type = 'PaymentReceived'");
    return row!.count;
  };

  it('with what the books would decide', async () => {
    const check = await ava.post(at, typed);
    expect(check.status).toBe(200);
    expect(check.text).toContain('20\u00a0% of everything people pay');
  });

  it.each<[string, string]>([
    ['an offering that is gone', 'ces-40'],
    ['the name of something that every object has', 'constructor'],
  ])('%s is told at its field, and nothing is said to be outside the promise', async (_, offering) => {
    const check = await ava.post(at, { ...typed, offering });
    expect([check.status, faultAt(check.text, 'offering')]).toEqual([400, expect.stringContaining(`There is no offering "${offering}".`)]);
    expect(check.text).not.toContain('outside the promise</dd>');
    expect(check.text).toContain('value="200.00"');
  });

  it('its tax follows the place that was chosen, and how it was paid stands beside it', async () => {
    const check = await ava.post(at, { ...typed, taxed: 'NS', receivedAt: '2025-03-31' });
    expect(check.text).toContain('for whoever pays from Nova Scotia');
    expect(check.text).toMatch(/\$26\.09.*15\u00a0%/s);
    const later = await ava.post(at, { ...typed, taxed: 'NS', receivedAt: '2025-04-01' });
    expect(later.text).toMatch(/\$24\.56.*14\u00a0%/s);
    const wrong = await ava.post(at, { ...typed, taxed: 'nowhere' });
    expect([wrong.status, faultAt(wrong.text, 'taxed')]).toEqual([400, 'Choose how this payment is taxed.']);
  });

  it('an amount that is not usual is asked about, unless it pays for several', async () => {
    expect((await ava.post(at, { ...typed, amount: '1000.00' })).text).toContain('is not a usual amount');
    expect((await ava.post(at, { ...typed, amount: '1000.00', times: '5' })).text).not.toContain('is not a usual amount');
    const none = await ava.post(at, { ...typed, times: 'two' });
    expect([none.status, faultAt(none.text, 'times')]).toEqual([400, 'Enter a whole number from 1 to 100.']);
  });

  it('a fee above the payment is told before the last step', async () => {
    const check = await ava.post(at, { ...typed, fee: '200.01' });
    expect([check.status, faultAt(check.text, 'fee')]).toEqual([400, 'The fee is larger than the payment. Check both.']);
  });

  it.each(['check', 'record'])('two amounts at once are told at the field, at the step "%s" too', async (step) => {
    const answer = await ava.post(at, { ...typed, amount: ['200.00', '150.00'], step }, newRequest());
    expect([answer.status, faultAt(answer.text, 'amount')]).toEqual([400, 'More than one amount was sent here. Send one, like "200.00".']);
    const fee = await ava.post(at, { ...typed, fee: ['', '1.00'], step }, newRequest());
    expect([fee.status, faultAt(fee.text, 'fee')]).toEqual([400, expect.stringContaining('More than one amount')]);
    expect(await received()).toBe(0);
  });
});
