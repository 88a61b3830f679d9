import { ApiTokens } from '../../src/access/api-tokens.js';
import { ChangeSteward } from '../../src/domain/ledger.js';
import { SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { ApprovePayout } from '../../src/domain/payout-decisions.js';
import { SendingRules } from '../../src/payouts/sending-rules.queries.js';
import type { Browser } from '../console/browser.js';
import { memberOf } from '../console/people.js';
import { cash } from '../support/given.js';
import { newRequest } from '../support/ledger.js';
import { type House, openHouse } from './house.js';

let house: House;
let ava: Browser;
let ben: Browser;
beforeAll(async () => {
  house = await openHouse();
  ava = await memberOf(house.program, house.ledger, 'ava', 'steward');
  ben = await memberOf(house.program, house.ledger, 'ben', 'approver');
});
afterAll(() => house.stop());

const heard = ({ text }: { text: string }): string =>
  text
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const press = (who: Browser, path: string, fields: Record<string, string> = {}) => who.post(`/console/river/${path}`, fields, newRequest());

/** What a form of the page sends when its button is pressed. */
function fieldsOf({ text }: { text: string }, act: string): Record<string, string> {
  const form = text.split('<form').find((each) => each.includes(`/${act}"`)) ?? '';
  const named = [...form.split('</form>')[0]!.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return Object.fromEntries(named.filter(([name]) => name !== 'requestId'));
}

/** A program agrees to what it saw; it stands for nobody, so that it is refused at the best. */
async function byToken() {
  const wish = { role: 'approver', label: 'a program', expiresAt: '2027-01-01T00:00:00.000Z', by: 'account:test' } as const;
  const token = await house.program.app.get(ApiTokens).issue(house.ledger, wish);
  const of = (amount: string) => ({ amount, currency: 'CAD' });
  return async (perPayout?: string) => {
    const answer = await house.program.app.inject({
      method: 'POST',
      url: '/api/v1/ledgers/river/payouts/limits/confirm',
      headers: { authorization: `Bearer ${token}` },
      payload: perPayout ? { perPayout: of(perPayout), perDay: of('90000.00'), secondPersonAbove: of('50.00') } : { currency: 'CAD' },
    });
    return [answer.statusCode, answer.json<{ code?: string }>().code];
  };
}

describe('What is not certain has a page of its own', () => {
  it('that says what is unknown, what happens by itself, and what a person may say', async () => {
    expect(heard(await ava.get('/console/river/payouts/in-doubt'))).toContain('Everything is certain.');
    house.stub.misbehaves('fails with a page of HTML', 'create');
    const payout = await house.approved();
    await house.step(payout);
    const says = heard(await ava.get('/console/river/payouts/in-doubt'));
    expect(says).toContain('PayPal had a fault of its own');
    expect(says).toContain('at the latest until');
    expect(says).toContain('that it was never created');
    expect(heard(await ava.get('/console/river'))).toContain('Nobody knows yet whether a payout was sent');
    expect(heard(await ava.get('/console/river/payouts'))).toContain('In doubt: nobody knows yet whether it was sent');
  });

  it('never created takes its evidence; said without, it is refused on the page', async () => {
    const [payout = ''] = (await house.sql<{ id: string }>(`select payout_id as id from payout where status = 'in-doubt'`)).map(
      ({ id }) => id,
    );
    const act = (name: string, fields = {}) => press(ava, `payouts/${payout}/${name}`, fields);
    expect((await act('say-paid', { transfer: 'NOBODYSNUMBER' })).text).toContain('PayPal knows no payout under that number');
    expect((await act('stop-resending')).status).toBe(303);
    const tooEarly = await act('say-never-created', { noDebitOnStatement: 'yes' });
    expect(heard(tooEarly)).toContain('PayPal lists what moved hours late');
    expect(heard(await ava.get('/console/river/payouts/in-doubt'))).toContain('somebody stopped that');
    await house.pass(2 * 24 * 60);
    expect(heard(await act('say-never-created', { noDebitOnStatement: 'yes' }))).toContain('The books hold no statement of the account');
    await house.states('2026-11-02', '2026-11-04', '500.00', '500.00');
    expect((await act('say-never-created', { noDebitOnStatement: 'yes' })).status).toBe(303);
    expect([await house.status(payout), await house.faults(payout)]).toEqual(['failed', []]);
    expect(heard(await ava.get(`/console/river/payouts/${payout}`))).toContain('it was never created');
  });
});

describe('Ceilings, two people and the stop switch', () => {
  it('are set on a page, and what is raised waits for another', async () => {
    const set = (fields: object) =>
      press(ava, 'settings/sending/limits', {
        perPayout: '100',
        currency: 'CAD',
        perDay: '90000',
        perDayCurrency: 'CAD',
        secondPersonAbove: '50',
        secondPersonCurrency: 'CAD',
        ...fields,
      });
    expect((await set({})).status).toBe(303);
    expect((await set({ perPayout: '5000' })).status).toBe(303);
    expect(heard(await ava.get('/console/river/settings/sending'))).toContain('ava wishes to raise this');
    const seen = fieldsOf(await ben.get('/console/river/settings/sending'), 'confirm');
    expect(seen).toMatchObject({ currency: 'CAD', perPayout: '5000.00', perDay: '90000.00', secondPersonAbove: '50.00' });
    expect((await press(ava, 'settings/sending/confirm', seen)).text).toContain('Somebody else has to agree');
    expect((await press(ben, 'settings/sending/confirm', seen)).status).toBe(303);
    expect(heard(await ben.get('/console/river/settings/sending'))).toContain('at most $5,000.00');
  });

  it('a wish that took the place of the one a second person saw is not adopted, on the page or by the API', async () => {
    const wishes = house.asked(`account:${newRequest()}`);
    const wish = (perPayout: string) =>
      house.program.send(
        new SetPayoutLimit({
          ...wishes,
          request: newRequest(),
          perPayout: cash(perPayout),
          perDay: cash('90000.00 CAD'),
          secondPersonAbove: cash('50.00 CAD'),
        }),
      );
    await wish('6000.00 CAD');
    const seen = fieldsOf(await ben.get('/console/river/settings/sending'), 'confirm');
    await wish('80000.00 CAD');
    const refused = await press(ben, 'settings/sending/confirm', seen);
    expect([refused.status, heard(refused)]).toEqual([409, expect.stringContaining('is not what you agreed to')]);
    expect(heard(refused)).toContain('at most $80,000.00');
    const rules = await house.program.app.get(SendingRules).rules(house.ledger);
    expect([rules.limits.CAD!.perPayout, rules.proposed.CAD!.limit.perPayout]).toEqual([cash('5000.00 CAD'), cash('80000.00 CAD')]);
    const agree = await byToken();
    expect([await agree('6000.00'), await agree('80000.00'), await agree()]).toEqual([
      [409, 'payout-limits/changed-since'],
      [409, 'payout-limits/second-person'],
      [400, 'invalid-input'],
    ]);
    await wish('5000.00 CAD');
  });

  it('a payout above the limit is approved by another person than the one who proposed it', async () => {
    const payout = await house.proposed('60.00 CAD');
    const approve = (by: string) => house.program.send(new ApprovePayout({ ...house.asked(by), payout }));
    await expect(approve('account:test')).rejects.toMatchObject({ code: 'payout/second-person' });
    await expect(approve('token:other')).rejects.toMatchObject({ code: 'payout/second-person' });
    await approve('account:other');
    expect(await house.status(payout)).toBe('approved');
  });

  it('who may approve is added by one and agreed to by another', async () => {
    const add = () => house.program.send(new ChangeSteward({ ...house.asked(), steward: newRequest(), role: 'approver' }));
    await expect(add()).rejects.toMatchObject({ code: 'ledger/second-person' });
    expect((await press(ben, 'settings/sending/agree')).status).toBe(303);
    await add();
    await expect(add()).rejects.toMatchObject({ code: 'ledger/second-person' });
  });

  it('one above the ceiling is not even proposed', async () => {
    await house.program.send(
      new SetPayoutLimit({
        ...house.asked(),
        perPayout: cash('80.00 CAD'),
        perDay: cash('100.00 CAD'),
        secondPersonAbove: cash('50.00 CAD'),
      }),
    );
    await expect(house.proposed('85.00 CAD')).rejects.toMatchObject({ code: 'payout/above-ceiling' });
  });

  it('the switch is pressed by one who may approve, and released by a steward', async () => {
    expect((await press(ben, 'settings/sending/stop')).status).toBe(303);
    expect(heard(await ben.get('/console/river/settings/sending'))).toContain('All sending is stopped');
    expect((await press(ben, 'settings/sending/resume')).status).toBe(403);
    expect((await press(ava, 'settings/sending/resume')).status).toBe(303);
  });
});
