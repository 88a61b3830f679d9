import fc from 'fast-check';
import { asked, cash, gst, practice, promise, promising, refusalOf, unopened } from '../../test/support/given.js';
import { type Fund, type FundFact, emptyFund, evolveFund } from './fund.js';
import type { Books } from './ledger.js';
import { type Money, money, nothing, sum } from './money.js';
import { type Payment, type PaymentEntry, type PaymentFact, evolvePayment, fundOf, paymentStream, recordPayment } from './payment.js';
import { refundPayment, voidPayment } from './payment-changes.js';
import { bases } from './pledge.js';

const october = { month: '2026-10' };
const receivedAt = '2026-10-04T16:00:00.000Z';
const unknown = paymentStream('p1').unborn;
const entry = (more: Partial<PaymentEntry> = {}): PaymentEntry => ({
  amount: cash('200.00 CAD'),
  method: 'interac',
  offering: 'ces-50',
  receivedAt,
  ...more,
});
const record = (more: Partial<PaymentEntry> = {}, books: Books = promising(), booking: { month: string; belongsTo?: string } = october) =>
  recordPayment(unknown, 'p1', entry(more), {}, books, booking);
const fold = (facts: readonly PaymentFact[], before: Payment = unknown): Payment => facts.reduce(evolvePayment, before);
const refund = (payment: Payment, amount: Money, books: Books = promising(), booking: { month: string; belongsTo?: string } = october) =>
  refundPayment(payment, { ...asked, payment: 'p1', amount, refundedAt: '2026-10-20T16:00:00.000Z' }, books, booking);
const takeOut = (payment: Payment, books: Books = promising(), booking: { month: string; belongsTo?: string } = october) =>
  voidPayment(payment, { ...asked, payment: 'p1', reason: 'recorded-twice' }, books, booking, '2026-10-21T16:00:00.000Z');
const saidOf = ({ payment, fund }: { payment: readonly { type: string }[]; fund: readonly { type: string }[] }) =>
  [...payment, ...fund].map(({ type }) => type);

describe('A payment is recorded with what it adds to the commons', () => {
  it('in one breath: what was received, the tax it held, and what is owed of it', () => {
    const { payment, fund } = record();
    expect(payment[0]).toMatchObject({
      type: 'PaymentReceived',
      happenedAt: receivedAt,
      data: { taxIncluded: cash('9.52 CAD'), policyVersion: 1, ...october },
    });
    expect(fund).toEqual([
      expect.objectContaining({
        type: 'ObligationDerived',
        data: expect.objectContaining({ payment: 'p1', owed: cash('40.00 CAD'), ...october }),
      }),
    ]);
  });

  it.each<[string, Partial<PaymentEntry>, Books, readonly string[]]>([
    ['for an offering outside the promise nothing is owed', { offering: 'counselling-reduced' }, promising(), ['PaymentReceived']],
    ['before the promise began nothing is owed', { receivedAt: '2025-12-31T16:00:00.000Z' }, promising(), ['PaymentReceived']],
    [
      'late on New Year’s Eve in Toronto nothing is owed, though it is January in UTC',
      { receivedAt: '2026-01-01T04:59:00.000Z' },
      promising(),
      ['PaymentReceived'],
    ],
    ['without any promise nothing is owed', {}, practice(), ['PaymentReceived']],
    [
      'from the promise’s first minute on it is',
      { receivedAt: '2026-01-01T05:00:00.000Z' },
      promising(),
      ['PaymentReceived', 'ObligationDerived'],
    ],
  ])('%s', (_, more, books, said) => {
    expect(saidOf(record(more, books))).toEqual(said);
  });

  it.each<[string, Partial<PaymentEntry>, string]>([
    ['the offering’s treatment', {}, '9.52 CAD'],
    ['another rate, for a client elsewhere', { tax: { treatment: 'taxable', rateBp: 1300 } }, '23.01 CAD'],
    ['exempt', { tax: { treatment: 'exempt' } }, '0.00 CAD'],
    ['zero-rated', { tax: { treatment: 'zero-rated' } }, '0.00 CAD'],
    ['not registered', { tax: { treatment: 'not-registered' } }, '0.00 CAD'],
  ])('its tax follows %s', (_, more, tax) => {
    expect(record(more).payment[0]!.data).toMatchObject({ taxIncluded: cash(tax) });
  });

  it('no band and no one who paid is stored unless sealed', () => {
    const { data } = record().payment[0]!;
    expect(Object.keys(data).sort()).toEqual([
      'amount',
      'fee',
      'insidePledge',
      'method',
      'month',
      'offering',
      'payment',
      'policyVersion',
      'tax',
      'taxIncluded',
    ]);
  });

  it('late, it is booked in the open month and names the month it belongs to, on both sides', () => {
    const { payment, fund } = record({}, promising(), { month: '2026-11', belongsTo: '2026-10' });
    for (const { data } of [...payment, ...fund]) expect(data).toMatchObject({ month: '2026-11', belongsTo: '2026-10' });
  });

  it.each<[string, Partial<PaymentEntry>, Books, string]>([
    ['zero', { amount: nothing('CAD') }, promising(), 'payment/amount-not-positive'],
    ['less than nothing', { amount: cash('-1.00 CAD') }, promising(), 'payment/amount-not-positive'],
    ['an offering that nobody defined', { offering: 'ces-90' }, promising(), 'offering'],
    ['an offering that every object has', { offering: 'constructor' }, promising(), 'offering'],
    ['another such', { offering: '__proto__' }, promising(), 'offering'],
    ['a fee above the payment', { fee: cash('200.01 CAD') }, promising(), 'fee'],
    ['a fee in another currency', { fee: cash('1.00 USD') }, promising(), 'fee.currency'],
    ['tax past one half', { tax: { treatment: 'taxable', rateBp: 9000 } }, promising(), 'tax.rateBp'],
    ['dollars from abroad without a rate', { amount: cash('200.00 USD') }, promising(), 'payment/without-a-rate'],
    ['a ledger that is not open', {}, unopened, 'ledger/not-open'],
  ])('not with %s', (_, more, books, why) => {
    expect(refusalOf(() => record(more, books))).toBe(why);
  });

  it('sent twice it is one payment; sent again with another amount it is refused', () => {
    const received = fold(record().payment);
    expect(recordPayment(received, 'p1', entry(), {}, promising(), october)).toEqual({ payment: [], fund: [] });
    const other = entry({ amount: cash('250.00 CAD') });
    expect(refusalOf(() => recordPayment(received, 'p1', other, {}, promising(), october))).toBe('payment/recorded-with-another-amount');
  });

  it('it falls into the fund of the home currency, or into its own where each currency has one', () => {
    const fromAbroad = entry({ amount: cash('200.00 USD') });
    expect(fundOf(promising(), fromAbroad)).toBe('CAD');
    expect(fundOf(promising({ currencyRule: 'own' }), fromAbroad)).toBe('USD');
    expect([fundOf(practice(), fromAbroad), fundOf(unopened, fromAbroad)]).toEqual([undefined, undefined]);
    expect(fundOf(promising(), entry({ offering: 'constructor' }))).toBeUndefined();
  });
});

