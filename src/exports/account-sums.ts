import type { Month } from '../domain/calendar.js';
import { type Money, money } from '../domain/money.js';

/** An amount on an account, signed: debit is positive. */
export interface Sum {
  readonly account: string;
  readonly amount: Money;
}

/** One sum for each account and currency, in the order in which they first occur; those that come to nothing included. */
export function gathered(sums: readonly Sum[]): Sum[] {
  const together = new Map<string, Sum>();
  for (const { account, amount } of sums) {
    const key = `${account} ${amount.currency}`;
    const minor = (together.get(key)?.amount.minor ?? 0n) + amount.minor;
    together.set(key, { account, amount: money(minor, amount.currency) });
  }
  return [...together.values()];
}

/** Sums by month until the month is closed, and what all closed ones came to: as many as there are accounts and open months. */
export class AccountSums {
  private closed: Sum[] = [];
  private readonly open = new Map<Month, Sum[]>();

  add(month: Month, sums: readonly Sum[]): void {
    this.open.set(month, gathered([...(this.open.get(month) ?? []), ...sums]));
  }

  /** Closes every month up to this one. @returns what stands on each account at its end, sorted */
  through(month: Month): readonly Sum[] {
    const ended = [...this.open.keys()].filter((each) => each <= month);
    this.closed = gathered([...this.closed, ...ended.flatMap((each) => this.open.get(each)!)]);
    for (const each of ended) this.open.delete(each);
    return this.closed.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  currencies(): string[] {
    const all = [...this.closed, ...[...this.open.values()].flat()];
    return [...new Set(all.map(({ amount }) => amount.currency))].sort();
  }
}

const keyOf = ({ account, amount }: Sum): string => `${account} ${amount.currency}`;
