import type { LedgerEvent } from './events.js';
import { type Books, offeringNamed } from './ledger.js';
import { oddAmount } from './offering.js';

/** What a program is told of a payment that it recorded with an amount that is not usual: recorded all the same, for money that moved moved. */
export interface OddPayment {
  readonly payment: string;
  readonly says: string;
}

export const oddPayments = (events: readonly LedgerEvent[], books: Books): OddPayment[] =>
  events.flatMap((event) => {
    if (event.type !== 'PaymentReceived') return [];
    const { payment, amount, offering, times, settled } = event.data;
    const sold = offeringNamed(books, offering);
    const says = sold && oddAmount(sold, settled?.amount ?? amount, times);
    return says ? [{ payment, says }] : [];
  });
