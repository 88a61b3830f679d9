import fc from 'fast-check';
import { asked, cash, foldBooks, openedAt, practice, promise, promising, refusalOf } from '../../test/support/given.js';
import { type Fund, type FundFact, emptyFund, evolveFund } from './fund.js';
import type { Books } from './ledger.js';
import { type Money, money, nothing } from './money.js';
import { defineOffering } from './offering.js';
import { type Payment, type PaymentEntry, type PaymentFact, evolvePayment, paymentStream, recordPayment } from './payment.js';
import { refundPayment, voidPayment } from './payment-changes.js';
import { type Correction, type CorrectionBooking, correctPayment } from './payment-correction.js';
import { type Base, adoptPledgePolicy, bases } from './pledge.js';
import { Balances, postingsOf } from './postings.js';

const october = { month: '2026-10' };
const inOctober: CorrectionBooking = { before: october, after: october };
const now = '2026-10-21T16:00:00.000Z';
const entry: PaymentEntry = { amount: cash('200.00 CAD'), method: 'interac', offering: 'ces-50', receivedAt: '2026-10-04T16:00:00.000Z' };
const fold = (facts: readonly PaymentFact[], before: Payment = paymentStream('p1').unborn): Payment => facts.reduce(evolvePayment, before);
const recorded = (more: Partial<PaymentEntry> = {}, books: Books = promising()) =>
  fold(recordPayment(paymentStream('p1').unborn, 'p1', { ...entry, ...more }, {}, books, october).payment);
const correct = (payment: Payment, more: Partial<Correction>, books: Books = promising(), bookings: CorrectionBooking = inOctober) =>
  correctPayment(payment, { ...asked, payment: 'p1', ...more }, books, bookings, now);
const changes = (fund: readonly FundFact[]) =>
  fund.map(({ type, data }) => [type, type === 'ObligationAdjusted' ? data.by : type === 'ObligationDerived' ? data.owed : undefined]);
const detailsOf = (payment: Payment) => (payment.status === 'received' ? payment.received : undefined);

