import type { PayPalCredentials } from './paypal.js';

export interface PayingAccount {
  readonly account: string;
  readonly name: string;
}

/** What opens the accounts from which the program pays. */
export interface PayingAccounts {
  /** Undefined where the account is not connected, or no longer. */
  credentials(ledger: string, account: string): Promise<PayPalCredentials | undefined>;
  /** Accounts that could pay: those that are connected. */
  connected(ledger: string): Promise<readonly PayingAccount[]>;
}

export const PAYING_ACCOUNTS = Symbol('paying accounts');