describe('A refund takes back what it had added', () => {
  it.each([
    ['the whole', ['200.00 CAD'], ['-40.00 CAD']],
    ['a half', ['100.00 CAD'], ['-20.00 CAD']],
    ['three thirds', ['66.67 CAD', '66.67 CAD', '66.66 CAD'], ['-13.33 CAD', '-13.34 CAD', '-13.33 CAD']],
  ])('%s', (_, parts, adjustments) => {
    let payment = fold(record().payment);
    const by = parts.map((part) => {
      const outcome = refund(payment, cash(part));
      payment = fold(outcome.payment, payment);
      return outcome.fund.map(({ type, data }) => type === 'ObligationAdjusted' && data.by)[0];
    });
    expect(by).toEqual(adjustments.map(cash));
  });

  it('in the terms under which it was promised, though the promise has changed since', () => {
    const changed = promising({ shareBp: 5000, startsOn: '2026-10-05' }, promising());
    expect(refund(fold(record().payment), cash('200.00 CAD'), changed).fund[0]!.data).toMatchObject({
      by: cash('-40.00 CAD'),
      reason: 'refunded',
    });
  });

  it('booked late, it names the month it belongs to, on both sides', () => {
    const { payment, fund } = refund(fold(record().payment), cash('50.00 CAD'), promising(), { month: '2026-12', belongsTo: '2026-10' });
    for (const { data } of [...payment, ...fund]) expect(data).toMatchObject({ month: '2026-12', belongsTo: '2026-10' });
  });

  it('of a payment outside the promise nothing is taken', () => {
    const outside = fold(record({ offering: 'counselling-reduced' }).payment);
    expect(saidOf(refund(outside, cash('200.00 CAD')))).toEqual(['PaymentRefunded']);
  });

  it.each<[string, Payment, string, string]>([
    ['more than was paid', fold(record().payment), '200.01 CAD', 'payment/refunded-above-amount'],
    ['nothing', fold(record().payment), '0.00 CAD', 'amount'],
    ['less than nothing', fold(record().payment), '-1.00 CAD', 'amount'],
    ['another currency', fold(record().payment), '1.00 USD', 'amount.currency'],
    ['a payment nobody recorded', unknown, '1.00 CAD', 'payment/unknown'],
    [
      'what was refunded already',
      fold([...record().payment, ...refund(fold(record().payment), cash('200.00 CAD')).payment]),
      '0.01 CAD',
      'payment/refunded-above-amount',
    ],
    [
      'what was taken out of the books',
      fold([...record().payment, ...takeOut(fold(record().payment)).payment]),
      '1.00 CAD',
      'payment/voided',
    ],
  ])('never %s', (_, payment, amount, why) => {
    expect(refusalOf(() => refund(payment, cash(amount)))).toBe(why);
  });
});

