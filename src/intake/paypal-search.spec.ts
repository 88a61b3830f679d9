import { formatAmount } from '../domain/money.js';
import { identitiesOf, movementOf } from './identity.js';
import { paypalActivity } from './paypal-activity.js';
import { linesOfSearch } from './paypal-search.js';

const place = { zone: 'America/Toronto', homeCurrency: 'CAD', now: '2026-11-20T15:00:00.000Z' };
const usual = {
  transaction_id: '8AA10000000000005',
  transaction_event_code: 'T0006',
  transaction_initiation_date: '2026-10-07T18:02:47+0000',
  transaction_amount: { currency_code: 'CAD', value: '200.00' },
  fee_amount: { currency_code: 'CAD', value: '-7.60' },
  transaction_status: 'S',
};
type Told = Record<string, unknown>;
const movement = (over: Told = {}, beside: Told = {}) => ({ transaction_info: { ...usual, ...over }, ...beside });
const read = (...movements: unknown[]) => linesOfSearch(movements, place);
const amount = (value: string, currency_code = 'CAD') => ({ transaction_amount: { value, currency_code }, fee_amount: undefined });

describe('A movement that PayPal lists', () => {
  it('is the line that the activity file has for it: one identity, one number, one reading', () => {
    const head = 'Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance Impact';
    const row = '10/07/2026,11:02:47,PDT,Oriel,Express Checkout Payment,Completed,CAD,200.00,-7.60,192.40,8AA10000000000005,,Credit';
    const [fromFile] = paypalActivity.read(Buffer.from(`${head}\r\n${row}`), place);
    const [searched] = read(movement({}, { payer_info: { payer_name: { given_name: 'Oriel' } } })).lines;
    expect({ ...searched, line: 0 }).toEqual({ ...fromFile, line: 0 });
    expect(identitiesOf([searched!])).toEqual(identitiesOf([fromFile!]));
    expect(movementOf(searched!)).toBe(movementOf(fromFile!));
  });

  it.each<[string, Told, string]>([
    ['a payment', {}, 'money-in'],
    ['one by mass payment to us', { transaction_event_code: 'T0001' }, 'money-in'],
    ['a payout of ours', { transaction_event_code: 'T0001', ...amount('-40.00') }, 'money-out'],
    ['one that is not finished', { transaction_status: 'P' }, 'pending'],
    ['one that was refused', { transaction_status: 'D' }, 'not-income'],
    ['one that was given back whole later', { transaction_status: 'V' }, 'unknown'],
    ['a status that we do not know', { transaction_status: 'Z' }, 'unknown'],
    ['a refund', { transaction_event_code: 'T1107', ...amount('-50.00') }, 'refunded'],
    ['a reversal', { transaction_event_code: 'T1106', ...amount('-50.00') }, 'refunded'],
    ['a chargeback', { transaction_event_code: 'T1201', ...amount('-50.00') }, 'refunded'],
    ['a dispute that ended for us', { transaction_event_code: 'T1202', ...amount('50.00') }, 'unknown'],
    ['a payout that came back', { transaction_event_code: 'T1115', ...amount('40.00') }, 'unknown'],
    ['a payment of ours that was given back', { transaction_event_code: 'T1107', ...amount('40.00') }, 'not-income'],
    ['a hold', { transaction_event_code: 'T1503', ...amount('-40.00') }, 'not-income'],
    ['a hold for a dispute', { transaction_event_code: 'T1110', ...amount('-40.00') }, 'not-income'],
    ['its release', { transaction_event_code: 'T1111', ...amount('40.00') }, 'not-income'],
    ['a fee given back', { transaction_event_code: 'T1108', ...amount('1.45') }, 'not-income'],
    ['a withdrawal', { transaction_event_code: 'T0403', ...amount('-40.00') }, 'not-income'],
    ['a leg of a conversion', { transaction_event_code: 'T0200', ...amount('40.00') }, 'not-income'],
    ['a code that we do not know', { transaction_event_code: 'T0099' }, 'unknown'],
    ['a payment with a fee in our favour', { fee_amount: { currency_code: 'CAD', value: '7.60' } }, 'unknown'],
  ])('%s: %j is %s', (_, over, reading) => {
    expect(read(movement(over)).lines).toMatchObject([{ reading }]);
  });

  it.each([
    ['1.0', 'CAD', '1.00'],
    ['-.5', 'CAD', '-0.50'],
    ['200', 'CAD', '200.00'],
    ['1200', 'JPY', '1200'],
    ['1200.00', 'JPY', '1200'],
    ['1.5', 'KWD', '1.500'],
  ])('%s %s is %s, exactly', (value, currency, shown) => {
    const [line] = read(movement({ ...amount(value, currency), transaction_event_code: 'T9999' })).lines;
    expect(formatAmount(line!.amount)).toBe(shown);
  });

  it.each<[string, unknown]>([
    ['no number', movement({ transaction_id: undefined })],
    ['no event code', movement({ transaction_event_code: 6 })],
    ['no moment', movement({ transaction_initiation_date: '2026-10-07' })],
    ['a moment without a zone', movement({ transaction_initiation_date: '2026-10-07T18:02:47' })],
    ['no amount', movement({ transaction_amount: undefined })],
    ['a number for an amount', movement({ transaction_amount: { currency_code: 'CAD', value: 200 } })],
    ['an amount beyond its currency’s decimals', movement(amount('1.005'))],
    ['an amount that is none', movement(amount('1e3'))],
    ['an amount that is empty', movement(amount(''))],
    ['an amount beyond all sense', movement(amount('99999999999999999'))],
    ['a currency that is none', movement(amount('1.00', 'XXX'))],
    ['a fee in another currency', movement({ fee_amount: { currency_code: 'USD', value: '-1.00' } })],
    ['a fee that is none', movement({ fee_amount: { currency_code: 'CAD', value: 'some' } })],
    ['nothing at all', null],
    ['a list', []],
  ])('with %s is left out and counted; nothing of it is guessed', (_, told) => {
    expect(read(movement(), told)).toMatchObject({ lines: [{ reference: '8AA10000000000005' }], unread: 1 });
  });

  it('is known by number, code and sign: listed twice it is one, and two that share a number are two', () => {
    expect(read(movement(), movement()).lines).toHaveLength(1);
    const hold = movement({ transaction_event_code: 'T2107', ...amount('-200.00') });
    const release = movement({ transaction_event_code: 'T2108', ...amount('200.00') });
    expect(read(movement(), hold, release, hold).lines).toHaveLength(3);
  });

  it('keeps what the payer wrote, and says why without it', () => {
    const told = movement(
      { transaction_subject: 'October 1', transaction_note: 'Thank you!' },
      { cart_info: { item_details: [{ item_name: 'Session' }] } },
    );
    const [line] = read(told).lines;
    expect(line!.text).toBe('Express Checkout Payment · Session · October 1 · Thank you!');
    expect(line!.why).not.toMatch(/October|Thank/);
  });

  it('of another currency takes its rate from the two legs of its conversion, and waits a day for them', () => {
    const abroad = { ...amount('150.00', 'USD'), transaction_id: '8AA1', transaction_initiation_date: '2026-11-20T12:00:00Z' };
    const leg = (id: string, value: string, currency: string) =>
      movement({ ...amount(value, currency), transaction_id: id, transaction_event_code: 'T0200', paypal_reference_id: '8AA1' });
    expect(read(movement(abroad))).toEqual({ lines: [], unread: 0 });
    const converted = read(leg('8AA2', '-150.00', 'USD'), movement(abroad), leg('8AA3', '203.26', 'CAD')).lines.find(
      ({ settled }) => settled,
    );
    expect(converted).toMatchObject({ reference: '8AA1', settled: { amount: { minor: 20326n, currency: 'CAD' } } });
    const later = { ...abroad, transaction_initiation_date: '2026-11-19T12:00:00Z' };
    expect(read(movement(later)).lines).toMatchObject([{ reading: 'money-in', why: expect.stringContaining('enter the rate') }]);
  });
});
