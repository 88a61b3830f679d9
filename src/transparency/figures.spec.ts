import fc from 'fast-check';
import { minus, money } from '../domain/money.js';
import { publishedFunds } from './figures.js';
import type { StatedFund } from './pages/statement.js';
import type { StatedMonth } from './published.js';

type Sums = { accrued?: bigint; returned?: bigint; convertedIn?: bigint; convertedOut?: bigint; paid?: bigint };

/** Months from January on, each opening with the last closing, as the log's arithmetic has it. */
function months(opening: bigint, sums: readonly Sums[], currency = 'CAD'): StatedMonth[] {
  let carried = opening;
  return sums.map(({ accrued = 0n, returned = 0n, convertedIn = 0n, convertedOut = 0n, paid = 0n }, index) => {
    const of = (minor: bigint) => money(minor, currency);
    const before = carried;
    carried = before + accrued + returned + convertedIn - convertedOut - paid;
    const fund: StatedFund = {
      opening: of(before),
      accrued: of(accrued),
      returned: of(returned),
      convertedIn: of(convertedIn),
      convertedOut: of(convertedOut),
      paid: of(paid),
      closing: of(carried),
      batches: [],
    };
    return { month: `2026-${String(index + 1).padStart(2, '0')}`, publishedOn: '2026-12-08', funds: [fund], corrections: [], entries: [] };
  });
}

const fund = (opening: bigint, ...sums: Sums[]) => publishedFunds(months(opening, sums), 'CAD')[0]!;

describe('what the public page says of a currency', () => {
  it('promised less passed on is what is still waiting, always', () => {
    const minor = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const some = fc.record({
      accrued: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }),
      returned: minor,
      convertedIn: minor,
      convertedOut: minor,
      paid: minor,
    });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.array(some, { minLength: 1, maxLength: 14 }), (opening, sums) => {
        const { promised, passedOn, waiting, oldestWaits } = fund(opening, ...sums);
        expect(minus(promised, passedOn)).toEqual(waiting);
        if (waiting.minor > 0n) expect(oldestWaits).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each<[string, bigint, Sums[], number | undefined]>([
    ['nothing waits', 0n, [{ accrued: 500n, paid: 500n }], undefined],
    ['what came with the last publication has waited through none', 0n, [{ accrued: 500n }], 0],
    ['what came one before has waited through one', 0n, [{ accrued: 500n }, { accrued: 200n, paid: 400n }], 1],
    ['the oldest goes first', 0n, [{ accrued: 500n }, { accrued: 200n, paid: 500n }, { paid: 100n }], 1],
    ['what was there before the log began has waited through all', 1500n, [{ paid: 1000n }, {}, {}], 3],
    ['a refund takes from the oldest', 300n, [{ accrued: -300n }, { accrued: 100n }], 0],
    ['more passed on than promised is caught up first', 0n, [{ paid: 500n }, { accrued: 600n }, {}], 1],
  ])('%s', (_, opening, sums, waited) => {
    expect(fund(opening, ...sums).oldestWaits).toBe(waited);
  });

  it('money that came back is not passed on any more', () => {
    expect(fund(0n, { accrued: 5000n, paid: 5000n }, { returned: 2000n })).toMatchObject({
      passedOn: money(3000n, 'CAD'),
      waiting: money(2000n, 'CAD'),
    });
  });

  it('converted money counts where it was promised, once, and leaves no line in the other currency', () => {
    const [cad] = months(0n, [{ accrued: 20000n, convertedOut: 13500n }]) as [StatedMonth];
    const [usd] = months(0n, [{ convertedIn: 10000n, paid: 10000n }], 'USD') as [StatedMonth];
    const funds = publishedFunds([{ ...cad, funds: [...cad.funds, ...usd.funds] }], 'CAD');
    expect(funds).toHaveLength(1);
    expect(funds[0]).toMatchObject({ promised: money(20000n, 'CAD'), passedOn: money(13500n, 'CAD'), waiting: money(6500n, 'CAD') });
  });
});
