import { readFileSync } from 'node:fs';
import { formatAmount, type Money } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { InvalidInput } from '../domain/refusal.js';
import { paypalActivity } from './paypal-activity.js';

const account = { zone: 'America/Toronto', homeCurrency: 'CAD' };
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const fixture = (name: string) => paypalActivity.read(readFileSync(`${import.meta.dirname}/../../test/fixtures/intake/${name}`), account);
const shown = (amount: Money) => `${formatAmount(amount)} ${amount.currency}`;
const income = (lines: readonly ObservedLine[]) =>
  lines
    .filter(({ reading }) => reading === 'money-in')
    .map(({ day, amount, fee, settled }) => [day, shown(amount), fee && shown(fee), settled && shown(settled.amount)]);
const others = (lines: readonly ObservedLine[]) =>
  lines.filter(({ reading }) => reading !== 'money-in').map(({ line, reading, text }) => `${line} ${reading}: ${text}`);

describe('A month of PayPal', () => {
  it('of an account in US English: month first, decimal point, Pacific time', () => {
    const lines = fixture('paypal-2026-10-us.csv');
    expect(income(lines)).toEqual([
      ['2026-10-02', '150.00 USD', '6.60 USD', '203.26 CAD'],
      ['2026-10-05', '220.00 CAD', '8.28 CAD', undefined],
      ['2026-10-07', '200.00 CAD', '7.60 CAD', undefined],
      ['2026-10-16', '1050.00 USD', '36.99 USD', undefined],
      ['2026-10-21', '250.00 CAD', '9.30 CAD', undefined],
      ['2026-11-01', '150.00 CAD', '5.70 CAD', undefined],
    ]);
    expect(others(lines)).toEqual([
      '3 not-income: General Currency Conversion',
      '4 not-income: General Currency Conversion',
      '8 not-income: Payment Hold',
      '9 not-income: Payment Release',
      '10 not-income: User Initiated Withdrawal',
      '11 pending: General Payment',
      '13 refunded: Payment Refund',
      '14 not-income: Invoice Sent',
      '16 money-out: PreApproved Payment Bill User Payment',
      '17 unknown: Generosity Payment',
    ]);
  });

  it('of an account in French: day first, decimal comma, no-break blanks, and no day above 12', () => {
    const lines = fixture('paypal-2026-10-fr.csv');
    expect(income(lines)).toEqual([
      ['2026-10-02', '150.00 EUR', '6.15 EUR', '236.21 CAD'],
      ['2026-10-04', '1400.00 CAD', '40.90 CAD', undefined],
      ['2026-10-12', '280.00 CAD', '10.37 CAD', undefined],
    ]);
    expect(others(lines)).toEqual([
      '3 not-income: Conversion de devise standard',
      '4 not-income: Conversion de devise standard',
      '6 not-income: Suspension de paiement',
      '7 not-income: Déblocage de paiement',
      "8 not-income: Retrait initié par l'utilisateur",
      '9 pending: Paiement Express Checkout',
      '10 refunded: Remboursement de paiement',
    ]);
  });

  it('of an account in German, separated by tabs: points between day, month and thousands', () => {
    const lines = fixture('paypal-2026-10-de.tsv');
    expect(income(lines)).toEqual([
      ['2026-10-05', '1250.00 EUR', '37.48 EUR', '1968.75 CAD'],
      ['2026-10-31', '200.00 CAD', '7.60 CAD', undefined],
    ]);
    expect(others(lines).map((line) => line.split(':')[0])).toEqual(['3 not-income', '4 not-income', '5 pending', '7 not-income']);
  });

  it('of the statement report, which calls the type Description and has no status', () => {
    expect(income(fixture('paypal-statement-2026-10.csv'))).toEqual([['2026-10-16', '200.00 CAD', '7.60 CAD', undefined]]);
  });

  it('keeps name, id, the payer’s words as text, the instant, and a fee given back', () => {
    const lines = fixture('paypal-2026-10-us.csv');
    expect(lines.find(({ line }) => line === 18)).toMatchObject({
      at: '2026-11-01T04:30:00.000Z', // 21:30 in California on 31 October is November in Toronto
      name: 'Sable Notreal',
      reference: '8AA10000000000010',
      text: 'General Payment · <b>Session</b>',
      method: 'paypal',
    });
    expect(lines.find(({ line }) => line === 5)!.text).toBe('Mobile Payment · Thank you for the group!\nSee you next month');
    expect(lines.find(({ line }) => line === 13)).toMatchObject({ feeGivenBack: { minor: 145n, currency: 'CAD' } });
  });

  it('gives reasons that hold no personal detail', () => {
    for (const { why, name, settled } of fixture('paypal-2026-10-us.csv')) {
      expect(why).not.toContain(name || 'nobody');
      expect(settled?.why ?? '').not.toMatch(/\d/);
    }
  });
});

