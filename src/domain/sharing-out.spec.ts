import fc from 'fast-check';
import { cash, refusalOf } from '../../test/support/given.js';
import { mostShares, refuseUnfitShares, sharedEvenly } from './sharing-out.js';
import { formatAmount, money } from './money.js';

const unit = cash('5.00 CAD');
const five = ['ash', 'birch', 'cedar', 'dogwood', 'elm'].map((call) => ({ call }));
const told = (available: string, calls: Parameters<typeof sharedEvenly>[2], most?: string) => {
  const { shares, left } = sharedEvenly(cash(`${available} CAD`), unit, calls, most ? cash(`${most} CAD`) : undefined);
  return `${[...shares.values()].map(formatAmount).join(' ')} left ${formatAmount(left)}`;
};
const with20 = (call: string) => ({ call, room: cash('20.00 CAD') });

describe('Money is shared out evenly among calls, in whole units', () => {
  it.each<[string, string, string]>([
    ['five calls and 180.00', told('180.00', five), '35.00 35.00 35.00 35.00 35.00 left 5.00'],
    ['what comes out even', told('100.00', five), '20.00 20.00 20.00 20.00 20.00 left 0.00'],
    ['what is below the unit stays', told('103.40', five), '20.00 20.00 20.00 20.00 20.00 left 3.40'],
    ['less than one unit for each', told('20.00', five), '0.00 0.00 0.00 0.00 0.00 left 20.00'],
    ['nothing', told('0.00', five), '0.00 0.00 0.00 0.00 0.00 left 0.00'],
    ['more went out than came in', told('-40.00', five), '0.00 0.00 0.00 0.00 0.00 left -40.00'],
    ['one call', told('42.00', [{ call: 'ash' }]), '40.00 left 2.00'],
    ['nobody', told('42.00', []), ' left 42.00'],
    [
      'one with less room leaves more to the others',
      told('180.00', [with20('ash'), ...five.slice(1)]),
      '20.00 40.00 40.00 40.00 40.00 left 0.00',
    ],
    [
      'all with little room',
      told(
        '180.00',
        five.map(({ call }) => with20(call)),
      ),
      '20.00 20.00 20.00 20.00 20.00 left 80.00',
    ],
    ['no payout above its ceiling', told('180.00', five, '30.00'), '30.00 30.00 30.00 30.00 30.00 left 30.00'],
    [
      'one that has received all it may',
      told('100.00', [{ call: 'ash', room: cash('0.00 CAD') }, ...five.slice(1)]),
      '0.00 25.00 25.00 25.00 25.00 left 0.00',
    ],
  ])('%s', (_, shared, expected) => {
    expect(shared).toBe(expected);
  });

  it('whatever there is: nothing is lost, all parts are whole units, nobody gets more than their room, and equal room is equal money', () => {
    const rooms = fc.array(fc.option(fc.bigInt(0n, 40_000n)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt(0n, 400_000n), rooms, (minor, limits) => {
        const calls = limits.map((room, index) => ({ call: `call-${index}`, ...(room !== null && { room: money(room, 'CAD') }) }));
        const { shares, left } = sharedEvenly(money(minor, 'CAD'), unit, calls);
        const given = calls.map(({ call }) => shares.get(call)!.minor);
        expect(given.reduce((sum, one) => sum + one, left.minor)).toBe(minor);
        expect(given.every((one) => one >= 0n && one % 500n === 0n)).toBe(true);
        const unfilled = calls.filter(({ room }, index) => room === undefined || given[index]! + 500n <= room.minor);
        for (const [index, { room }] of calls.entries()) if (room) expect(given[index]! <= room.minor).toBe(true);
        const equal = new Set(unfilled.map(({ call }) => shares.get(call)!.minor));
        expect(equal.size).toBeLessThanOrEqual(1);
        for (const one of given) for (const most of equal) expect(one <= most).toBe(true);
        expect(left.minor < BigInt(Math.max(unfilled.length, 1)) * 500n || unfilled.length === 0).toBe(true);
      }),
    );
  });
});

describe('Several proposals in one step', () => {
  const share = (call: string) => ({ call, amount: unit });
  it.each([
    ['none at all', [], 'shares'],
    ['the same call twice', [share('ash'), share('ash')], 'shares'],
    ['too many', Array.from({ length: mostShares + 1 }, (_, index) => share(`call-${index}`)), 'shares'],
    ['one each', [share('ash'), share('birch')], undefined],
  ])('%s', (_, shares, fault) => {
    expect(refusalOf(() => refuseUnfitShares(shares))).toBe(fault);
  });
});
