import type { Money } from './money.js';

/** What a rail is told of an approved payout: no name, no address. */
export interface ApprovedPayout {
  readonly payout: string;
  readonly amount: Money;
  readonly rail: string;
}

/** What a rail made of it. A rail by hand prepares a card and waits for a person. */
export type Carried = { readonly prepared: { /** For the memo; found again on the bank's line. */ readonly code: string } };

/** A way for money to reach a person. Called at least once for each approved payout; bears being called again. */
export interface Rail {
  readonly carries: (rail: string) => boolean;
  carry(payout: ApprovedPayout): Promise<Carried>;
}

export const RAILS = Symbol('rails');
