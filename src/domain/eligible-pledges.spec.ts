import { coveredPeriod } from '../public-log/schedule.js';
import { judgePledges, statedOpenings } from './eligible-pledges.js';
import type { Accrual, PublicationBooks, Standing } from './publication-books.js';
import { type PublishedRules, presetRules } from './publication-rules.js';

const standing = (date = '2026-12-08', rules: Partial<PublishedRules> = {}, isStated = true): Standing => {
  const inForce = { ...presetRules('guarded'), ...rules };
  return {
    date,
    period: coveredPeriod(date, () => inForce.delayDays),
    rulesOf: () => inForce,
    unitOf: () => 500n,
    isStated: () => isStated,
    carried: [],
  };
};

/** Payments of October by those payers, `?` where the payer is not known; each owes 40.00. */
const paidBy = (payers: string, month = '2026-10'): readonly Accrual[] =>
  [...payers].map((payer, at) => ({
    ref: `${month}-${at}`,
    kind: 'payment',
    currency: 'CAD',
    month,
    owedMinor: 4000n,
    ...(payer === '?' ? {} : { payer }),
  }));
const refund = (of: string, owedMinor: bigint, month = '2026-10'): Accrual => ({
  ref: `refund of ${of}`,
  kind: 'adjustment',
  of,
  currency: 'CAD',
  month,
  owedMinor,
});

/** Every entry with a ref of its own, and the payment that it is about. */
const aboutPayments = (accruals: readonly Accrual[]): readonly Accrual[] =>
  accruals.map((accrual, at) => ({ ...accrual, ref: String(at + 1), of: accrual.of ?? accrual.ref }));

type Waiting = Pick<PublicationBooks, 'accruals' | 'payersConfirmed'>;
const judge = (accruals: readonly Accrual[], on = standing(), confirmed: readonly string[] = []) => {
  const waiting: Waiting = { accruals, payersConfirmed: confirmed.map((period) => ({ period, currency: 'CAD' })) };
  const { figures, waits, counted } = judgePledges(waiting as PublicationBooks, on);
  return { minor: figures.map((figure) => figure.minor), why: waits.map((wait) => wait.why), counted: counted.length };
};

describe('A figure of what was promised', () => {
  it.each([
    ['five payments of five payers', paidBy('abcde'), [20_000n], []],
    ['four payments', paidBy('abcd'), [], ['five-payments']],
    ['five payments of four payers', paidBy('abcdd'), [], ['five-payments']],
    ['five payments of unknown payers, not confirmed', paidBy('?????'), [], ['payers-unknown']],
    ['five known payers and some unknown', paidBy('abcde??'), [28_000n], []],
    ['one refunded in part', [...paidBy('abcde'), refund('2026-10-0', -1000n)], [19_000n], []],
    ['one refunded whole, which leaves four', [...paidBy('abcde'), refund('2026-10-0', -4000n)], [], ['five-payments']],
    ['one refunded whole later, which leaves four', [...paidBy('abcde'), refund('2026-10-0', -4000n, '2026-12')], [], ['five-payments']],
    ['entries that name their payment, as the books hand them over', aboutPayments(paidBy('abcde')), [20_000n], []],
    ['one of those refunded whole', aboutPayments([...paidBy('abcde'), refund('2026-10-0', -4000n)]), [], ['five-payments']],
    ['refunds alone', [refund('2026-09-0', -4000n)], [], ['only-adjustments']],
    ['payments that owe nothing', paidBy('abcde').map((accrual) => ({ ...accrual, owedMinor: 0n })), [], ['five-payments']],
    ['payments of a month that has not lain long enough', paidBy('abcde', '2026-11'), [], ['delay']],
  ])('stands for at least five payments of five payers: %s', (_, accruals, minor, why) => {
    expect(judge(accruals)).toMatchObject({ minor, why });
  });

  it('stands for unknown payers once the practitioner confirms that month and currency, and no other', () => {
    expect(judge(paidBy('?????'), standing(), ['2026-10'])).toMatchObject({ minor: [20_000n], why: [] });
    expect(judge(paidBy('?????'), standing(), ['2026-09'])).toMatchObject({ minor: [], why: ['payers-unknown'] });
  });

  it('is not helped by a word where the ledger knows better', () => {
    expect(judge(paidBy('aaaaa'), standing(), ['2026-10'])).toMatchObject({ minor: [], why: ['five-payments'] });
    expect(judge(paidBy('aaaa?'), standing(), ['2026-10'])).toMatchObject({ minor: [], why: ['five-payments'] });
  });

  it('rolls forward: four in October and one in November are one figure for November', () => {
    const accruals = [...paidBy('abcd'), ...paidBy('e', '2026-11')];
    expect(judge(accruals)).toMatchObject({ minor: [], counted: 0 });
    expect(judge(accruals, standing('2027-01-12'))).toMatchObject({ minor: [20_000n], counted: 5 });
  });

  it('nets refunds of earlier figures, even below zero', () => {
    const refunds = ['x', 'y', 'z'].map((of) => refund(of, -10_000n));
    expect(judge([...paidBy('abcde'), ...refunds])).toMatchObject({ minor: [-10_000n], counted: 8 });
  });

  it('by the quarter, comes with the quarter’s last month alone', () => {
    const quarterly = { pledgeEvery: 'quarterly' } as const;
    const accruals = [...paidBy('abc'), ...paidBy('de', '2026-11'), ...paidBy('f', '2026-12')];
    expect(judge(accruals, standing('2027-01-12', quarterly))).toMatchObject({ minor: [], why: ['quarter'] });
    expect(judge(accruals, standing('2027-02-09', quarterly))).toMatchObject({ minor: [24_000n], why: [] });
  });

  it('stands for fewer where the practitioner stated that clients may be recognisable', () => {
    expect(judge(paidBy('ab'), standing('2026-12-08', { minPayments: 2 }))).toMatchObject({ minor: [8000n] });
  });

  it('is made for each currency by itself', () => {
    const euros = paidBy('fgh').map((accrual) => ({ ...accrual, ref: `eur-${accrual.ref}`, currency: 'EUR' }));
    expect(judge([...paidBy('abcde'), ...euros])).toMatchObject({
      minor: [20_000n],
      why: ['five-payments'],
      counted: 5,
    });
  });
});

describe('A balance from before the ledger', () => {
  const opening: Accrual = { ref: 'before', kind: 'opening', currency: 'CAD', month: '2026-10', owedMinor: 12_345n };

  it('is the opening of the first statement of its currency', () => {
    expect(statedOpenings([opening], standing('2026-12-08', {}, false))).toEqual({
      figures: { CAD: 12_345n },
      counted: ['before'],
    });
  });

  it('said after that, is netted into the next figure and counts as no payment', () => {
    expect(statedOpenings([opening], standing())).toEqual({ figures: {}, counted: [] });
    expect(judge([opening])).toMatchObject({ minor: [], why: ['only-adjustments'] });
    expect(judge([...paidBy('abcde'), opening])).toMatchObject({ minor: [32_345n], counted: 6 });
  });
});
