import { LogCall } from '../../src/domain/call.js';
import { AdvanceFund } from '../../src/domain/fund.js';
import { SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { cash } from '../support/given.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const page = '/console/river/payouts/share';
let program: TestProgram;
let ava: Browser;
let ledger: string;
let calls: string[];

const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
async function noted(rail: 'interac' | 'paypal', address: string): Promise<string> {
  const { events } = await program.send(new LogCall({ ...asked(), rail, address, fitsThePromise: true }));
  return events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
}
const rows = async () => (await program.app.get(Payouts).notFinal(ledger)).map(({ amountMinor }) => amountMinor);
const boxes = (text: string) =>
  [...text.matchAll(/name="amount-([0-9a-f-]{36})"[^>]*value="([^"]*)"/g)].map(([, call, amount]) => [call!, amount!] as const);
const heard = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

beforeEach(async () => {
  program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
  ava = await firstSteward(program);
  ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
  await program.send(new AdvanceFund({ ...asked(), amount: cash('180.00 CAD') }));
  calls = [];
  for (let person = 1; person <= 5; person += 1) calls.push(await noted('interac', `person${person}@example.org`));
});
afterEach(() => program.stop());

const split = (over: object = {}) =>
  ava.post(page, { step: 'split', total: '180.00', currency: 'CAD', call: calls, ...over }, newRequest());

describe('Five calls, and 180.00 ready, in units of 5.00', () => {
  it('all are chosen until somebody leaves one out, and nobody is put before another', async () => {
    const { text } = await ava.get(page);
    expect(text).toContain('value="180.00"');
    expect([...text.matchAll(/type="checkbox"[^>]*checked/g)]).toHaveLength(5);
  });

  it('come to 35.00 each, and what is left is hers to give', async () => {
    const { status, text } = await split();
    expect(status).toBe(200);
    expect(boxes(text).map(([, amount]) => amount)).toEqual(Array(5).fill('35.00'));
    expect(heard(text)).toContain('Together $175.00');
    expect(heard(text)).toContain('Left over $5.00');
    expect(await rows()).toEqual([]);
  });

  it('proposed in one step, pressed twice, they are proposed once', async () => {
    const { text } = await split();
    const shares = Object.fromEntries(boxes(text).map(([call, amount], index) => [`amount-${call}`, index === 0 ? '40' : amount]));
    const press = () => ava.post(page, { step: 'propose', currency: 'CAD', ...shares }, 'all-of-them');
    const ends = await Promise.all([press(), press()]);
    expect(ends.map(({ status, location }) => [status, location])).toEqual(
      Array(2).fill([303, '/console/river/payouts?done=proposed-all']),
    );
    expect((await rows()).toSorted()).toEqual([3500n, 3500n, 3500n, 3500n, 4000n]);
  });

  it('one that is refused is named, and none is proposed', async () => {
    const [first, second] = calls as [string, string];
    const { status, text } = await ava.post(
      page,
      { step: 'propose', currency: 'CAD', [`amount-${first}`]: '35', [`amount-${second}`]: '36' },
      newRequest(),
    );
    expect([status, await rows()]).toEqual([409, []]);
    expect(heard(text)).toMatch(/For [a-z]+-[a-z]+: Money goes out in whole units of 5\.00 CAD/);
    expect(
      boxes(text)
        .map(([, amount]) => amount)
        .toSorted(),
    ).toEqual(['35', '36']);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['no call', { call: '' }, 400, 'Choose the calls'],
    ['more than is ready', { total: '185.00' }, 400, '180.00 is ready to send'],
    ['no amount', { total: '' }, 400, 'Enter the amount'],
    ['another currency than the fund holds', { currency: 'USD' }, 400, 'Choose one of the currencies offered'],
  ])('%s is not split', async (_, over, status, says) => {
    const fields: Record<string, string | readonly string[]> = { step: 'split', total: '180.00', currency: 'CAD', call: calls, ...over };
    if (fields.call === '') delete fields.call;
    const end = await ava.post(page, fields, newRequest());
    expect(end.status).toBe(status);
    expect(heard(end.text)).toContain(says);
  });

  it('empty boxes are left out; all empty is nothing to propose', async () => {
    const none = await ava.post(
      page,
      { step: 'propose', currency: 'CAD', [`amount-${calls[0]}`]: '', [`amount-${calls[1]}`]: '0' },
      newRequest(),
    );
    expect([none.status, heard(none.text)]).toEqual([400, expect.stringContaining('Enter an amount for at least one call')]);
    const one = await ava.post(
      page,
      { step: 'propose', currency: 'CAD', [`amount-${calls[0]}`]: '', [`amount-${calls[1]}`]: '20' },
      newRequest(),
    );
    expect([one.status, await rows()]).toEqual([303, [2000n]]);
  });

  it('a ceiling for each call leaves room only up to it', async () => {
    const ceiling = { perPayout: cash('60.00 CAD'), perDay: cash('500.00 CAD'), perCall: cash('60.00 CAD') };
    await program.send(new SetPayoutLimit({ ...asked(), ...ceiling }));
    const [first] = calls as [string];
    await ava.post(page, { step: 'propose', currency: 'CAD', [`amount-${first}`]: '55' }, newRequest());
    const shares = new Map(boxes((await split({ total: '125.00' })).text));
    expect(shares.get(first)).toBe('5.00');
    expect(calls.slice(1).map((call) => shares.get(call))).toEqual(Array(4).fill('30.00'));
    const above = await ava.post(page, { step: 'propose', currency: 'CAD', [`amount-${first}`]: '10' }, newRequest());
    expect(heard(above.text)).toContain('One call may receive 60.00 CAD in all');
  });
});
