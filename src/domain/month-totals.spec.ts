import { cash } from '../../test/support/given.js';
import { type MonthChanges, addedChanges, heldBy, noChanges, restatedTotals, totalOf } from './month-totals.js';

const changes = (currency: string, said: Partial<Record<keyof MonthChanges, string>>): MonthChanges => ({
  ...noChanges(currency),
  ...Object.fromEntries(Object.entries(said).map(([name, amount]) => [name, cash(`${amount} ${currency}`)])),
});

describe('What a month says in one currency', () => {
  it('closes with what it opened with, and with what was set aside, adjusted, covered, sent and came back; never with what was paid', () => {
    const said = { kept: '900.00', tax: '40.00', fees: '3.00', setAside: '180.00', adjusted: '-8.00', advanced: '5.00', sent: '60.00' };
    const total = totalOf(cash('20.00 CAD'), changes('CAD', { ...said, cameBack: '10.00' }));
    expect([heldBy(total), total.closing]).toEqual([cash('127.00 CAD'), cash('147.00 CAD')]);
  });

  it('and nothing where nothing was booked', () => {
    expect(totalOf(cash('300 JPY'), noChanges('JPY')).closing).toEqual(cash('300 JPY'));
  });
});

describe('What came late for a closed month', () => {
  const october = [totalOf(cash('10.00 CAD'), changes('CAD', { kept: '200.00', setAside: '40.00' }))];

  it('is added currency by currency; what it opened with stays', () => {
    expect(restatedTotals(october, [changes('CAD', { kept: '-50.00', adjusted: '-10.00' })])).toEqual([
      totalOf(cash('10.00 CAD'), changes('CAD', { kept: '150.00', setAside: '40.00', adjusted: '-10.00' })),
    ]);
  });

  it('may bring a currency that the month did not know', () => {
    const restated = restatedTotals(october, [changes('USD', { kept: '100.00' })]);
    expect(restated.map(({ opening, kept, closing }) => [opening, kept, closing])).toEqual([
      [cash('10.00 CAD'), cash('200.00 CAD'), cash('50.00 CAD')],
      [cash('0.00 USD'), cash('100.00 USD'), cash('0.00 USD')],
    ]);
  });

  it('comes to the same in any order', () => {
    const [one, other] = [[changes('CAD', { sent: '5.00' })], [changes('USD', { kept: '1.00' }), changes('CAD', { sent: '2.00' })]];
    expect(addedChanges(one, other)).toEqual(addedChanges(other, one));
    expect(restatedTotals(restatedTotals(october, one), other)).toEqual(restatedTotals(october, addedChanges(one, other)));
  });
});
