import type { PayPalCredentials } from './paypal.js';

/** What opens the accounts from which the program pays. */
export interface PayingAccounts {
  /** Undefined where the account is not connected, or no longer. */
  open(ledger: string, account: string): Promise<PayPalCredentials | undefined>;
  /** Accounts that could pay: those that are connected. */
  connected(ledger: string): Promise<readonly { readonly account: string; readonly name: string }[]>;
}

export const PAYING_ACCOUNTS = Symbol('paying accounts');