describe('What was typed wrongly of a payment is said right, with what it changes of what is owed', () => {
  it.each<[string, Partial<Correction>, unknown]>([
    ['another amount', { amount: cash('220.00 CAD') }, [['ObligationAdjusted', cash('4.00 CAD')]]],
    ['a smaller one', { amount: cash('20.00 CAD') }, [['ObligationAdjusted', cash('-36.00 CAD')]]],
    ['another way in which it came', { method: 'cash' }, []],
    ['another offering inside the promise', { offering: 'group' }, []],
    ['an offering outside the promise', { offering: 'counselling-reduced' }, [['ObligationAdjusted', cash('-40.00 CAD')]]],
    ['another day', { receivedAt: '2026-10-05T16:00:00.000Z' }, []],
    ['a day before the promise began', { receivedAt: '2025-12-31T16:00:00.000Z' }, [['ObligationAdjusted', cash('-40.00 CAD')]]],
    ['a fee, which the gross does not know', { fee: cash('6.10 CAD') }, []],
    ['the place of whoever paid', { place: 'ON' }, []],
  ])('%s', (_, more, fund) => {
    const outcome = correct(recorded(), more);
    expect(outcome.payment.map(({ type }) => type)).toEqual(['PaymentCorrected']);
    expect(changes(outcome.fund)).toEqual(fund);
  });

  it('from outside the promise to inside, the obligation is derived now, with all it was computed from', () => {
    const outside = recorded({ offering: 'counselling-reduced' });
    expect(correct(outside, { offering: 'ces-50' }).fund).toMatchObject([
      { type: 'ObligationDerived', data: { owed: cash('40.00 CAD'), base: cash('200.00 CAD'), policyVersion: 1, ...october } },
    ]);
  });

  it('out of the promise and into it again, it is adjusted and never derived twice', () => {
    const out = fold(correct(recorded(), { offering: 'counselling-reduced' }).payment, recorded());
    expect(changes(correct(out, { offering: 'ces-50' }).fund)).toEqual([['ObligationAdjusted', cash('40.00 CAD')]]);
  });

  it('says the payment whole, beside what is taken out for it', () => {
    const [fact] = correct(recorded(), { amount: cash('220.00 CAD') }).payment;
    expect(fact!.data).toMatchObject({
      amount: cash('220.00 CAD'),
      taxIncluded: cash('10.48 CAD'),
      method: 'interac',
      policyVersion: 1,
      before: { amount: cash('200.00 CAD'), taxIncluded: cash('9.52 CAD'), ...october },
    });
  });

  it('net of tax, another rate changes what is owed', () => {
    const books = promising({ base: 'net-of-tax' }, practice());
    expect(changes(correct(recorded({}, books), { place: 'ON' }, books).fund)).toEqual([['ObligationAdjusted', cash('-2.70 CAD')]]);
  });

  it('said twice it is said once, and what is right already is no correction', () => {
    expect(correct(recorded(), { amount: cash('200.00 CAD'), method: 'interac' })).toEqual({ payment: [], fund: [] });
    const once = fold(correct(recorded(), { amount: cash('220.00 CAD') }).payment, recorded());
    expect(correct(once, { amount: cash('220.00 CAD') })).toEqual({ payment: [], fund: [] });
  });

  it('a part of it that went back stays gone: only what remains is reckoned anew', () => {
    const input = { ...asked, payment: 'p1', amount: cash('50.00 CAD'), refundedAt: now };
    const part = fold(refundPayment(recorded(), input, promising(), october).payment, recorded());
    expect(changes(correct(part, { amount: cash('220.00 CAD') }).fund)).toEqual([['ObligationAdjusted', cash('4.00 CAD')]]);
    expect(refusalOf(() => correct(part, { amount: cash('49.99 CAD') }))).toBe('payment/refunded-above-amount');
  });
});

describe('Tax and promise of a corrected payment', () => {
  it('stay as they were decided while day and offering stay, whatever has been defined since', () => {
    const redefined = foldBooks(
      defineOffering(
        promising(),
        { ...asked, offering: 'ces-50', name: 'Now exempt', tax: { treatment: 'exempt' }, insidePledge: false },
        openedAt,
      ),
      promising(),
    );
    const details = detailsOf(fold(correct(recorded(), { amount: cash('220.00 CAD') }, redefined).payment, recorded()));
    expect(details).toMatchObject({ insidePledge: true, policyVersion: 1, taxIncluded: cash('10.48 CAD') });
  });

  it('a first promise adopted later, with a day in the past, does not reach what was recorded before it', () => {
    const before = recorded({}, practice());
    expect(correct(before, { amount: cash('220.00 CAD') }, promising()).fund).toEqual([]);
  });

  it('follow the right day: the version then in force, and the rate of the place on that day', () => {
    const books = foldBooks(adoptPledgePolicy(promising(), { ...promise, shareBp: 5000, startsOn: '2026-10-05' }, openedAt), promising());
    const moved = correct(recorded({}, books), { receivedAt: '2026-10-05T16:00:00.000Z' }, books);
    expect(moved.payment[0]!.data).toMatchObject({ policyVersion: 2 });
    expect(changes(moved.fund)).toEqual([['ObligationAdjusted', cash('60.00 CAD')]]);
    const past = promising({ startsOn: '2020-01-01' }, practice());
    const scotian = recorded({ place: 'NS', receivedAt: '2025-04-01T16:00:00.000Z' }, past);
    const earlier = correct(scotian, { receivedAt: '2025-03-31T16:00:00.000Z' }, past);
    expect(earlier.payment[0]!.data).toMatchObject({ tax: { rateBp: 1500, because: { by: 'place', place: 'NS', since: '2010-07-01' } } });
  });

  it('follow the right offering', () => {
    const outside = correct(recorded(), { offering: 'counselling-reduced' }).payment[0]!.data;
    expect(outside).toMatchObject({
      insidePledge: false,
      tax: { treatment: 'exempt', because: { by: 'offering' } },
      taxIncluded: cash('0.00 CAD'),
    });
    expect(outside).not.toHaveProperty('policyVersion');
  });
});