const columns = [
  'Date',
  'Time',
  'TimeZone',
  'Name',
  'Type',
  'Status',
  'Currency',
  'Gross',
  'Fee',
  'Net',
  'Transaction ID',
  'Reference Txn ID',
  'Balance',
  'Balance Impact',
];
const usual: Record<string, string> = {
  Date: '10/31/2026',
  Time: '09:30:00',
  TimeZone: 'PDT',
  Name: 'Sam',
  Type: 'General Payment',
  Status: 'Completed',
  Currency: 'CAD',
  Gross: '200.00',
  Fee: '-7.60',
  Net: '192.40',
  'Transaction ID': '8AA1',
  'Reference Txn ID': '',
  Balance: '...',
  'Balance Impact': 'Credit',
};
const record = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
const fileOf = (rows: readonly Record<string, string>[], heads: readonly string[] = columns) =>
  bytes([record(heads), ...rows.map((row) => record(heads.map((head) => ({ ...usual, ...row })[head] ?? '')))].join('\r\n'));
const read = (...rows: Record<string, string>[]) => paypalActivity.read(fileOf(rows), account);
const plain = { Fee: '0.00', Net: '' };

describe('Income is a completed, positive gross of a payment type, and nothing else', () => {
  it.each([
    [{}, 'money-in'],
    [{ Type: 'Mass Pay Payment' }, 'money-in'],
    [{ Type: 'PAIEMENT  STANDARD', Status: 'Terminé' }, 'money-in'],
    [{ Type: 'Handyzahlung', Status: 'Abgeschlossen' }, 'money-in'],
    [{ Gross: '-200.00', ...plain }, 'money-out'],
    [{ Gross: '0.00', ...plain }, 'not-income'],
    [{ Status: 'Pending' }, 'pending'],
    [{ Status: 'En attente' }, 'pending'],
    [{ Status: 'Unclaimed' }, 'pending'],
    [{ Status: 'Denied' }, 'not-income'],
    [{ Status: 'Refunded' }, 'unknown'],
    [{ Status: '' }, 'unknown'],
    [{ Status: 'Somehow' }, 'unknown'],
    [{ Type: 'Somehow' }, 'unknown'],
    [{ Type: 'Somehow', Status: 'Pending' }, 'unknown'],
    [{ Type: '' }, 'unknown'],
    [{ 'Balance Impact': 'Memo' }, 'not-income'],
    [{ Type: 'General Authorization' }, 'not-income'],
    [{ Type: 'Bank Deposit to PP Account ' }, 'not-income'],
    [{ Type: 'General Withdrawal - Bank Account', Status: 'Pending', Gross: '-200.00', ...plain }, 'not-income'],
    [{ Type: 'Payment Refund', Gross: '-50.00', Fee: '1.45', Net: '-48.55' }, 'refunded'],
    [{ Type: 'Payment Refund', Gross: '50.00', ...plain }, 'not-income'],
    [{ Type: 'Chargeback Fee', Gross: '-20.00', ...plain }, 'money-out'],
    [{ Fee: '7.60', Net: '207.60' }, 'unknown'],
  ])('%j is %s', (row, reading) => {
    const [line] = read(row);
    expect(line!.reading).toBe(reading);
    expect(line!.why).toMatch(/\.$/);
  });

  it('an unknown type or status says that a person should look', () => {
    expect(read({ Type: 'Somehow' })[0]!.why).toContain('Look at it');
    expect(read({ Status: 'Somehow' })[0]!.why).toContain('Look at it');
  });

  it('a fee or a net that PayPal does not show is left open, not taken for zero', () => {
    expect(read({ Fee: '...', Net: '...' })[0]).not.toHaveProperty('fee');
    expect(read({ Fee: '0.00', Net: '200.00' })[0]!.fee).toEqual({ minor: 0n, currency: 'CAD' });
  });

  it('two truly equal payments are two lines', () => {
    expect(read({}, { 'Transaction ID': '8AA2' })).toHaveLength(2);
  });
});

