import type { Day } from './calendar.js';
import type { Currency } from './currency.js';
import type { Money } from './money.js';
import type { StatementCheck } from './statement-check.js';

/** Days on which something may have left an account, both included, and how much. */
export interface SoughtOnStatement {
  readonly payout: string;
  readonly amount: Money;
  readonly from: Day;
  readonly through: Day;
}

/** What an account says of those days by its own statements, as the books hold them against its lines. */
export interface AccountWord {
  /** How far statements reach from the first day on, without a gap; undefined where none speaks of it. */
  readonly through?: Day;
  /** Of those, the last days of the ones that their lines do not add up to: there a line may be missing. */
  readonly differing: readonly Day[];
  /** Lines within that could be this payout. */
  readonly debits: number;
}

export interface AccountStatements {
  wordOn(ledger: string, account: string, sought: SoughtOnStatement): Promise<AccountWord>;
}

export const ACCOUNT_STATEMENTS = Symbol('statements of the accounts');

/** Statements in that currency that follow on one another from the first day on, each the one that reaches furthest. */
export function chainFrom(checks: readonly StatementCheck[], currency: Currency, from: Day, nextOf: (day: Day) => Day): StatementCheck[] {
  const own = checks.filter(({ statement }) => statement.opening.currency === currency);
  const chain: StatementCheck[] = [];
  for (let day = from; ; ) {
    const next = own
      .filter(({ statement }) => statement.from <= day && statement.through >= day)
      .sort((one, other) => (one.statement.through < other.statement.through ? 1 : -1))[0];
    if (!next) return chain;
    chain.push(next);
    day = nextOf(next.statement.through);
  }
}
