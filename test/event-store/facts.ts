import { money } from '../../src/domain/money.js';
import type { PaymentFact } from '../../src/domain/payment.js';

/** One dollar in cash, the least that a payment can say. @param over what this one says otherwise, also what no payment may say */
export const received = (payment: string, over: object = {}): PaymentFact =>
  ({
    type: 'PaymentReceived',
    happenedAt: '2026-10-04T16:00:00.000Z',
    data: {
      payment,
      amount: money(100n, 'CAD'),
      fee: money(0n, 'CAD'),
      method: 'cash',
      offering: 'ces-50',
      insidePledge: true,
      tax: { treatment: 'exempt' },
      taxIncluded: money(0n, 'CAD'),
      month: '2026-10',
      ...over,
    },
  }) as PaymentFact;
