import { money } from './money.js';
import { differencesFrom, isPaidByPayPal, payPalRequest, payoutDifferences, payoutInSenderBatch } from './paypal-body.js';
import { type SentBatch, type SentPayout, payPalStandingOf, rejectionOf } from './paypal-payout.js';
import { Refusal } from './refusal.js';

const asked = { payout: 'po-0199', attempt: 2, receiver: 'ines@example.org', amount: money(4010n, 'CAD'), note: 'Payment KX7QF' };
const request = payPalRequest(asked);

describe('What is asked of PayPal says where, how much, and nothing of the person', () => {
  it('it is written once, under an id of its own for each attempt', () => {
    expect(request.senderBatch).toBe('po-0199-a2');
    expect(request.body).toBe(
      '{"sender_batch_header":{"sender_batch_id":"po-0199-a2"},"items":[{"recipient_type":"EMAIL",' +
        '"amount":{"value":"40.10","currency":"CAD"},"note":"Payment KX7QF","receiver":"ines@example.org","sender_item_id":"po-0199"}]}',
    );
  });

  it.each<[string, bigint, string]>([
    ['CAD', 4000n, '40.00'],
    ['USD', 1n, '0.01'],
    ['JPY', 1200n, '1200'],
    ['HUF', 120000n, '1200'],
    ['TWD', 100n, '1'],
  ])('an amount in %s is written with the decimals that PayPal takes', (currency, minor, value) => {
    expect(payPalRequest({ ...asked, amount: money(minor, currency) }).body).toContain(
      `"amount":{"value":"${value}","currency":"${currency}"}`,
    );
  });

  it.each<[string, Partial<typeof asked>, string]>([
    ['in a currency that PayPal does not pay', { amount: money(100n, 'NGN') }, 'payout/currency-not-paid-by-paypal'],
    ['in one that only accounts of its country hold', { amount: money(100n, 'BRL') }, 'payout/currency-not-paid-by-paypal'],
    ['with cents where PayPal takes none', { amount: money(120050n, 'HUF') }, 'payout/no-decimals-at-paypal'],
    ['of nothing', { amount: money(0n, 'CAD') }, 'payout/amount-not-positive'],
    ['below zero', { amount: money(-100n, 'CAD') }, 'payout/amount-not-positive'],
    ['to a paypal.me link', { receiver: 'https://paypal.me/ines' }, 'payout/paypal-me-link'],
    ['to a paypal.me link without its beginning', { receiver: 'PayPal.Me/ines' }, 'payout/paypal-me-link'],
    ['to the same link, as PayPal writes it now', { receiver: 'www.paypal.com/paypalme/ines' }, 'payout/paypal-me-link'],
    ['to a Cash App tag', { receiver: '$ines' }, 'payout/not-a-paypal-address'],
    ['to a Venmo tag', { receiver: '@ines' }, 'payout/not-a-paypal-address'],
    ['to a phone number', { receiver: '+1 416 555 0100' }, 'payout/not-a-paypal-address'],
    ['to two addresses', { receiver: 'ines@example.org, jo@example.org' }, 'payout/not-a-paypal-address'],
    ['to a name and an address', { receiver: 'Ines <ines@example.org>' }, 'payout/not-a-paypal-address'],
    ['to an address longer than PayPal takes', { receiver: `${'i'.repeat(120)}@example.org` }, 'payout/not-a-paypal-address'],
    ['with an accent in the note', { note: 'Paiement reçu' }, 'payout/note-not-plain'],
    ['with a line break in the note', { note: 'Payment\nKX7QF' }, 'payout/note-not-plain'],
    ['with a note longer than PayPal takes', { note: 'x'.repeat(4001) }, 'payout/note-too-long'],
  ])('a payout %s is refused before anything is asked', (_, over, code) => {
    const ask = () => payPalRequest({ ...asked, ...over });
    expect(ask).toThrow(Refusal);
    expect(ask).toThrow(expect.objectContaining({ code }));
    expect(ask).toThrow(/^(?!.*ines).+\.$|like ines@example\.org\.$/);
  });

  it('the currencies are 21: the three without decimals among them, and CAD', () => {
    expect(['CAD', 'USD', 'EUR', 'GBP', 'JPY', 'HUF', 'TWD'].every(isPaidByPayPal)).toBe(true);
    expect(['BRL', 'MYR', 'CNY', 'RUB', 'INR', 'KWD', 'XXX', 'constructor'].some(isPaidByPayPal)).toBe(false);
  });

  it.each([
    ['po-0199-a2', 'po-0199'],
    ['po-0199-a1-a12', 'po-0199-a1'],
    ['po-0199', undefined],
    ['po-0199-a0', undefined],
    ['-a1', undefined],
    ['../x-a1', undefined],
  ])('in %s the payout is %s', (senderBatch, payout) => expect(payoutInSenderBatch(senderBatch)).toBe(payout));

  it.each([0, -1, 1.5, Number.NaN])('there is no attempt %p', (attempt) => {
    expect(() => payPalRequest({ ...asked, attempt })).toThrow(RangeError);
  });
});