describe('A wrongly recorded payment is taken out by a line of its own', () => {
  it('with all that is left of what it had added', () => {
    const received = fold(record().payment);
    const half = fold(refund(received, cash('100.00 CAD')).payment, received);
    expect(takeOut(half)).toMatchObject({
      payment: [{ data: { amount: cash('100.00 CAD') } }],
      fund: [{ data: { by: cash('-20.00 CAD'), reason: 'voided' } }],
    });
  });

  it('once: taken out twice is taken out once, and nothing unknown is taken out', () => {
    const received = fold(record().payment);
    expect(takeOut(fold(takeOut(received).payment, received))).toEqual({ payment: [], fund: [] });
    expect(refusalOf(() => takeOut(unknown))).toBe('payment/unknown');
  });
});

describe('Whatever was promised, paid and given back, nothing is left over', () => {
  const terms = fc.record({
    shareBp: fc.integer({ min: 1, max: 10_000 }),
    base: fc.constantFrom(...bases),
    rateBp: fc.option(fc.integer({ min: 1, max: 5000 })),
    minor: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    feePercent: fc.bigInt({ min: 0n, max: 100n }),
    settledMinor: fc.option(fc.bigInt({ min: 1n, max: 10n ** 9n })),
    currencyRule: fc.constantFrom('home' as const, 'own' as const),
    cuts: fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { maxLength: 6 }),
    voidsTheRest: fc.boolean(),
  });

  it('refunds in any number of parts sum to the whole, and the fund is where it was before', () => {
    fc.assert(
      fc.property(terms, ({ shareBp, base, rateBp, minor, feePercent, settledMinor, currencyRule, cuts, voidsTheRest }) => {
        const currency = settledMinor === null ? 'CAD' : 'USD';
        const books = promising({ shareBp, base, currencyRule }, practice());
        const first = record(
          {
            amount: money(minor, currency),
            fee: money((minor * feePercent) / 100n, currency),
            tax: rateBp === null ? { treatment: 'exempt' } : ({ ...gst, rateBp } as typeof gst),
            ...(settledMinor !== null && { settled: { amount: money(settledMinor, 'CAD'), source: 'bank' } }),
          },
          books,
        );
        let payment = fold(first.payment);
        const facts: FundFact[] = [...first.fund];
        let left = minor;
        for (const part of voidsTheRest ? cuts : [...cuts, minor]) {
          const amount = money(part < left ? part : left, currency);
          if (amount.minor === 0n) continue;
          const outcome = refund(payment, amount, books);
          left -= amount.minor;
          payment = fold(outcome.payment, payment);
          facts.push(...outcome.fund);
        }
        if (voidsTheRest) facts.push(...takeOut(payment, books).fund);
        const home = currencyRule === 'own' ? currency : 'CAD';
        const fund = facts.reduce<Fund>(evolveFund, emptyFund(home));
        expect(fund.available).toEqual(nothing(home));
        const refunded = facts.flatMap((fact) => (fact.type === 'ObligationAdjusted' ? [fact.data.by] : []));
        expect(sum(refunded, home)).toEqual(money(-fund.derived.minor, home));
      }),
    );
  });

  it('what is owed is never more than the base of it, nor less than nothing', () => {
    fc.assert(
      fc.property(terms, ({ shareBp, base, minor, feePercent }) => {
        const amount = money(minor, 'CAD');
        const { fund } = record({ amount, fee: money((minor * feePercent) / 100n, 'CAD') }, promising({ shareBp, base }, practice()));
        const [derived] = fund;
        if (derived?.type !== 'ObligationDerived') throw new Error('A payment inside the promise owes.');
        expect(
          derived.data.owed.minor >= 0n && derived.data.owed.minor <= derived.data.base.minor && derived.data.base.minor <= minor,
        ).toBe(true);
      }),
    );
  });

  it('the words of the promise decide nothing', () => {
    expect(record({}, promising({ words: 'Otherwise said.' })).fund).toEqual(record({}, promising({ words: promise.words })).fund);
  });
});
