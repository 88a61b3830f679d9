import { Inject, Injectable } from '@nestjs/common';
import { type Money, isPositive, nothing } from '../domain/money.js';
import { presetRules, unitOf } from '../domain/publication-rules.js';
import { Ledgers } from '../ledgers/ledgers.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';

/** What is ready to send in one currency, and the whole units in which it goes out. */
export interface ReadyFund {
  readonly ready: Money;
  readonly unit: Money;
}

/** In which currencies money can be sent, and how much of each is ready: the same for everyone who asks. */
@Injectable()
export class ReadyFunds {
  constructor(
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Obligations) private readonly obligations: Obligations,
  ) {}

  /** Of each currency that can be sent: the ledger's own first, whether anything is in it or not. */
  async sendable(ledger: string): Promise<ReadyFund[]> {
    const { currency, policies, rules } = await this.ledgers.books(ledger);
    const funds = await this.obligations.funds(ledger);
    const currencies = policies.at(-1)?.currencyRule === 'own' ? [...new Set([currency, ...funds.keys()])] : [currency];
    const inForce = rules.at(-1)?.rules ?? presetRules('guarded');
    return currencies.map((each) => ({ ready: readyOf(funds.get(each)?.available ?? nothing(each)), unit: unitOf(inForce, each) }));
  }

  async ready(ledger: string, currency: string): Promise<Money> {
    return readyOf((await this.obligations.funds(ledger)).get(currency)?.available ?? nothing(currency));
  }

  /** Of each currency in which anything ever came in, whether it can be sent or not. */
  async all(ledger: string): Promise<Money[]> {
    return [...(await this.obligations.funds(ledger)).values()].map(({ available }) => readyOf(available));
  }
}

/** What is overdrawn is not shown as a negative sum: there is nothing to send. */
export const readyOf = (amount: Money): Money => (isPositive(amount) ? amount : nothing(amount.currency));