const found: SentPayout = {
  payout: '8AELMXH8UB2P8',
  batch: '5UXD2E8A7EBQJ',
  senderPayout: 'po-0199',
  status: 'UNCLAIMED',
  standing: 'unclaimed',
  amount: money(4010n, 'CAD'),
  receiver: 'ines@example.org',
};
const batch: SentBatch = { batch: '5UXD2E8A7EBQJ', senderBatch: 'po-0199-a2', status: 'SUCCESS', payouts: [found] };
const holding = (over: Partial<SentPayout>): SentBatch => ({ ...batch, payouts: [{ ...found, ...over }] });

describe('A batch found at PayPal is ours only if nothing in it differs from what was asked', () => {
  it.each<[string, SentBatch, string[]]>([
    ['the very one', batch, []],
    ['one under another attempt', { ...batch, senderBatch: 'po-0199-a1' }, ['batch']],
    ['one that lists no payout yet', { ...batch, payouts: [] }, ['how-many']],
    ['one of two payouts', { ...batch, payouts: [found, found] }, ['how-many']],
    ['of another payout of ours', holding({ senderPayout: 'po-0200' }), ['payout']],
    ['of no payout of ours', holding({ senderPayout: undefined }), ['payout']],
    ['to someone else', holding({ receiver: 'jo@example.org' }), ['receiver']],
    ['to nearly the same address', holding({ receiver: 'ines@example.org.evil.example' }), ['receiver']],
    ['of a cent more', holding({ amount: money(4011n, 'CAD') }), ['amount']],
    ['in another currency', holding({ amount: money(4010n, 'USD') }), ['currency']],
    ['of another amount in a currency that PayPal never pays', holding({ amount: money(1n, 'KWD') }), ['currency', 'amount']],
    [
      'that differs in all',
      holding({ senderPayout: 'x', receiver: 'y', amount: money(1n, 'USD') }),
      ['payout', 'receiver', 'currency', 'amount'],
    ],
  ])('%s', (_, told, differences) => {
    expect(differencesFrom(request, told)).toEqual(differences);
  });

  it('of a payout that was read alone, the batch id is compared where PayPal tells it', () => {
    expect(payoutDifferences(request, { ...found, senderBatch: 'po-0199-a2' })).toEqual([]);
    expect(payoutDifferences(request, { ...found, senderBatch: 'po-0199-a1' })).toEqual(['batch']);
  });
});

describe('PayPal’s words are read from tables, and what is not in them is never guessed', () => {
  it.each([
    ['SUCCESS', 'paid'],
    ['PENDING', 'on-its-way'],
    ['PROCESSING', 'on-its-way'],
    ['UNCLAIMED', 'unclaimed'],
    ['ONHOLD', 'held'],
    ['RETURNED', 'back'],
    ['FAILED', 'back'],
    ['DENIED', 'back'],
    ['BLOCKED', 'back'],
    ['CANCELED', 'back'],
    ['REFUNDED', 'back'],
    ['REVERSED', 'reversed'],
    ['NEW', 'other'],
    ['success', 'other'],
    ['', 'other'],
    ['constructor', 'other'],
  ])('a payout that is %s is %s', (status, standing) => expect(payPalStandingOf(status)).toBe(standing));

  it.each([
    ['VALIDATION_ERROR', 'failed'],
    ['NON_HOLDING_CURRENCY', 'failed'],
    ['INSUFFICIENT_FUNDS', 'same-id-again'],
    ['AUTHORIZATION_ERROR', 'same-id-again'],
    ['SENDER_RESTRICTED', 'same-id-again'],
    ['USER_BUSINESS_ERROR', undefined],
    ['PREVIOUS_REQUEST_IN_PROGRESS', undefined],
    ['INTERNAL_ERROR', undefined],
    ['RATE_LIMIT_REACHED', undefined],
    ['constructor', undefined],
  ])('%s as an answer: %s', (code, then) => expect(rejectionOf(code)).toBe(then));
});
