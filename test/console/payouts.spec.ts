import { DataSource } from 'typeorm';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward } from './wizard.js';

const address = 'someone@mail.example';
const link = 'https://bsky.app/profile/someone.example/post/3k';
const call = { link, asked: '60', currency: 'CAD', rail: 'interac', address, payee: 'Sam Someone', fitsThePromise: 'yes' };
const refusal = (text: string): string =>
  /role="alert">(.*?)<\/div>/s
    .exec(text)?.[1]
    ?.replace(/<[^>]+>/g, ' ')
    .trim() ?? '';

describe('money out, from a call to its arrival', () => {
  let program: TestProgram;
  let ava: Browser;
  let ben: Browser;
  let ledger: string;

  beforeAll(async () => {
    program = await startProgram(undefined, { queueConcurrency: 0 }); // what the jobs would do stands in `carried`, at its moment
    ava = await firstSteward(program);
    ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    ben = await memberOf(program, ledger, 'ben', 'steward');
    await program.send(
      new RecordPayment({
        ledger,
        by: 'account:test',
        request: newRequest(),
        amount: money(100_000n, 'CAD'),
        method: 'interac',
        offering: 'ces-50',
        receivedAt: '2026-10-30T16:00:00.000Z',
      }),
    );
  });
  afterAll(() => program.stop());

  const eventsOf = async (type: string): Promise<number> => {
    const [row] = await program.app
      .get(DataSource)
      .query<{ count: number }[]>('select count(*)::int as count from event where type = $1', [type]);
    return row!.count;
  };
  const callIds = async (): Promise<string[]> =>
    [...(await ava.get('/console/river/payouts/new')).text.matchAll(/name="call" value="([0-9a-f-]{36})"/g)].map(([, id]) => id!);
  async function proposed(amount = '60.00', id?: string): Promise<string> {
    const [first] = await callIds();
    const { location = '' } = await ava.post(
      '/console/river/payouts',
      { call: id ?? first!, amount, currency: 'CAD', step: 'propose' },
      newRequest(),
    );
    return location.split('?')[0]!;
  }
  const carried = (payout: string) => program.app.get(PayoutCarrier).carry(ledger, payout.split('/').at(-1)!);

  it('a call is noted under two words, once for two presses, and nothing of the person stands on the board', async () => {
    const form = await ava.get('/console/river/calls/new');
    const [, name = ''] = /name="name" value="([a-z]+-[a-z]+)"/.exec(form.text) ?? [];
    const presses = await Promise.all([1, 2].map(() => ava.post('/console/river/calls', { ...call, name }, 'note-it')));
    expect(presses.map(({ status, location }) => [status, location])).toEqual(Array(2).fill([303, '/console/river/calls?done=noted']));
    expect(await eventsOf('CallLogged')).toBe(1);
    const board = await ava.get('/console/river/calls');
    expect(board.text).toContain(name);
    expect(board.text).toContain(`href="${link}"`);
    for (const personal of [address, 'Sam']) expect(board.text).not.toContain(personal);
  });

  it('a call with faults comes back with all of them and all that was typed', async () => {
    const { status, text } = await ava.post('/console/river/calls', {
      link: 'javascript:alert(1)',
      asked: '1.234',
      currency: 'CAD',
      rail: 'venmo',
      payee: '<b>Sam</b>',
    });
    expect(status).toBe(400);
    for (const field of ['link', 'asked', 'address', 'fitsThePromise']) expect(text).toContain(`href="#field-${field}"`);
    expect(text).toContain('value="&lt;b>Sam');
    expect(await eventsOf('CallLogged')).toBe(1);
  });

  it('a sum off the unit is refused before it is proposed, with the nearest two', async () => {
    const [id] = await callIds();
    const { status, text } = await ava.post('/console/river/payouts', { call: id!, amount: '62', currency: 'CAD' });
    expect(status).toBe(409);
    expect(refusal(text)).toContain('Send 60.00 or 65.00.');
    expect(text).toContain('value="62"');
  });

  it('it is checked, proposed, approved from two windows at once, and held once', async () => {
    const [id] = await callIds();
    const check = await ava.post('/console/river/payouts', { call: id!, amount: '60', currency: 'CAD' });
    expect(check.status).toBe(200);
    expect(check.text).toContain('Check before you propose it');
    const press = () => ava.post('/console/river/payouts', { call: id!, amount: '60', currency: 'CAD', step: 'propose' }, 'propose-it');
    const [first, second] = await Promise.all([press(), press()]);
    expect(first!.location).toMatch(/^\/console\/river\/payouts\/[0-9a-f-]{36}\?done=proposed$/);
    expect(second!.location).toBe(first!.location);
    expect(await eventsOf('PayoutProposed')).toBe(1);
    const payout = first!.location!.split('?')[0]!;
    const approvals = await Promise.all([ava, ben].map((browser) => browser.post(`${payout}/approve`, {}, newRequest())));
    expect(approvals.map(({ status }) => status)).toEqual([303, 303]);
    expect(await eventsOf('PayoutApproved')).toBe(1);
  });

  it('the address is shown in the answer to a press, to its holder alone, and stands in no address', async () => {
    const payout = await proposed('55');
    await ava.post(`${payout}/approve`, {}, newRequest());
    const early = await ava.post(`${payout}/show-address`, {}, newRequest());
    expect([early.status, refusal(early.text)]).toEqual([409, expect.stringContaining('The card is being prepared')]);
    await carried(payout);
    const shown = await ava.post(`${payout}/show-address`, {}, 'show-it');
    expect(shown.status).toBe(200);
    for (const needed of [address, 'Sam Someone', 'Thank you']) expect(shown.text).toContain(needed);
    expect((await ava.post(`${payout}/show-address`, {}, 'show-it')).text).toContain(address);
    expect(await eventsOf('PayoutAttemptStarted')).toBe(1);
    expect((await ava.get(payout)).text).not.toContain(address);
    expect((await ava.get(`${payout}/show-address`)).location).toBe(payout);

    const other = await ben.get(payout);
    expect(other.text).toContain('ava has its card open');
    expect(other.text).not.toContain('Show the address');
    const taken = await ben.post(`${payout}/show-address`, {}, newRequest());
    expect([taken.status, refusal(taken.text)]).toEqual([409, expect.stringContaining('Somebody else has this card open')]);
    expect(taken.text).not.toContain(address);
    expect((await ben.post(`${payout}/not-sent`, {}, newRequest())).status).toBe(409);

    expect((await ava.post(`${payout}/not-sent`, {}, newRequest())).status).toBe(303);
    expect((await ava.post(`${payout}/show-address`, {}, 'show-it')).text).not.toContain(address);
    expect((await ben.post(`${payout}/cancel`, {}, newRequest())).location).toBe(`${payout}?done=cancelled`);
  });

  it('sent, undone, sent again, arrived; each once however often it is pressed', async () => {
    const payout = await proposed();
    await ava.post(`${payout}/approve`, {}, newRequest());
    await carried(payout);
    await ava.post(`${payout}/show-address`, {}, newRequest());
    const missing = await ava.post(`${payout}/sent`, { reference: 'CA123' }, newRequest());
    expect(missing.status).toBe(400);
    expect(missing.text).toContain('value="CA123"');
    const sent = { sentOn: '2026-11-02', reference: 'CA123' };
    const presses = await Promise.all([1, 2].map(() => ava.post(`${payout}/sent`, sent, 'sent-it')));
    expect(presses.map(({ location }) => location)).toEqual([`${payout}?done=sent`, `${payout}?done=sent`]);
    expect(await eventsOf('PayoutSentByHand')).toBe(1);
    expect((await ava.get(payout)).text).toContain('Undo, 10 min left');
    expect((await ben.get(payout)).text).not.toContain('Undo, ');
    await ava.post(`${payout}/undo`, {}, newRequest());
    expect((await ava.get(payout)).text).toContain('I did not send it');
    await ava.post(`${payout}/sent`, sent, newRequest());
    program.setTime('2026-11-02T15:11:00Z');
    expect((await ava.get(payout)).text).not.toContain('Undo, ');
    const late = await ava.post(`${payout}/undo`, {}, newRequest());
    expect([late.status, refusal(late.text)]).toEqual([409, expect.stringContaining('It can be undone for 10 minutes')]);
    expect((await ava.post(`${payout}/arrived`, { because: 'no-return-in-35-days' }, newRequest())).status).toBe(400);
    expect((await ava.post(`${payout}/arrived`, { because: 'person-said-so' }, newRequest())).location).toBe(`${payout}?done=arrived`);
    const page = await ava.get(payout);
    for (const line of ['Proposed', 'Approved', 'The address was shown to ava', 'Undone: not sent yet', 'Arrived: they said so', 'CA123'])
      expect(page.text).toContain(line);
    expect((await ava.get('/console/river/calls')).text).toContain('Answered before: once, in November 2026.');
  });

  it('a year typed wrong is refused, and a day long before the approval takes a tick', async () => {
    const payout = await proposed('45');
    await ava.post(`${payout}/approve`, {}, newRequest());
    await carried(payout);
    await ava.post(`${payout}/show-address`, {}, newRequest());
    const wrong = await ava.post(`${payout}/sent`, { sentOn: '2025-11-02' }, newRequest());
    expect([wrong.status, refusal(wrong.text)]).toEqual([409, expect.stringContaining('begin in 2026-01')]);
    expect(wrong.text).not.toContain('name="dayOnPurpose"');
    const early = await ava.post(`${payout}/sent`, { sentOn: '2026-02-20' }, newRequest());
    expect([early.status, refusal(early.text)]).toEqual([409, expect.stringContaining('Is 2026-02-20 right?')]);
    expect(early.text).toContain('name="dayOnPurpose"');
    const meant = await ava.post(`${payout}/sent`, { sentOn: '2026-02-20', dayOnPurpose: 'yes' }, newRequest());
    expect(meant.location).toBe(`${payout}?done=sent`);
    await ava.post(`${payout}/came-back`, { reason: 'declined', returnedOn: '2026-11-02' }, newRequest());
  });

  it('the same person and amount within days takes a tick', async () => {
    const payout = await proposed();
    await ava.post(`${payout}/approve`, {}, newRequest());
    await carried(payout);
    await ava.post(`${payout}/show-address`, {}, newRequest());
    const alike = await ava.post(`${payout}/sent`, { sentOn: '2026-11-02' }, newRequest());
    expect(alike.status).toBe(409);
    expect(alike.text).toContain('name="againOnPurpose"');
    const ticked = await ava.post(`${payout}/sent`, { sentOn: '2026-11-02', againOnPurpose: 'yes' }, newRequest());
    expect(ticked.location).toBe(`${payout}?done=sent`);
    const back = await ava.post(`${payout}/came-back`, { reason: 'declined', returnedOn: '2026-11-02' }, newRequest());
    expect(back.location).toBe(`${payout}?done=back`);
    expect((await ava.get(payout)).text).toContain('Came back: it was turned down');
  });

  it('more than is ready is not approved; the steward may cover what is missing, and no more', async () => {
    const payout = await proposed('1000');
    const refused = await ava.post(`${payout}/approve`, {}, newRequest());
    expect([refused.status, refusal(refused.text)]).toEqual([409, expect.stringContaining('CAD ready to send')]);
    expect(refused.text).toContain('Cover it yourself');
    const presses = await Promise.all([1, 2].map(() => ava.post(`${payout}/cover`, {}, 'cover-it')));
    expect(presses.map(({ status }) => status)).toEqual([303, 303]);
    await ava.post(`${payout}/cover`, {}, newRequest());
    expect(await eventsOf('FundAdvanced')).toBe(1);
    expect((await ava.post(`${payout}/approve`, {}, newRequest())).location).toBe(`${payout}?done=approved`);
    expect((await ava.get('/console/river/payouts')).text).toContain('$0.00');
  });

  it('a call that is put away can no longer be answered', async () => {
    const [id] = await callIds();
    const away = () => ava.post(`/console/river/calls/${id}/put-away`, { reason: 'answered-elsewhere' }, 'away');
    expect((await Promise.all([away(), away()])).map(({ location }) => location)).toEqual(Array(2).fill('/console/river/calls?done=away'));
    expect(await eventsOf('CallClosed')).toBe(1);
    const late = await ava.post('/console/river/payouts', { call: id!, amount: '60', currency: 'CAD', step: 'propose' }, newRequest());
    expect([late.status, refusal(late.text)]).toEqual([409, expect.stringContaining('This call is put away')]);
  });

  it('an id that is none, and fields that nobody asked for, are refused at the form', async () => {
    expect((await ava.post('/console/river/payouts', { call: "' or 1=1", amount: '60', currency: 'CAD' })).status).toBe(400);
    expect((await ava.get('/console/river/payouts/00000000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await ava.post('/console/river/calls', { ...call, diagnosis: 'none of our business' })).text).toContain('There is no field');
  });

  it('nothing personal stands in any address that a browser met', () => {
    const met = [...ava.addresses, ...ben.addresses].map((each) => decodeURIComponent(each).toLowerCase());
    expect(met.length).toBeGreaterThan(50);
    for (const personal of ['someone', 'sam', 'mail.example', 'ca123', 'bsky'])
      expect(met.filter((each) => each.includes(personal))).toEqual([]);
  });
});
