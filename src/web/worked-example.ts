import { type Money, parsePositive, shareHalfUp, taxInsideHalfUp } from '../domain/money.js';
import { type Base, bases, obligationOf, type PledgePolicy } from '../domain/pledge.js';

/** One payment taken as an example, with what each base would make of it. Computed as the books compute it. */
export interface WorkedExample {
  readonly paid: Money;
  readonly tax: Money;
  readonly fee: Money;
  /** What the share is taken of, and what is set aside. */
  readonly base: Readonly<Record<Base, Money>>;
  readonly owed: Readonly<Record<Base, Money>>;
}

/**
 * 200.00 with 5 % tax inside (9.52) and, where fees count, 6.10 kept by PayPal: 40.00, 38.10 or 36.88 at 20 %.
 * @param units what is paid, in whole units of the currency
 */
export function workedExample(shareBp: number, currency: string, units = 200, taxBp = 500): WorkedExample {
  const policy = (base: Base): PledgePolicy => ({
    version: 1,
    shareBp,
    base,
    rounding: 'half-up-per-payment',
    currencyRule: 'home',
    startsOn: '2026-01-01',
    words: '',
  });
  const paid = parsePositive(String(units), currency);
  const tax = taxInsideHalfUp(paid, taxBp);
  const fee = shareHalfUp(paid, 305);
  const obligations = bases.map((base) => [base, obligationOf({ amount: paid, tax, fee }, policy(base), currency)] as const);
  return {
    paid,
    tax,
    fee,
    base: Object.fromEntries(obligations.map(([base, { base: of }]) => [base, of])) as Record<Base, Money>,
    owed: Object.fromEntries(obligations.map(([base, { owed }]) => [base, owed])) as Record<Base, Money>,
  };
}
