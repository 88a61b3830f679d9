import { coveredPeriod } from '../public-log/schedule.js';
import { judgeBatches, judgeReturns } from './eligible-payouts.js';
import { money } from './money.js';
import type { Carried } from './publication.js';
import type { FinalPayout, ReturnedPayout, Standing } from './publication-books.js';
import { type PublishedRules, presetRules } from './publication-rules.js';

const guarded = presetRules('guarded');

const standing = (date = '2026-12-08', carried: readonly Carried[] = [], rules: Partial<PublishedRules> = {}): Standing => {
  const inForce = { ...guarded, ...rules };
  return {
    date,
    period: coveredPeriod(date, () => inForce.delayDays),
    rulesOf: () => inForce,
    unitOf: () => 500n,
    isStated: () => true,
    carried,
  };
};

/** `Ada 20.00` is a payout of CAD 20.00 to Ada, sent in October and final in November. */
const sent = (text: string, more: Partial<FinalPayout> = {}): readonly FinalPayout[] =>
  text.split(', ').map((one, at) => {
    const [person = '', amount = ''] = one.split(' ');
    const minor = BigInt(amount.replace('.', ''));
    const paid = money(minor, more.paid?.currency ?? 'CAD');
    const given = more.given ? money((minor * 137n) / 100n, more.given.currency) : paid;
    const payoutId = `${person}-${at}-${more.month ?? '2026-10'}`;
    return { payoutId, person, month: '2026-10', finalAt: '2026-11-20T12:00:00.000Z', ...more, paid, given };
  });
const inUsd = { paid: money(0n, 'USD'), given: money(0n, 'USD') };
const cadToUsd = { paid: money(0n, 'USD'), given: money(0n, 'CAD') };

const five = 'Ada 20.00, Bo 20.00, Cy 20.00, Di 20.00, Eve 20.00';

describe('Money passed on is published', () => {
  it.each([
    ['four people wait', 'Ada 20.00, Bo 20.00, Cy 20.00, Di 20.00', 'fewer-than-k'],
    ['five people are enough', five, 20],
    ['four people in five payouts are four people', 'Ada 20.00, Bo 20.00, Cy 20.00, Di 20.00, Di 20.00', 'fewer-than-k'],
    ['one person with 51 percent keeps all waiting', 'Ada 255.00, Bo 61.25, Cy 61.25, Di 61.25, Eve 61.25', 'dominance'],
    ['one person with exactly half does not', 'Ada 240.00, Bo 60.00, Cy 60.00, Di 60.00, Eve 60.00', 96],
    ['half is told person by person, not payout by payout', 'Ada 130.00, Ada 125.00, Bo 60.00, Cy 60.00, Di 60.00, Eve 60.00', 'dominance'],
    ['a person with less than one unit hides nobody', 'Ada 50.00, Bo 50.00, Cy 50.00, Di 50.00, Eve 4.00', 'fewer-than-k'],
    ['half is reckoned of what is shown, after the cents are kept back', 'Ada 25.01, Bo 6.25, Cy 6.25, Di 6.25, Eve 6.26', 'dominance'],
  ])('by people: %s', (_, payouts, expected) => {
    const { figures, waits, counted } = judgeBatches(sent(payouts), standing());
    if (typeof expected === 'number') {
      expect(figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: expected }]);
      expect(counted).toHaveLength(payouts.split(', ').length);
    } else {
      expect(figures).toEqual([]);
      expect(counted).toEqual([]);
      expect(waits.map(({ why }) => why)).toEqual([expected]);
    }
  });

  it('only once it is final, and only after the delay; the rest goes without it', () => {
    const late = sent('Flo 20.00', { finalAt: '2026-12-08T16:00:00.001Z' });
    const early = sent('Gus 20.00', { month: '2026-11' });
    const { figures, waits } = judgeBatches([...sent(five), ...late, ...early], standing());
    expect(figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 20 }]);
    expect(waits.map(({ why, refs }) => [why, refs])).toEqual([
      ['delay', ['Gus-0-2026-11']],
      ['not-final', ['Flo-0-2026-10']],
    ]);
  });

  it('after several waits, together with the people who joined since', () => {
    const waiting = [
      ...sent('Ada 20.00, Bo 20.00'),
      ...sent('Cy 20.00', { month: '2026-11' }),
      ...sent('Di 20.00, Eve 20.00', { month: '2026-12' }),
    ];
    expect(judgeBatches(waiting, standing('2026-12-08')).figures).toEqual([]);
    expect(judgeBatches(waiting, standing('2027-01-12')).figures).toEqual([]);
    expect(judgeBatches(waiting, standing('2027-02-09')).figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 20 }]);
  });

  it('by the stricter of the rules it was sent under and those of the day', () => {
    const three = sent('Ada 20.00, Bo 20.00, Cy 20.00');
    const loosened = {
      ...standing('2027-01-12', [], { k: 3, delayDays: 7 }),
      rulesOf: (month: string) => (month < '2026-12' ? guarded : presetRules('open')),
    };
    expect(judgeBatches(three, loosened).waits.map(({ why }) => why)).toEqual(['fewer-than-k']);
    const after = three.map((payout) => ({ ...payout, month: '2026-12', finalAt: '2026-12-20T12:00:00.000Z' }));
    expect(judgeBatches(after, loosened).figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 12 }]);
  });

  it('in whole units: what is off the unit gathers until it makes one', () => {
    const off = 'Ada 21.50, Bo 21.50, Cy 21.50, Di 21.50, Eve 21.50';
    const first = judgeBatches(sent(off), standing());
    expect(first.figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 21 }]);
    expect(first.carried).toEqual([{ paid: money(250n, 'CAD'), given: money(250n, 'CAD') }]);
    const second = judgeBatches(
      sent(off, { month: '2026-11', finalAt: '2027-01-01T12:00:00.000Z' }),
      standing('2027-01-12', first.carried),
    );
    expect(second.figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 22 }]);
    expect(second.carried).toEqual([]);
  });

  it('in each currency by itself: five here and four there are one batch', () => {
    const { figures, waits } = judgeBatches([...sent(five), ...sent('Fay 20.00, Gus 20.00, Hal 20.00, Ida 20.00', inUsd)], standing());
    expect(figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 20 }]);
    expect(waits.map(({ currency, why }) => [currency, why])).toEqual([['USD', 'fewer-than-k']]);
  });
});

