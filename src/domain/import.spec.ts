import { cash, offerings } from '../../test/support/given.js';
import { proposalFor, unasked } from './import.js';
import { type ObservedLine, normalisedText } from './observed.js';

const line = (more: Partial<ObservedLine> = {}): ObservedLine => ({
  line: 9,
  day: '2026-10-04',
  amount: cash('160.00 CAD'),
  reading: 'money-in',
  why: 'An e-Transfer that came in.',
  method: 'interac',
  text: 'E-TRANSFER',
  ...more,
});
const propose = (more: Partial<ObservedLine>, sold = offerings, alike?: { payment: string; day: string; isLikely: boolean }) =>
  proposalFor(line(more), sold, alike, 'CAD');

describe('The preview says what each line will become, and why', () => {
  it.each<[string, Partial<ObservedLine>, object]>([
    ['an amount that is usual for one offering', {}, { becomes: 'payment', offering: 'ces-50' }],
    ['an amount that is usual for another', { amount: cash('300.00 CAD') }, { becomes: 'payment', offering: 'ces-75' }],
    ['an amount that is usual for none', { amount: cash('90.00 CAD') }, { becomes: 'to-review' }],
    ['money of which nobody says what it is, like wages', { method: 'other' }, { becomes: 'to-review' }],
    ['money that went out', { amount: cash('-50.00 CAD'), reading: 'money-out' }, { becomes: 'dismissed', reason: 'outside-this-ledger' }],
    ['one leg of a conversion', { reading: 'not-income' }, { becomes: 'dismissed', reason: 'not-income' }],
    ['what is not finished at the source', { reading: 'pending' }, { becomes: 'to-review' }],
    ['money from abroad without a rate', { amount: cash('160.00 USD') }, { becomes: 'to-review' }],
    [
      'money from abroad that the file settles',
      { amount: cash('120.00 USD'), settled: { amount: cash('163.20 CAD'), why: '' } },
      { becomes: 'payment', offering: 'ces-50' },
    ],
  ])('%s', (_, more, verdict) => {
    const proposal = propose(more);
    expect(proposal.verdict).toEqual(verdict);
    expect(proposal.why).toMatch(/^[A-Z].*\.$/);
  });

  it('nothing merges silently: what looks like a recorded payment is proposed as evidence for it', () => {
    const proposal = propose({}, offerings, { payment: 'p0', day: '2026-10-03', isLikely: true });
    expect(proposal.verdict).toEqual({ becomes: 'evidence', payment: 'p0' });
    expect(proposal.why).toContain('2026-10-03');
  });

  it('and is chosen beforehand only where day and method agree: two clients may pay the same', () => {
    const proposal = propose({}, offerings, { payment: 'p0', day: '2026-10-01', isLikely: false });
    expect(proposal.verdict).toEqual({ becomes: 'to-review' });
    expect(proposal.why).toContain('may be the same money');
  });

  it('money that went out is never taken for a recorded payment', () => {
    expect(propose({ reading: 'money-out' }, offerings, { payment: 'p0', day: '2026-10-03', isLikely: true }).verdict.becomes).toBe(
      'dismissed',
    );
  });

  it('an amount that two offerings could be is asked about', () => {
    expect(propose({ amount: cash('230.00 CAD') }).why).toMatch(/Check the offering\.$/);
    expect(propose({}).why).toMatch(/usual for Co-envisioning, 50 minutes\.$/);
  });

  it('without an offering it waits until one is defined', () => {
    expect(propose({}, []).verdict).toEqual({ becomes: 'to-review' });
  });
});

describe('Where nobody looks at a line', () => {
  const payment = { becomes: 'payment', offering: 'ces-50' } as const;
  const evidence = { becomes: 'evidence', payment: 'p' } as const;
  const aside = { becomes: 'dismissed', reason: 'not-income' } as const;
  const seen = { becomes: 'dismissed', reason: 'seen-elsewhere' } as const;
  const waits = { becomes: 'to-review' } as const;
  it.each([
    ['what is no income is put aside', 'not-income', aside, false, aside],
    ['what went out too', 'money-out', aside, true, aside],
    ['a payment waits', 'money-in', payment, false, waits],
    ['unless somebody said beforehand that what is proposed may be recorded', 'money-in', payment, true, payment],
    ['nothing is matched', 'money-in', evidence, true, waits],
    ['nothing is taken for what was seen before', 'money-in', seen, true, waits],
    ['what cannot be told waits', 'unknown', waits, true, waits],
  ] as const)('%s', (_, reading, verdict, recordsPayments, becomes) => {
    expect(unasked(reading, { verdict, why: '' }, recordsPayments)).toEqual(becomes);
  });
});

describe('Two lines are told apart by their words', () => {
  it.each([
    ['e-Transfer  received', 'E-TRANSFER RECEIVED'],
    [' Café ', 'CAFE\u0301'],
    ['ﬁne', 'FINE'],
  ])('"%s" and "%s" are the same', (one, other) => {
    expect(normalisedText(one)).toBe(normalisedText(other));
  });
});
