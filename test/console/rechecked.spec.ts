import { AdvanceFund } from '../../src/domain/fund.js';
import { LogCall } from '../../src/domain/call.js';
import { Calls } from '../../src/calls/calls.queries.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { cash } from '../support/given.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { firstSteward } from './wizard.js';

const payouts = '/console/river/payouts';
const share = `${payouts}/share`;
let program: TestProgram;
let ava: Browser;
let ledger: string;
let first: string;
let second: string;

const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
async function noted(address: string): Promise<string> {
  const { events } = await program.send(new LogCall({ ...asked(), rail: 'interac', address, fitsThePromise: true }));
  return events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
}
const heard = ({ text }: { text: string }) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const proposed = async () => (await program.app.get(Payouts).notFinal(ledger)).length;
const call = async (id: string) => (await program.app.get(Calls).one(ledger, id))!;
const send = (step: string) => ava.post(payouts, { call: first, amount: '20', currency: 'CAD', step }, newRequest());

beforeEach(async () => {
  program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
  ava = await firstSteward(program);
  ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
  await program.send(new AdvanceFund({ ...asked(), amount: cash('180.00 CAD') }));
  first = await noted('person1@example.org');
  second = await noted('person2@example.org');
  program.setTime('2026-11-05T15:00:00Z');
});
afterEach(() => program.stop());

describe('Before money is proposed, one looks whether the call is still open', () => {
  it('the check says when it was last seen open, and asks', async () => {
    const check = heard(await send('check'));
    expect(check).toContain('Last seen open 2 November 2026');
    expect(check).toContain('Is it still open?');
    expect(await proposed()).toBe(0);
  });

  it('said to be open, it is proposed, and counts as seen today', async () => {
    expect((await send('propose')).status).toBe(303);
    expect([await proposed(), (await call(first)).seenAt, (await call(first)).status]).toEqual([1, '2026-11-05T15:00:00.000Z', 'open']);
  });

  it('said not to be, it is put away, and nothing is proposed, also pressed twice', async () => {
    const { status, location } = await send('not-open');
    expect([status, location]).toEqual([303, `/console/river/calls/${first}?done=away`]);
    expect((await send('not-open')).location).toBe(location);
    expect([await proposed(), (await call(first)).status, (await call(second)).status]).toEqual([0, 'closed', 'open']);
  });

  it('where money is shared out, each is asked about; those put away get nothing, and the rest is looked at again', async () => {
    const split = await ava.post(share, { step: 'split', total: '40', currency: 'CAD', call: [first, second] }, newRequest());
    expect(heard(split)).toContain('Are they still open?');
    expect(heard(split).match(/last seen open on 2 November 2026/g)).toHaveLength(2);
    const shares = { [`amount-${first}`]: '20', [`amount-${second}`]: '20' };
    const press = (more: object) => ava.post(share, { step: 'propose', currency: 'CAD', ...shares, ...more }, newRequest());
    const rest = await press({ closed: first });
    expect([rest.status, rest.text.includes(`amount-${first}`), rest.text.includes(`amount-${second}`)]).toEqual([200, false, true]);
    expect([await proposed(), (await call(first)).status, (await call(second)).status]).toEqual([0, 'closed', 'open']);
    expect((await ava.post(share, { step: 'propose', currency: 'CAD', [`amount-${second}`]: '20' }, newRequest())).status).toBe(303);
    expect([await proposed(), (await call(second)).seenAt]).toEqual([1, '2026-11-05T15:00:00.000Z']);
  });
});
