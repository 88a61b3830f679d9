import { type House, forgetWatches, openHouse } from './house.js';

describe('A held ledger pays nobody over PayPal', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house.stop());

  const hold = () =>
    house.sql(`insert into ledger_hold (ledger_id, what, held_since, books_until)
      select ledger_id, 'payouts', now(), now() - interval '1 day' from ledger_head`);
  const release = () => house.sql(`update ledger_hold set released_at = now(), released_by = 'account:test'`);
  const calls = () => house.stub.seen.filter(({ method, url }) => method === 'POST' && url.includes('/payments/payouts')).length;

  it('what is approved stays so, without an intent in the books and without a call, until it is released', async () => {
    const payout = await house.approved();
    await hold();
    for (const minutes of [0, 5, 30]) {
      await house.pass(minutes);
      await forgetWatches(house);
      await house.step(payout);
    }
    expect([await house.status(payout), calls()]).toEqual(['approved', 0]);
    expect(await house.types(payout)).toEqual(['PayoutProposed', 'PayoutAgreed']);
    await release();
    await forgetWatches(house);
    await house.step(payout);
    expect([await house.status(payout), calls(), await house.faults(payout)]).toEqual(['accepted', 1, []]);
  });

  it('what is in doubt is not sent again, and what is on its way is still looked at', async () => {
    const sent = await house.approved();
    await house.step(sent);
    house.stub.misbehaves('fails with a page of HTML', 'create');
    const doubted = await house.approved();
    await house.step(doubted);
    expect([await house.status(sent), await house.status(doubted)]).toEqual(['accepted', 'in-doubt']);
    await hold();
    const before = calls();
    await house.pass(60, doubted, sent);
    await house.pass(60, doubted, sent);
    expect([await house.status(sent), await house.status(doubted), calls()]).toEqual(['unclaimed', 'in-doubt', before]);
    expect(await house.faults(sent, doubted)).toEqual([]);
  });
});
