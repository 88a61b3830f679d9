import { cash } from '../../test/support/given.js';
import type { LedgerEvent } from '../domain/events.js';
import { formatAmount } from '../domain/money.js';
import { csvLines } from './csv.js';
import { DoubleEntry } from './double-entry.js';
import { pricesOf } from './price.js';

const fact = (type: string, data: object, happenedAt = '2026-10-04T16:00:00.000Z'): LedgerEvent =>
  ({ type, data, happenedAt }) as LedgerEvent;
const october = { month: '2026-10' };
const of200 = { amount: cash('200.00 CAD'), fee: cash('0.00 CAD'), taxIncluded: cash('9.52 CAD') };
const received = fact('PaymentReceived', { payment: 'pa', method: 'interac', ...of200, ...october });
const closed = (month: string) => fact('MonthClosed', { month }, '2026-11-03T16:00:00.000Z');

/** Each entry as a bookkeeper writes it: the day, then accounts and amounts. */
function written(events: readonly LedgerEvent[]): string[] {
  const doubleEntry = new DoubleEntry('America/Toronto', new Set(['pa']));
  return events
    .flatMap((event, at) => doubleEntry.take({ ...event, position: BigInt(at + 1) }))
    .map((line) => {
      if (line.is === 'price') return `${line.day} 1 ${line.price.of} = ${line.price.rate} ${line.price.in}`;
      const sums = line.sums.map(({ account, amount }) => `${account} ${formatAmount(amount)}`);
      return [`${line.day}${line.is === 'closing' ? ' closed' : ''}`, ...sums].join(' | ');
    });
}

describe('The books in double entry, to take away', () => {
  it.each([
    [
      'money comes in by its method',
      [received],
      ['2026-10-04 | assets:clearing:interac 200.00 | income:sessions -190.48 | liabilities:tax -9.52'],
    ],
    [
      'what goes back goes back by the method by which it came',
      [received, fact('PaymentRefunded', { payment: 'pa', amount: cash('50.00 CAD'), ...october })],
      ['2026-10-04 | income:refunded 50.00 | assets:clearing:interac -50.00'],
    ],
    [
      'a method set right moves all that is left over to the right one, what went back included',
      [
        received,
        fact('PaymentRefunded', { payment: 'pa', amount: cash('50.00 CAD'), ...october }),
        fact('PaymentCorrected', { payment: 'pa', method: 'cash', ...of200, ...october, before: { ...of200, ...october } }),
      ],
      ['2026-10-04 | assets:clearing:interac -150.00 | assets:clearing:cash 150.00'],
    ],
    [
      'a payment set right out of a closed month is taken out and comes in in the open one',
      [
        received,
        closed('2026-10'),
        fact('PaymentCorrected', {
          ...{ payment: 'pa', method: 'interac', ...of200, amount: cash('210.00 CAD'), month: '2026-11', belongsTo: '2026-10' },
          before: { ...of200, month: '2026-11', belongsTo: '2026-10' },
        }),
      ],
      ['2026-11-01 | assets:clearing:interac 10.00 | income:sessions -10.00'],
    ],
    [
      'what is late by the zone stands within the month into which it was booked',
      [
        fact(
          'PayoutFeeCharged',
          { payout: 'po', fee: cash('0.50 CAD'), month: '2026-11', belongsTo: '2026-10' },
          '2026-11-01T03:30:00.000Z',
        ),
      ],
      ['2026-11-01 | expenses:fees 0.50 | assets:clearing:other -0.50'],
    ],
    [
      'a payout leaves by its rail',
      [
        fact('PayoutProposed', { payout: 'po', rail: 'venmo', amount: cash('10.00 USD'), given: cash('13.70 CAD') }),
        fact('PayoutSettled', { payout: 'po', amount: cash('13.70 CAD') }),
      ],
      [
        '2026-10-04 1 USD = 1.3700000000 CAD',
        '2026-10-04 | liabilities:commons:in-flight 13.70 | liabilities:commons:net-paid -13.70 | liabilities:commons:passed-on 13.70 | assets:clearing:venmo -13.70',
      ],
    ],
    [
      'what is said of a month that is closed already stands in the next one, so that the closing holds for good',
      [received, closed('2026-10'), fact('PayoutApproved', { payout: 'po', amount: cash('5.00 CAD') })],
      [
        '2026-10-31 closed | assets:clearing:interac 200.00 | income:sessions -190.48 | liabilities:tax -9.52',
        '2026-11-01 | liabilities:commons:available 5.00 | liabilities:commons:reserved -5.00',
      ],
    ],
    [
      'a closing says nothing of the month after it, though that had begun',
      [
        received,
        fact('PaymentReceived', { payment: 'later', method: 'cash', ...of200, month: '2026-11' }, '2026-11-02T16:00:00.000Z'),
        closed('2026-10'),
      ],
      ['2026-10-31 closed | assets:clearing:interac 200.00 | income:sessions -190.48 | liabilities:tax -9.52'],
    ],
  ])('%s', (_, events, lines) => {
    expect(written(events).slice(-lines.length)).toEqual(lines);
  });

  it('what moves no money is no entry', () => {
    expect(written([fact('CallLogged', {}), fact('PaymentEvidenceFound', { payment: 'pa', observation: 'ob' })])).toEqual([]);
  });

  it.each([
    ['135.41 CAD', '100.00 USD', '1.3541000000'],
    ['100.00 CAD', '11000 JPY', '0.0090909091'],
    ['100.00 USD', '100.00 USD', undefined],
  ])('%s for %s is a price of %s', (settled, amount, rate) => {
    expect(pricesOf(cash(amount), cash(settled))[0]?.rate).toBe(rate);
  });

  it('a row for a spreadsheet bears amounts as numbers and no formula', () => {
    const [line] = new DoubleEntry('America/Toronto', new Set()).take({ ...received, position: 12n });
    expect(csvLines(line!).split('\r\n')[1]).toBe('2026-10-04,12,,payment received,income:sessions,-190.48,CAD');
    expect(csvLines({ ...line!, what: '=1+1' } as never)).toContain("'=1+1");
  });
});
