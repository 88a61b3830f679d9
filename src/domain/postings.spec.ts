import { cash } from '../../test/support/given.js';
import type { LedgerEvent } from './events.js';
import { type FundFact, evolveFund, fundImbalance, fundStream } from './fund.js';
import { formatAmount } from './money.js';
import { Balances, postingsOf } from './postings.js';

const at = '2026-10-04T16:00:00.000Z';
const payout = 'po-1';
const fact = (type: string, data: object): LedgerEvent => ({ type, data, happenedAt: at }) as LedgerEvent;
const received = fact('PaymentReceived', { amount: cash('200.00 CAD'), fee: cash('6.10 CAD'), taxIncluded: cash('9.52 CAD') });
const derived = fact('ObligationDerived', { payment: 'pa-1', month: '2026-10', owed: cash('40.00 CAD') });
const adjusted = (by: string) => fact('ObligationAdjusted', { payment: 'pa-1', month: '2026-10', by: cash(by), reason: 'refunded' });
const ofPayout = (type: string, more: object = {}) => fact(type, { payout, amount: cash('15.00 CAD'), ...more });

/** `account amount`, as a bookkeeper writes it. */
const written = (event: LedgerEvent): string[] => postingsOf(event).map(({ account, amount }) => `${account} ${formatAmount(amount)}`);

describe('in double entry', () => {
  it('a payment is what came in less the fee, held as income and tax', () => {
    expect(written(received)).toEqual([
      'assets:received 190.48',
      'income:sessions -190.48',
      'assets:received 9.52',
      'liabilities:tax -9.52',
      'expenses:fees 6.10',
      'assets:received -6.10',
    ]);
  });

  it.each([
    [derived, ['expenses:promise:derived 40.00', 'liabilities:commons:available -40.00']],
    [adjusted('-10.00 CAD'), ['expenses:promise:adjusted -10.00', 'liabilities:commons:available 10.00']],
    [
      fact('OpeningBalanceStated', { owed: cash('70.00 CAD'), paid: cash('30.00 CAD'), month: '2026-10' }),
      ['equity:opening 40.00', 'liabilities:commons:available -40.00'],
    ],
    [fact('FundAdvanced', { amount: cash('5.00 CAD') }), ['assets:advanced 5.00', 'liabilities:commons:available -5.00']],
    [
      fact('FundAdvanced', { amount: cash('5.00 CAD'), forGood: true }),
      ['expenses:promise:beyond 5.00', 'liabilities:commons:available -5.00'],
    ],
    [fact('AdvanceMet', { amount: cash('5.00 CAD') }), ['liabilities:commons:available 5.00', 'assets:advanced -5.00']],
    [fact('PaymentReversed', { payment: 'pa-1', amount: cash('50.00 CAD') }), ['income:refunded 50.00', 'assets:received -50.00']],
    [fact('PaymentReinstated', { payment: 'pa-1', amount: cash('50.00 CAD') }), ['assets:received 50.00', 'income:refunded -50.00']],
    [
      fact('PaymentCorrected', {
        amount: cash('150.00 CAD'),
        fee: cash('0.00 CAD'),
        taxIncluded: cash('0.00 CAD'),
        before: { amount: cash('200.00 CAD'), fee: cash('6.10 CAD'), taxIncluded: cash('9.52 CAD') },
      }),
      [
        'assets:received -40.48',
        'income:sessions 40.48',
        'assets:received -9.52',
        'liabilities:tax 9.52',
        'expenses:fees -6.10',
        'assets:received 6.10',
      ],
    ],
    [ofPayout('PayoutApproved'), ['liabilities:commons:available 15.00', 'liabilities:commons:reserved -15.00']],
    [ofPayout('PayoutReleased'), ['liabilities:commons:reserved 15.00', 'liabilities:commons:available -15.00']],
    [ofPayout('PayoutDispatched'), ['liabilities:commons:reserved 15.00', 'liabilities:commons:in-flight -15.00']],
    [ofPayout('PayoutRecalled'), ['liabilities:commons:in-flight 15.00', 'liabilities:commons:reserved -15.00']],
    [
      ofPayout('PayoutSettled'),
      [
        'liabilities:commons:in-flight 15.00',
        'liabilities:commons:net-paid -15.00',
        'liabilities:commons:passed-on 15.00',
        'assets:received -15.00',
      ],
    ],
    [
      ofPayout('PayoutGivenBack', { from: 'net-paid', to: 'set-apart' }),
      [
        'liabilities:commons:net-paid 15.00',
        'liabilities:commons:set-apart -15.00',
        'assets:received 15.00',
        'liabilities:commons:passed-on -15.00',
      ],
    ],
    [
      ofPayout('PayoutGivenBack', { from: 'in-flight', to: 'available' }),
      ['liabilities:commons:in-flight 15.00', 'liabilities:commons:available -15.00'],
    ],
    [fact('PaymentRefunded', { payment: 'pa-1', amount: cash('50.00 CAD') }), ['income:refunded 50.00', 'assets:received -50.00']],
    [fact('PaymentVoided', { payment: 'pa-1', amount: cash('200.00 CAD') }), ['income:voided 200.00', 'assets:received -200.00']],
    [fact('CallLogged', {}), []],
  ])('each event moves from account to account what it says: %#', (event, lines) => {
    expect(written(event)).toEqual(lines);
    expect(new Balances().add(postingsOf(event))).toEqual([]);
  });

  it('the accounts of the commons say what the fund says, event after event', () => {
    const balances = new Balances();
    let fund = fundStream('CAD').unborn;
    const months = [
      derived,
      derived,
      adjusted('-4.00 CAD'),
      fact('FundAdvanced', { amount: cash('5.00 CAD') }),
      fact('FundAdvanced', { amount: cash('3.00 CAD'), forGood: true }),
      fact('AdvanceMet', { amount: cash('2.00 CAD') }),
      ...['PayoutApproved', 'PayoutDispatched', 'PayoutRecalled', 'PayoutDispatched', 'PayoutSettled'].map((type) => ofPayout(type)),
      ofPayout('PayoutGivenBack', { from: 'net-paid', to: 'set-apart' }),
      ofPayout('PayoutGivenBack', { from: 'set-apart', to: 'available' }),
    ];
    for (const event of months) {
      balances.add(postingsOf(event));
      fund = evolveFund(fund, event as FundFact);
      expect(balances.unlike(fund)).toEqual([]);
    }
    expect(fundImbalance(fund).minor).toBe(0n);
    expect(balances.unlike({ ...fund, reserved: cash('1.00 CAD') })).toEqual([
      { account: 'liabilities:commons:reserved', balance: cash('0.00 CAD'), fund: cash('-1.00 CAD') },
    ]);
  });

  it('what does not sum to zero is said', () => {
    expect(new Balances().add([{ account: 'assets:received', amount: cash('1.00 CAD') }])).toEqual([cash('1.00 CAD')]);
  });
});
