import { dayOf } from '../domain/calendar.js';
import type { Offering } from '../domain/offering.js';
import { type Money, money, plus } from '../domain/money.js';
import type { ObligationRow } from '../obligations/obligations.projection.js';
import type { PaymentRow } from '../payments/payments.projection.js';
import type { PaymentLine } from './pages/payments.js';

type Offerings = Readonly<Record<string, Offering>>;

/** What each payment set aside, corrections included. */
export function setAsideBy(rows: readonly ObligationRow[]): ReadonlyMap<string, Money> {
  const sums = new Map<string, Money>();
  for (const { paymentId, owedMinor, currency } of rows) {
    if (!paymentId) continue;
    const owed = money(owedMinor, currency);
    const before = sums.get(paymentId);
    sums.set(paymentId, before ? plus(before, owed) : owed);
  }
  return sums;
}

export function paymentLine(row: PaymentRow, offerings: Offerings, setAside: ReadonlyMap<string, Money>, zone: string): PaymentLine {
  const owed = setAside.get(row.paymentId);
  return {
    payment: row.paymentId,
    day: dayOf(row.receivedAt, zone),
    amount: money(row.amountMinor, row.currency),
    method: row.method,
    offering: offerings[row.offering]?.name ?? row.offering,
    ...(owed && { setAside: owed }),
    state: stateOf(row),
  };
}

function stateOf({ status, refundedMinor, reversedMinor, reinstatedMinor, amountMinor }: PaymentRow): PaymentLine['state'] {
  if (status === 'voided') return 'taken-out';
  if (refundedMinor === 0n) return 'recorded';
  if (reversedMinor - reinstatedMinor === amountMinor) return 'taken-back';
  return refundedMinor === amountMinor ? 'refunded' : 'partly-refunded';
}

/** One sum a currency, in the order in which they first appear. */
export function sumsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, Money>();
  for (const amount of amounts) {
    const before = sums.get(amount.currency);
    sums.set(amount.currency, before ? plus(before, amount) : amount);
  }
  return [...sums.values()];
}
