import { cash } from '../../test/support/given.js';
import type { LedgerEvent } from './events.js';
import { leftForReview, nothingRecorded, runsInWords, withEvents } from './import-outcome.js';

const event = (type: LedgerEvent['type'], data: object = {}): LedgerEvent =>
  ({ type, data, happenedAt: '2026-10-04T16:00:00.000Z' }) as LedgerEvent;

describe('what recording lines came to', () => {
  it('is counted and summed by currency, part after part', () => {
    const first = withEvents(nothingRecorded, [
      event('ObservationRecorded'),
      event('PaymentReceived', { amount: cash('200.00 CAD') }),
      event('ObligationDerived', { owed: cash('40.00 CAD') }),
      event('ObservationMatched'),
      event('ObservationRecorded'),
    ]);
    const both = withEvents(first, [
      event('ObservationRecorded'),
      event('ObservationDismissed'),
      event('ObservationRecorded'),
      event('PaymentReceived', { amount: cash('30.00 USD') }),
      event('PaymentReceived', { amount: cash('0.50 CAD') }),
      event('ObservationMatched'),
    ]);
    expect(both).toEqual({
      recorded: 4,
      payments: 3,
      matched: 2,
      dismissed: 1,
      received: [cash('200.50 CAD'), cash('30.00 USD')],
      setAside: [cash('40.00 CAD')],
    });
    expect(leftForReview(both)).toBe(1);
  });

  it.each([
    [[], ''],
    [[7], '7'],
    [[2, 3, 4], '2 to 4'],
    [[2, 3, 9], '2 to 3 and 9'],
    [[2, 4, 5, 6, 8], '2, 4 to 6 and 8'],
  ])('lines %j are said as "%s"', (numbers, words) => {
    expect(runsInWords(numbers)).toBe(words);
  });
});
