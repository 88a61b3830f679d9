import { type Money, divideHalfUp, isPositive, money, nothing } from './money.js';
import type { PaymentDetails } from './payment.js';
import { type Obligation, type PledgePolicy, fundCurrencyOf, obligationOf } from './pledge.js';
import { taxIn } from './tax.js';

/** As much of a payment as decides what is owed of it. */
export type Owing = Pick<PaymentDetails, 'amount' | 'fee' | 'tax' | 'settled'>;

/**
 * The obligation as it would be had only what remains been paid; each refund books the difference to the last. The fee stays whole:
 * PayPal does not give it back.
 */
export function obligationFor({ amount, tax, fee, settled }: Owing, remaining: Money, policy: PledgePolicy, home: string): Obligation {
  const shrunk = settled && {
    ...settled,
    amount: money(divideHalfUp(settled.amount.minor * remaining.minor, amount.minor), settled.amount.currency),
  };
  return obligationOf({ amount: remaining, tax: taxIn(remaining, tax), fee, ...(shrunk && { settled: shrunk }) }, policy, home);
}

/** What is owed of what remains; of nothing, nothing. */
export function owedFor(received: Owing, remaining: Money, policy: PledgePolicy, home: string): Money {
  if (!isPositive(remaining)) return nothing(fundCurrencyOf(received.amount, policy, home));
  return obligationFor(received, remaining, policy, home).owed;
}