describe('Money that the fund converted', () => {
  it('is a batch in the currency received, and one sum of what was given for it', () => {
    const { figures, conversions } = judgeBatches(sent(five, cadToUsd), standing());
    expect(figures).toEqual([{ currency: 'USD', unitMinor: 500n, count: 20 }]);
    expect(conversions).toEqual([{ from: money(13_700n, 'CAD'), to: money(10_000n, 'USD') }]);
  });

  it('waits by itself where its own people are too few, whatever else is paid in that currency', () => {
    const { figures, conversions, waits } = judgeBatches([...sent(five, inUsd), ...sent('Fay 20.00', cadToUsd)], standing());
    expect(figures).toEqual([{ currency: 'USD', unitMinor: 500n, count: 20 }]);
    expect(conversions).toEqual([]);
    expect(waits.map(({ why, refs }) => [why, refs])).toEqual([['fewer-than-k', ['Fay-0-2026-10']]]);
  });

  it('leaves nobody alone beside it: what was not converted needs as many people', () => {
    const { figures, waits } = judgeBatches([...sent(five, cadToUsd), ...sent('Fay 20.00', inUsd)], standing());
    expect(figures).toEqual([{ currency: 'USD', unitMinor: 500n, count: 20 }]);
    expect(waits.map(({ refs }) => refs)).toEqual([['Fay-0-2026-10']]);
  });

  it('keeps back what was given for cents that made no unit yet, to the cent', () => {
    const off = 'Ada 21.00, Bo 21.00, Cy 21.00, Di 21.00, Eve 20.00';
    const { conversions, carried } = judgeBatches(sent(off, cadToUsd), standing());
    expect(conversions).toEqual([{ from: money(13_700n, 'CAD'), to: money(10_000n, 'USD') }]);
    expect(carried).toEqual([{ paid: money(400n, 'USD'), given: money(548n, 'CAD') }]);
  });
});

describe('Money that came back after it was published', () => {
  const back = (text: string, month = '2026-10', more: Partial<FinalPayout> = {}): readonly ReturnedPayout[] =>
    sent(text, { month, ...more });

  it('is not stated while it is one person’s, or four', () => {
    for (const people of ['Ada 20.00', 'Ada 20.00, Bo 20.00, Cy 20.00, Di 20.00']) {
      const { figures, returned, released, carried } = judgeReturns(back(people), standing());
      expect({ figures, returned, released, carried }).toEqual({
        figures: [],
        returned: [],
        released: [],
        carried: [],
      });
    }
  });

  it('is stated as one sum once five people’s has', () => {
    const { figures, returned } = judgeReturns(
      [...back('Ada 20.00, Bo 20.00', '2026-08'), ...back('Cy 20.00, Di 20.00, Eve 20.00')],
      standing(),
    );
    expect(figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 20 }]);
    expect(returned).toHaveLength(5);
  });

  it('is available again after twelve months, and later batches leave out as many slots', () => {
    const returns = judgeReturns(back('Ada 20.00', '2025-10'), standing());
    expect(returns.released).toEqual(['Ada-0-2025-10']);
    const batches = judgeBatches(sent(five), standing('2026-12-08', returns.carried));
    expect(batches.figures).toEqual([{ currency: 'CAD', unitMinor: 500n, count: 16 }]);
    expect(batches.carried).toEqual([]);
  });

  it('and was converted is never stated, since the sum would have to be converted back', () => {
    const recent = judgeReturns(back(five, '2026-10', cadToUsd), standing());
    expect([recent.figures, recent.waits.map(({ why }) => why)]).toEqual([[], ['conversion-return']]);
    const old = judgeReturns(back(five, '2025-10', cadToUsd), standing());
    expect(old.released).toHaveLength(5);
    expect(old.carried).toEqual([{ paid: money(-10_000n, 'USD'), given: money(-13_700n, 'CAD') }]);
  });

  it('keeps a batch waiting that would have no slots left', () => {
    const carried = [{ paid: money(-10_000n, 'CAD'), given: money(-10_000n, 'CAD') }];
    expect(judgeBatches(sent(five), standing('2026-12-08', carried)).waits.map(({ why }) => why)).toEqual(['below-a-unit']);
  });
});