describe('A closed month never changes', () => {
  it('what is corrected late is booked in the open month and names the month it belongs to', () => {
    const late = { month: '2026-11', belongsTo: '2026-10' };
    const { payment, fund } = correct(recorded(), { amount: cash('220.00 CAD') }, promising(), { before: late, after: late });
    expect(payment[0]!.data).toMatchObject({ ...late, before: late });
    expect(fund[0]!.data).toMatchObject({ by: cash('4.00 CAD'), ...late });
  });

  it('moved from one open month to another, it is taken out of the one and added to the other', () => {
    const november = { month: '2026-11' };
    const { fund } = correct(recorded(), { receivedAt: '2026-11-01T16:00:00.000Z' }, promising(), { before: october, after: november });
    expect(fund.map(({ data }) => ('by' in data ? [data.month, data.by] : []))).toEqual([
      ['2026-10', cash('-40.00 CAD')],
      ['2026-11', cash('40.00 CAD')],
    ]);
  });
});

describe('A correction is refused', () => {
  const witnessed = recorded({ observation: 'o1' });
  const foreign = recorded({ amount: cash('200.00 USD'), settled: { amount: cash('272.50 CAD'), source: 'bank' } });
  it.each<[string, Payment, Partial<Correction>, string]>([
    ['of a payment nobody recorded', paymentStream('p1').unborn, {}, 'payment/unknown'],
    ['to nothing', recorded(), { amount: nothing('CAD') }, 'payment/amount-not-positive'],
    ['to another currency', recorded(), { amount: cash('200.00 USD') }, 'amount.currency'],
    ['of an amount for which a line of an account speaks', witnessed, { amount: cash('220.00 CAD') }, 'payment/amount-has-evidence'],
    ['of a foreign amount without what it became', foreign, { amount: cash('220.00 USD') }, 'settled'],
    ['with a fee above it', recorded(), { fee: cash('200.01 CAD') }, 'fee'],
    ['to an offering nobody defined', recorded(), { offering: 'constructor' }, 'offering'],
    ['to a place and a treatment at once', recorded(), { place: 'ON', tax: { treatment: 'exempt' } }, 'place'],
  ])('%s', (_, payment, more, why) => {
    expect(refusalOf(() => correct(payment, more))).toBe(why);
  });

  it('once it is out of the books', () => {
    const out = voidPayment(recorded(), { ...asked, payment: 'p1', reason: 'recorded-twice' }, promising(), october, now);
    expect(refusalOf(() => correct(fold(out.payment, recorded()), { amount: cash('1.00 CAD') }))).toBe('payment/voided');
  });
});