describe('What a foreign payment became in the home currency', () => {
  const payment = { Currency: 'USD', Gross: '100.00', Fee: '-3.00', Net: '97.00' };
  const leg = (id: string, currency: string, gross: string, more: Record<string, string> = {}) => ({
    Type: 'General Currency Conversion',
    Currency: currency,
    Gross: gross,
    Fee: '0.00',
    Net: gross,
    'Transaction ID': id,
    'Reference Txn ID': '8AA1',
    ...more,
  });
  const settled = (...rows: Record<string, string>[]) => read(payment, ...rows)[0]!.settled;

  it('is the home leg, where PayPal converted the gross', () => {
    expect(settled(leg('2', 'USD', '-100.00'), leg('3', 'CAD', '135.55'))?.amount).toEqual({ minor: 13555n, currency: 'CAD' });
  });

  it('is the gross at the rate of the legs, rounded half up, where PayPal converted what was left after its fee', () => {
    const found = settled(leg('2', 'USD', '-97.00'), leg('3', 'CAD', '131.00'));
    expect(found?.amount).toEqual({ minor: 13505n, currency: 'CAD' }); // 100 × 131 / 97 = 135.0515…
    expect(found?.why).toContain('rounded half up');
    expect(settled(leg('3', 'CAD', '97.05'), leg('2', 'USD', '-97.00'))?.amount.minor).toBe(10005n);
  });

  it.each([
    ['no legs', []],
    ['one leg only', [leg('2', 'USD', '-97.00')]],
    [
      'legs of another payment',
      [leg('2', 'USD', '-97.00', { 'Reference Txn ID': 'X' }), leg('3', 'CAD', '131.00', { 'Reference Txn ID': 'X' })],
    ],
    ['legs for another amount', [leg('2', 'USD', '-50.00'), leg('3', 'CAD', '67.00')]],
    ['legs that run the other way', [leg('2', 'USD', '97.00'), leg('3', 'CAD', '-131.00')]],
    ['legs into a third currency', [leg('2', 'USD', '-97.00'), leg('3', 'EUR', '89.00')]],
    ['two conversions of one payment', [leg('2', 'USD', '-97.00'), leg('3', 'CAD', '131.00'), leg('4', 'CAD', '1.00')]],
    ['legs that are not finished', [leg('2', 'USD', '-97.00', { Status: 'Pending' }), leg('3', 'CAD', '131.00', { Status: 'Pending' })]],
  ])('is not guessed: %s', (_what, legs) => {
    const [line] = read(payment, ...legs);
    expect(line).not.toHaveProperty('settled');
    expect(line!.why).toContain('enter the rate and its source');
  });

  it('is not asked of a payment in the home currency', () => {
    expect(read({})[0]!.why).toBe('A completed payment that came in.');
  });
});

describe('A file that is not wholly understood is refused with its line, and nothing of it is kept', () => {
  it.each([
    ['gross and fee that do not make the net', { Net: '192.41' }, 'Gross and Fee do not add up to Net'],
    ['an unknown currency', { Currency: 'XYZ' }, 'Currency "XYZ" is not a currency'],
    ['JPY with cents', { Currency: 'JPY' }, 'JPY has no decimals'],
    ['three decimals', { Gross: '1,200.005', Net: '' }, 'Gross'],
    ['a float', { Gross: '2e2', Net: '' }, 'Gross'],
    ['an amount beyond any practice', { Gross: '10,000,000,000,000.01', Net: '' }, 'more than this ledger can hold'],
    ['no amount', { Gross: '', Net: '' }, 'Gross is not an amount'],
    ['an unknown zone', { TimeZone: 'IST' }, 'not a zone that we know'],
    ['no zone', { TimeZone: '' }, 'not a zone that we know'],
    ['no time', { Time: '' }, 'The time is not written'],
    ['30 February', { Date: '02/30/2026' }, 'not in the calendar'],
    ['another form of date', { Date: '31 Oct 2026' }, 'The date is not written'],
    ['a two-digit year', { Date: '10/31/26' }, 'The date is not written'],
  ])('%s', (_what, row, says) => {
    const refused = () => read({ Date: '10/30/2026' }, row);
    expect(refused).toThrow(InvalidInput);
    expect(refused).toThrow('line 3: ');
    expect(refused).toThrow(says);
  });

  it('a missing column is named, with what was found', () => {
    for (const missing of ['Date', 'Time', 'TimeZone', 'Type', 'Status', 'Currency', 'Gross', 'Fee', 'Transaction ID']) {
      const heads = columns.filter((head) => head !== missing);
      expect(() => paypalActivity.read(fileOf([{}], heads), account)).toThrow(/lacks the column .* Found: "/);
      expect(() => paypalActivity.read(fileOf([{}], heads), account)).toThrow(`"${missing}"`);
    }
  });

  it('columns that are only useful may be missing', () => {
    for (const missing of ['Name', 'Net', 'Reference Txn ID', 'Balance', 'Balance Impact']) {
      const [line] = paypalActivity.read(
        fileOf(
          [{}],
          columns.filter((head) => head !== missing),
        ),
        account,
      );
      expect(line).toMatchObject({ reading: 'money-in', amount: { minor: 20000n } });
    }
  });

  it('a file cut off in the middle of a row', () => {
    const whole = fileOf([{}, { 'Transaction ID': '8AA2' }]);
    for (const cut of [1, 9, 30, 80]) expect(() => paypalActivity.read(whole.subarray(0, -cut), account)).toThrow('line 3: ');
  });

  it('a header alone is an empty month', () => {
    expect(paypalActivity.read(fileOf([]), account)).toEqual([]);
  });
});