describe('Corrected and corrected back, nothing is left over', () => {
  const details = fc.record({
    minor: fc.bigInt({ min: 1n, max: 10n ** 7n }),
    feePercent: fc.bigInt({ min: 0n, max: 100n }),
    offering: fc.constantFrom('ces-50', 'group', 'counselling-reduced'),
    day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-10-04', '2026-11-30'),
    settledMinor: fc.bigInt({ min: 1n, max: 10n ** 7n }),
    place: fc.constantFrom('ON' as const, 'NS' as const, 'abroad' as const),
  });
  const world = fc.record({
    base: fc.constantFrom<Base>(...bases),
    shareBp: fc.integer({ min: 1, max: 10_000 }),
    currency: fc.constantFrom('CAD', 'USD'),
    rules: fc.tuple(fc.constantFrom('home' as const, 'own' as const), fc.constantFrom('home' as const, 'own' as const)),
    first: details,
    others: fc.array(details, { minLength: 1, maxLength: 4 }),
    refundPercent: fc.bigInt({ min: 0n, max: 100n }),
  });

  it('in no fund and in no account, through two versions of the promise, and after a full refund or taken out nothing remains', () => {
    fc.assert(
      fc.property(world, fc.boolean(), ({ base, shareBp, currency, rules, first, others, refundPercent }, takesOut) => {
        const one = promising({ base, shareBp, currencyRule: rules[0] }, practice());
        const second = {
          ...promise,
          base: bases[(bases.indexOf(base) + 1) % 3]!,
          shareBp: 3333,
          currencyRule: rules[1],
          startsOn: '2026-10-01',
        };
        const books = foldBooks(adoptPledgePolicy(one, second, openedAt), one);
        const said = ({ minor, feePercent, offering, day, settledMinor, place }: typeof first) => ({
          amount: money(minor, currency),
          fee: money((minor * feePercent) / 100n, currency),
          offering,
          place,
          receivedAt: `${day}T16:00:00.000Z`,
          ...(currency !== 'CAD' && { settled: { amount: money(settledMinor, 'CAD'), source: 'bank' } }),
        });
        const begun = recordPayment(paymentStream('p1').unborn, 'p1', { ...entry, ...said(first) }, {}, books, october);
        let payment = fold(begun.payment);
        const facts: (PaymentFact | FundFact)[] = [...begun.payment, ...begun.fund];
        const then = (outcome: { payment: PaymentFact[]; fund: FundFact[] }) => {
          payment = fold(outcome.payment, payment);
          facts.push(...outcome.payment, ...outcome.fund);
        };
        const standing = () => ({ funds: fundsOf(facts), accounts: balancesOf(facts) });
        const least = [first, ...others].reduce((min, { minor }) => (minor < min ? minor : min), first.minor);
        const part = money((least * refundPercent) / 100n, currency);
        if (part.minor > 0n)
          then(refundPayment(payment, { ...asked, payment: 'p1', amount: part, refundedAt: now.replace('2026', '2027') }, books, october));
        const before = standing();
        for (const other of [...others, first]) then(correct(payment, said(other), books));
        expect(standing()).toEqual(before);

        const rest = detailsOf(payment)!.amount.minor - part.minor;
        if (takesOut) then(voidPayment(payment, { ...asked, payment: 'p1', reason: 'not-a-payment' }, books, october, now));
        else if (rest > 0n)
          then(
            refundPayment(
              payment,
              { ...asked, payment: 'p1', amount: money(rest, currency), refundedAt: now.replace('2026', '2027') },
              books,
              october,
            ),
          );
        expect(Object.values(fundsOf(facts)).filter(({ minor }) => minor !== 0n)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** What is available in each fund, by currency. */
function fundsOf(facts: readonly (PaymentFact | FundFact)[]): Record<string, Money> {
  const funds: Record<string, Fund> = {};
  for (const fact of facts) {
    if (fact.type !== 'ObligationDerived' && fact.type !== 'ObligationAdjusted') continue;
    const { currency } = fact.type === 'ObligationDerived' ? fact.data.owed : fact.data.by;
    funds[currency] = evolveFund(funds[currency] ?? emptyFund(currency), fact);
  }
  return Object.fromEntries(
    Object.entries(funds).flatMap(([currency, { available }]) => (available.minor === 0n ? [] : [[currency, available]])),
  );
}

/** Every account that is not at zero; each event sums to zero by itself. */
function balancesOf(facts: readonly (PaymentFact | FundFact)[]): unknown {
  const balances = new Balances();
  for (const fact of facts) expect(balances.add(postingsOf(fact))).toEqual([]);
  return balances
    .all()
    .filter(({ account, amount }) => amount.minor !== 0n && !account.startsWith('expenses:promise'))
    .map(({ account, amount }) => `${account} ${amount.minor} ${amount.currency}`);
}
